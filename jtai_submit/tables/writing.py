"""Workbooks that are written: text stays text, so that no zero is lost and no formula arises."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .sheet import Value

_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold
_NOBODY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<coreProperties xmlns='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)


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
    written = io.BytesIO()
    book.save(written)
    return _timeless(written)


def _timeless(written: io.BytesIO) -> bytes:
    """The workbook without when and by which program it was made: the same rows, the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(written) as made, zipfile.ZipFile(out, "w") as archive:
        for name in made.namelist():
            data = _NOBODY if name == "docProps/core.xml" else made.read(name)
            member = zipfile.ZipInfo(name, _TIME)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(member, data)
    return out.getvalue()


def _cell(sheet: object, value: Value) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(" ", value))
    cell.data_type, cell.number_format = "s", "@"
    return cell
