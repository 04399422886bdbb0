"""The rows of one list, by column: what the rules look at."""

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from operator import itemgetter
from typing import Any, cast

from ..manifest.columns import FieldName, Holds
from . import values
from .facts import Asked
from .headings import How, Match, squashed
from .sheet import MOST_COLUMNS, MOST_ROWS, NoTable, Row, Sheet, Value

_AT_A_TIME = 4096
_TOTAL = ("total", "grand total", "count", "number of", "sum of")
_SHORT = ("total", "grand", "count")
_LONGEST_ID = 40
_AGAIN = 3  # headings that stand in one row once more
_WITH_DIGITS = re.compile(r"^.*\d.*$", re.M)
_SIGNS = ",;\t|"
_IN_PROSE = re.compile(r"[,;](?= )")


class _Memo(dict[Value, Any]):
    """Cells and what they come to: a list holds few different ones, and each is worked out once."""

    def __init__(self, read: Callable[[Value], values.Read[Any]]) -> None:
        super().__init__()
        self.read = read
        self.wrong: dict[Value, values.Wrong] = {}

    def __missing__(self, cell: Value) -> Any:
        found = self.read(cell)
        self[cell] = found.value
        if found.wrong:
            self.wrong[cell] = found.wrong
        return found.value


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


def read_body(body: Body, rows: Iterator[Row]) -> Body:
    """Fill the body from the rows below the headings."""
    for match in body.matches:
        if match.how is not How.MISSING:
            named = next(f for f in body.asked.every if f.name == match.field)
            body.columns[match.field] = Column(named, match.column + 1)
    readers = _readers(body)
    id_column = body.one(Holds.ID)
    width = len(body.headings)
    last: Row | None = None
    while chunk := list(islice(rows, _AT_A_TIME)):
        _within_limits(chunk)
        cases = (
            chunk
            if _plain(body, chunk, id_column, width)
            else list(_cases(body, chunk, id_column, width))
        )
        numbers = [number for number, _ in cases]
        columns = list(zip(*_padded([row for _, row in cases], body), strict=False))
        body.rows += numbers
        last = cases[-1] if cases else last
        if columns:
            for column, memo in readers:
                _fill(column, memo, numbers, columns[column.number - 1])
    _without_count(body, last, id_column)
    return body


def _within_limits(chunk: Sequence[Row]) -> None:
    """Raises `NoTable` for what is no list of children any more."""
    if chunk[-1][0] > MOST_ROWS:
        raise NoTable(f"it has more than {MOST_ROWS:,} rows")
    if max(map(len, map(itemgetter(1), chunk))) > MOST_COLUMNS:
        raise NoTable(f"a row of it has more than {MOST_COLUMNS:,} cells")


def _plain(body: Body, chunk: Sequence[Row], id_column: Column | None, width: int) -> bool:
    """Whether every row of a chunk is a case that fits, told at once; else each is looked at by
    itself.
    """
    if id_column is None:
        return False
    rows = [row for _, row in chunk]
    csv = not body.sheet.name
    if set(map(len, rows)) != {width} and (csv or min(map(len, rows)) < id_column.number):
        return False
    ids: list[Any] = list(map(itemgetter(id_column.number - 1), rows))
    kinds = set(map(type, ids))
    if kinds == {str}:
        text = "\n".join(ids).casefold()
        blank = not all(ids) or "\n\n" in text or " " in text or "\u00a0" in text
        blank = blank or len(_WITH_DIGITS.findall(text)) != len(ids)
        if blank or max(map(len, ids)) > _LONGEST_ID or any(word in text for word in _SHORT):
            return False
    elif not kinds <= {int, float}:
        return False
    if body.sheet.quoted and "\n" in "".join(cast("Iterator[str]", chain.from_iterable(rows))):
        return False
    for kind, count in Counter(map(type, ids)).items():
        body.id_forms[kind] = body.id_forms.get(kind, 0) + count
    return True


def _padded(rows: list[Sequence[Value]], body: Body) -> list[Sequence[Value]]:
    """Rows that reach to the last column that is read."""
    width = max((column.number for column in body.columns.values()), default=0)
    if not rows or min(map(len, rows)) >= width:
        return rows
    return [row if len(row) >= width else [*row, *[None] * (width - len(row))] for row in rows]


def _readers(body: Body) -> list[tuple[Column, _Memo | None]]:
    day = values.days(date1904=body.sheet.date1904)
    by_kind: dict[Holds, Callable[[Value], values.Read[Any]]] = {
        Holds.DATE: day,
        Holds.BORN: day,
        Holds.EXPECTED: day,
        Holds.AGE: values.age,
        Holds.YES_NO: values.answer,
        Holds.NUMBER: values.number,
        Holds.STATUS: values.status,
    }
    plain = {*body.asked.key, "Gender"}

    def text(value: Value) -> values.Read[Any]:
        return values.Read("" if value is None else str(value).strip().casefold())

    out: list[tuple[Column, _Memo | None]] = []
    for name, column in body.columns.items():
        holds = column.field.holds
        reader = by_kind.get(holds) or (text if name in plain and holds is Holds.TEXT else None)
        out.append((column, _Memo(reader) if reader else None))
    return out


def _fill(column: Column, memo: _Memo | None, numbers: Sequence[int], raw: Sequence[Value]) -> None:
    is_id = column.field.holds is Holds.ID
    if memo is None and column.filled and not is_id:
        return  # free text: only whether anything is there at all
    column.filled = column.filled or not all(map(values.blank, set(raw)))
    if is_id:
        column.cells += values.identifiers(raw)
    if memo is None:
        return
    column.cells += map(memo.__getitem__, raw)
    if wrong := memo.wrong:
        both = zip(numbers, raw, strict=True)
        column.wrong += [(number, wrong[cell]) for number, cell in both if cell in wrong]


def _cases(body: Body, chunk: Sequence[Row], id_column: Column | None, width: int) -> Iterator[Row]:
    """The rows that are about a child; what the others are is kept by number."""
    at = id_column.number - 1 if id_column else -1
    csv = not body.sheet.name
    for number, row in chunk:
        value = row[at] if 0 <= at < len(row) else None
        if _doubtful(value):
            if values.bare(row):
                continue
            if _no_case(row, value, at) or _headings_again(body, row, value, at):
                body.notes.append(number)
                continue
            if at >= 0 and values.blank(value):
                body.without_id.append(number)
        if at >= 0:
            body.id_forms[type(value)] = body.id_forms.get(type(value), 0) + 1
        if csv and len(row) != width:
            _misfit(body, number, row, width)
        if csv and width > 2 and "\n" in "".join(map(str, row)):
            _swallowed(body, number, row, width)
        yield number, row


def _doubtful(value: Value) -> bool:
    """Whether a row may be none, by its id alone: blank, wordy, or a total's."""
    if isinstance(value, str):
        word = value.strip()
        wordy = " " in word or len(word) > _LONGEST_ID or word[:5].casefold() in _SHORT
        return not word or wordy or not any(map(str.isdigit, word))
    return value is None


def _no_case(row: Sequence[Value], value: Value, at: int) -> bool:
    """A total, or a note below the list."""
    filled = [cell for cell in row if not values.blank(cell)]
    first = str(filled[0]).strip().casefold()
    if first.startswith(_TOTAL) and (values.blank(value) or value is filled[0]):
        return True
    wordy = isinstance(value, str) and (" " in value.strip() or len(value) > _LONGEST_ID)
    wordy = wordy or not any(map(str.isdigit, str(value)))
    return _alone(row) and (at < 0 or values.blank(value) or wordy)


def _alone(row: Sequence[Value]) -> bool:
    return len(row) > 2 and sum(not values.blank(cell) for cell in row) == 1


def _headings_again(body: Body, row: Sequence[Value], value: Value, at: int) -> bool:
    """A report of several pages repeats its headings on each."""
    if at < 0 or squashed(str(value)) != squashed(body.headings[at]):
        return False
    same = (squashed(str(c)) == squashed(h) for c, h in zip(row, body.headings, strict=False) if c)
    return sum(same) >= min(_AGAIN, len(body.headings))


def _without_count(body: Body, last: Row | None, id_column: Column | None) -> None:
    """Take out a last row that only says how many there are above it."""
    if last is None or id_column is None or not _alone(last[1]):
        return
    if values.identifier(last[1][id_column.number - 1]) == str(len(body.rows) - 1):
        body.notes.append(body.rows.pop())
        body.id_forms[type(last[1][id_column.number - 1])] -= 1
        for column in body.columns.values():
            column.cells = column.cells[: len(body.rows)]
            column.wrong = [each for each in column.wrong if each[0] != last[0]]


def _misfit(body: Body, number: int, row: Sequence[Value], width: int) -> None:
    if len(row) > width and not values.bare(row[width:]):
        body.too_long.append(number)
    elif len(row) < width:
        body.too_short.append(number)


def _swallowed(body: Body, number: int, row: Sequence[Value], width: int) -> None:
    """A cell whose lines look like rows: they hold about as many commas as there are columns, and
    not the commas of a sentence, which a blank follows.
    """
    for cell in row:
        lines = str(cell).splitlines()
        if len(lines) > 1:
            least = max(2, (width - 1) // 2)
            if any(max(map(line.count, _SIGNS)) - _of_prose(line) >= least for line in lines[1:]):
                body.swallowed.append(number)
                return


def _of_prose(line: str) -> int:
    return len(_IN_PROSE.findall(line))
