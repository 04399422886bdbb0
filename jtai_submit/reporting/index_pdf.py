"""The index of everything that was sent as a PDF: the first page leads to each agency and child."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .index_book import HEADINGS, Row
from .lettering import BOLD, INK, LINK, PLAIN, RULE, in_lines, typefaces

_WIDE, _HIGH, _MARGIN = 842, 595, 24  # points: A4, landscape
_WIDTHS = (40, 162, 80, 170, 34, 90, 128, 40, 50)
_SIZE, _LINE, _GAP = 8, 10, 4
_WHOLE = 12  # lines: a row that is not higher stays on one page


def pdf(area: str, theme: str, every: Sequence[Row]) -> bytes:
    """A4, landscape. Drawn line by line: a table of three thousand rows takes a second so."""
    from reportlab.pdfgen.canvas import Canvas

    typefaces()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(_WIDE, _HIGH), invariant=1)  # the same rows, the same bytes
    canvas.setTitle(f"Index of documents, {area}")
    canvas.setAuthor("")
    sheet = _Sheet(canvas)
    groups: dict[str, list[Row]] = {}
    for row in every:
        groups.setdefault(row.group, []).append(row)
    sheet.words(f"Index of documents, {area}", BOLD, 16)
    sheet.words(theme, PLAIN, 9)
    sheet.down(8)
    for n, (name, mine) in enumerate(groups.items()):
        sheet.link(f"{name}: {len(mine)}", f"group{n}")
    for n, (name, mine) in enumerate(groups.items()):
        sheet.group(name, f"group{n}")
        for row in mine:
            sheet.row(row.cells)
    sheet.end()
    canvas.save()
    return out.getvalue()


@dataclass(slots=True)
class _Sheet:
    """Where the pen is: `y` from the bottom, in points."""

    canvas: Any
    y: float = _HIGH - _MARGIN
    page: int = 1
    ruled: int = 0  # the page for which it is said how rules are drawn

    def down(self, points: float) -> None:
        self.y -= points

    def room(self, points: float) -> bool:
        """Whether so much is left on the page; else the next one begins."""
        if self.y - points > _MARGIN + 2 * _LINE:
            return False
        self.end()
        self.y = _HIGH - _MARGIN
        self.page += 1
        return True

    def end(self) -> None:
        """The foot of a page, and the page."""
        self.canvas.setFont(PLAIN, 7)
        self.canvas.drawString(_MARGIN, _MARGIN, "OFFICIAL-SENSITIVE")
        self.canvas.drawRightString(_WIDE - _MARGIN, _MARGIN, f"page {self.page}")
        self.canvas.showPage()

    def words(self, text: str, face: str, size: float) -> None:
        for line in in_lines(text, face, size, _WIDE - 2 * _MARGIN):
            self.room(size * 1.4)
            self.down(size * 1.4)
            self.canvas.setFont(face, size)
            self.canvas.drawString(_MARGIN, self.y, line)

    def link(self, text: str, to: str) -> None:
        """A line of the contents."""
        self.room(14)
        self.down(14)
        self.canvas.setFont(PLAIN, 9)
        self.canvas.setFillColor(LINK)
        self.canvas.drawString(_MARGIN, self.y, text)
        self.canvas.setFillColor(INK)
        box = (_MARGIN, self.y - 3, _MARGIN + 300, self.y + 10)
        self.canvas.linkRect("", to, box, relative=0, Border="[0 0 0]")

    def group(self, name: str, mark: str) -> None:
        """An agency or a child, with the headings below; it does not stand last on a page."""
        if not self.room(70):
            self.down(16)
        self.canvas.bookmarkHorizontal(mark, 0, self.y)
        self.canvas.addOutlineEntry(name, mark)
        self.words(name, BOLD, 11)
        self.headings()

    def headings(self) -> None:
        self.down(_LINE + _GAP)
        self.cells([[each] for each in HEADINGS], BOLD)

    def row(self, cells: Sequence[str]) -> None:
        lines = [
            in_lines(cell, PLAIN, _SIZE, width - _GAP)
            for cell, width in zip(cells, _WIDTHS, strict=True)
        ]
        while any(lines):  # a cell that is higher than a page goes on on the next
            if self.room(min(max(map(len, lines)), _WHOLE) * _LINE + _GAP):
                self.headings()
            self.down(_LINE + _GAP)
            most = max(1, int((self.y - _MARGIN - 2 * _LINE) // _LINE))
            self.cells([each[:most] for each in lines], PLAIN)
            lines = [each[most:] for each in lines]

    def cells(self, columns: Sequence[Sequence[str]], face: str) -> None:
        """Lines of each column from here down, and a rule below them."""
        pen = self.canvas.beginText()  # one for all of them: it says once how it writes
        pen.setFont(face, _SIZE, _LINE)
        left = _MARGIN
        for lines, width in zip(columns, _WIDTHS, strict=True):
            if lines:
                pen.setTextOrigin(left, self.y)
                pen.textLines(lines, trim=0)
            left += width
        self.canvas.drawText(pen)
        self.down((max(map(len, columns)) - 1) * _LINE + 3)
        if self.ruled != self.page:
            self.canvas.setStrokeColor(RULE)
            self.canvas.setLineWidth(0.4)
            self.ruled = self.page
        self.canvas.line(_MARGIN, self.y, left, self.y)
