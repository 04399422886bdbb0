"""The first pages of a reading copy: what it holds, and on which page each document begins."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from .lettering import BOLD, INK, LINK, PLAIN, in_lines, typefaces

_WIDE, _HIGH, _MARGIN = 595, 842, 56  # points: A4
_SIZE, _LINE = 10, 14
_PAGE = 60  # points for the number of a page


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a reading copy. `heading` is what it answers; `pages` of its own."""

    heading: str
    title: str
    pages: int


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the contents: on which of their pages (from 0), where (points from the lower left
    corner), and to which part (from 0) it leads.
    """

    page: int
    box: tuple[float, float, float, float]
    part: int


def contents(title: str, theme: str, parts: Sequence[Part]) -> tuple[bytes, list[Link]]:
    """The pages as a PDF, and their links. Page numbers count the contents, too."""
    typefaces()
    own = len({link.page for link in _drawn(title, theme, parts, 0)[1]}) or 1
    return _drawn(title, theme, parts, own)


def _drawn(title: str, theme: str, parts: Sequence[Part], before: int) -> tuple[bytes, list[Link]]:
    from reportlab.pdfgen.canvas import Canvas

    out, links = io.BytesIO(), list[Link]()
    canvas = Canvas(out, pagesize=(_WIDE, _HIGH), invariant=1)  # the same parts, the same bytes
    canvas.setTitle(title)
    canvas.setAuthor("")
    sheet, y, heading, page = 0, float(_HIGH - _MARGIN), "", before + 1

    def write(text: str, face: str, size: float, colour: str = INK) -> int:
        nonlocal y
        fallen = in_lines(text, face, size, _WIDE - 2 * _MARGIN - _PAGE)
        for line in fallen:
            y -= size * 1.4
            canvas.setFont(face, size)
            canvas.setFillColor(colour)
            canvas.drawString(_MARGIN, y, line)
        return len(fallen)

    def end() -> None:
        canvas.setFont(PLAIN, 7)
        canvas.setFillColor(INK)
        canvas.drawString(_MARGIN, _MARGIN / 2, "OFFICIAL-SENSITIVE")
        canvas.showPage()

    write(title, BOLD, 18)
    write(theme, PLAIN, _SIZE)
    for n, part in enumerate(parts):
        tall = in_lines(part.title, PLAIN, _SIZE, _WIDE - 2 * _MARGIN - _PAGE)
        if y - (len(tall) + 3) * _LINE < _MARGIN:  # a heading never stands last on its page
            end()
            sheet, y, heading = sheet + 1, float(_HIGH - _MARGIN), ""
        if part.heading != heading:
            y -= _LINE / 2
            write(part.heading, BOLD, _SIZE)
            heading = part.heading
        top = y
        write(part.title or part.heading, PLAIN, _SIZE, LINK)
        canvas.setFillColor(INK)
        canvas.drawRightString(_WIDE - _MARGIN, y, str(page))
        links.append(Link(sheet, (_MARGIN, y - 4, _WIDE - _MARGIN, top), n))
        page += part.pages
    end()
    canvas.save()
    return out.getvalue(), links
