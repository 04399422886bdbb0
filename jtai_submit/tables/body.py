"""The rows of one list, by column: what the rules look at."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..manifest.columns import FieldName, Holds
from . import values
from .facts import Asked
from .headings import Match
from .sheet import Sheet


@dataclass(slots=True)
class Column:
    """One field's cells: `cells` by row where a rule needs them, `wrong` those that are
    not right.
    """

    field: FieldName
    number: int  # as people count columns
    cells: list[Any] = dataclasses.field(default_factory=list)
    # (row number, why).
    wrong: list[tuple[int, values.Wrong]] = dataclasses.field(default_factory=list)
    filled: bool = False

    def rows_with(self, rows: Sequence[int], wanted: Callable[[Any], bool]) -> Iterator[int]:
        """The rows whose cell is `wanted`. Each different cell is asked about once: even a large
        list holds few.
        """
        found = {cell for cell in set(self.cells) if wanted(cell)}
        if found:
            yield from (row for row, cell in zip(rows, self.cells, strict=True) if cell in found)


@dataclass(slots=True)
class Body:
    """A list's rows. `rows` are their numbers in the sheet, in step with each column's cells."""

    asked: Asked
    sheet: Sheet
    heading_row: int
    notified: date
    today: date
    matches: tuple[Match, ...]
    headings: tuple[str, ...]
    named: str = ""  # another list, after which the sheet or its file is called
    rows: list[int] = dataclasses.field(default_factory=list)
    columns: dict[str, Column] = dataclasses.field(default_factory=dict)
    notes: list[int] = dataclasses.field(default_factory=list)  # rows that are no cases
    without_id: list[int] = dataclasses.field(default_factory=list)
    too_long: list[int] = dataclasses.field(default_factory=list)
    too_short: list[int] = dataclasses.field(default_factory=list)
    # Rows in which further rows disappeared.
    swallowed: list[int] = dataclasses.field(default_factory=list)
    # Kinds of cell among the ids.
    id_forms: dict[type, int] = dataclasses.field(default_factory=dict)

    def holding(self, *what: Holds) -> Iterator[Column]:
        return (c for c in self.columns.values() if c.field.holds in what)

    def one(self, what: Holds) -> Column | None:
        return next(self.holding(what), None)

    @property
    def ids(self) -> Sequence[str]:
        column = self.one(Holds.ID)
        return column.cells if column else ()
