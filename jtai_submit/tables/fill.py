"""A body is filled, some hundred rows at a time."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, cast

from ..manifest.columns import Holds
from . import values
from .body import Body, Column
from .cases import Cells, alone, cases_of, plain
from .headings import How
from .sheet import MOST_COLUMNS, MOST_ROWS, NoTable, Row, Value

# Rows: few enough that their cells are still near the processor when they are turned to columns.
_AT_A_TIME = 512
_Rows = tuple[Sequence[int], Cells]  # their numbers, and their cells


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
        numbers, cases = cast("_Rows", tuple(zip(*chunk, strict=True)))
        _within_limits(numbers, cases)
        if not plain(body, numbers, cases, id_column, width):
            kept = list(cases_of(body, chunk, id_column, width))
            numbers, cases = cast("_Rows", tuple(zip(*kept, strict=True)) or ((), ()))
        columns = list(zip(*_padded(cases, body), strict=False))
        body.rows += numbers
        last = (numbers[-1], cases[-1]) if cases else last
        if columns:
            for column, memo in readers:
                _fill(column, memo, numbers, columns[column.number - 1])
    _without_count(body, last, id_column)
    return body


def _within_limits(numbers: Sequence[int], rows: Cells) -> None:
    """Raises `NoTable` for what is no list of children any more."""
    if numbers[-1] > MOST_ROWS:
        raise NoTable(f"it has more than {MOST_ROWS:,} rows")
    if max(map(len, rows)) > MOST_COLUMNS:
        raise NoTable(f"a row of it has more than {MOST_COLUMNS:,} cells")


def _padded(rows: Cells, body: Body) -> Cells:
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


def _without_count(body: Body, last: Row | None, id_column: Column | None) -> None:
    """Take out a last row that only says how many there are above it."""
    if last is None or id_column is None or not alone(last[1]):
        return
    if values.identifier(last[1][id_column.number - 1]) == str(len(body.rows) - 1):
        body.notes.append(body.rows.pop())
        body.id_forms[type(last[1][id_column.number - 1])] -= 1
        for column in body.columns.values():
            column.cells = column.cells[: len(body.rows)]
            column.wrong = [each for each in column.wrong if each[0] != last[0]]
