"""Workbooks that are written: text stays text, so that no zero is lost and no formula arises."""

import io
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .sheet import Value


def workbook_of(
    sheets: Mapping[str, Iterable[Sequence[Value]]], widths: Sequence[float] = ()
) -> bytes:
    """A workbook of these sheets, by title.

    With `widths`, of columns in letters, the first row is bold and stays in view.
    """
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.freeze_panes = "A2" if widths else None
        for place, row in enumerate(rows):
            cells = [_cell(sheet, value) for value in row]
            for cell in cells if widths and not place else ():
                cell.font = Font(bold=True)
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: object, value: Value) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(" ", value))
    cell.data_type, cell.number_format = "s", "@"
    return cell
