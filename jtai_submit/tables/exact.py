"""The slow reader, for sheets in which calamine would hide something or need too much memory."""

import io
from collections.abc import Iterator
from typing import IO

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string as column_number
from openpyxl.utils.cell import coordinate_from_string, range_boundaries

from .sheet import MOST_COLUMNS, NoTable, Odd, Oddity, Row

_DIGITS = 15  # significant digits of a number in Excel (IEEE 754, as Excel stores it)
MOST_ODDITIES = 100_000
_WANTED = tuple(f"{{*}}{name}" for name in ("c", "row", "col", "mergeCell"))


def oddities(file: IO[bytes]) -> Iterator[Oddity]:
    """What a sheet part holds and calamine does not show, with its place. Streams the part."""
    row = column = count = 0
    for event, element in etree.iterparse(
        file, events=("start", "end"), tag=_WANTED, resolve_entities=False, huge_tree=True
    ):
        name = etree.QName(element).localname
        if event == "start" and name == "row":
            row, column = int(element.get("r") or row + 1), 0
            if _true(element.get("hidden")):
                yield Oddity(Odd.HIDDEN_ROW, row, 0)
        if event == "start":
            continue
        if name == "c":
            # ECMA-376-1, 18.3.1.4: r may be left out; the cell is then the next one
            reference = element.get("r")
            column = column_of(reference) if reference else column + 1
            for odd in _cell(element):
                count += 1
                yield Oddity(odd, row, column)
        elif name == "col" and _true(element.get("hidden")):
            first, last = int(element.get("min", "1")), int(element.get("max", "1"))
            for hidden in range(first, min(last, MOST_COLUMNS) + 1):
                yield Oddity(Odd.HIDDEN_COLUMN, 0, hidden)
        elif name == "mergeCell":
            left, top, _, bottom = range_boundaries(element.get("ref", "A1"))
            for each in range(top or 1, min(bottom or 1, (top or 1) + 1_000) + 1):
                yield Oddity(Odd.MERGED, each, left or 1)
        if count > MOST_ODDITIES:
            return
        element.clear()
        above = element.getparent()
        while name == "row" and above is not None and element.getprevious() is not None:
            del above[0]


def _cell(cell: etree._Element) -> Iterator[Odd]:
    value = cell.findtext("{*}v") or ""
    if cell.get("t") == "e":
        yield Odd.ERROR
    elif cell.find("{*}f") is not None and not value and cell.get("t") != "str":
        yield Odd.FORMULA  # with `str` it was, and came to nothing: `=IF(A2="", "", …)`
    elif cell.get("t", "n") == "n" and _long(value):
        yield Odd.DIGITS


def _long(value: str) -> bool:
    """Whether a number without a fraction needs more digits than Excel keeps."""
    mantissa, _, exponent = value.upper().partition("E")
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    try:
        return (
            len(whole) + int(exponent or 0) > _DIGITS
            if exponent or not fraction
            else len(whole) > _DIGITS
        )
    except ValueError:
        return False


def _true(value: str | None) -> bool:
    return value in ("1", "true")


def column_of(reference: str) -> int:
    return int(column_number(coordinate_from_string(reference)[0]))


def exact_rows(data: bytes, name: str) -> Iterator[Row]:
    """A sheet whose cells lie far apart: row by row, without a table of everything in between."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sheet = book[name]
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = list(row)
            while cells and cells[-1] is None:
                cells.pop()
            if len(cells) > MOST_COLUMNS:
                raise NoTable(f"row {number} has more than {MOST_COLUMNS:,} cells")
            if cells:
                yield number, cells
    finally:
        book.close()
