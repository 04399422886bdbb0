"""The first pages of a reading copy: what it holds, and on which page each document begins."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from .lettering import BOLD, INK, LINK, PLAIN, in_lines, typefaces

_WIDE, _HIGH, _MARGIN = 595, 842, 56  # points: A4
_SIZE, _LINE = 10, 14
_PAGE = 60  # points for the number of a page
_MOST = 20  # lines of one text


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a reading copy. `heading` is what it answers; `pages` of its own, 0 where it
    is not in it and has to be read by itself.
    """

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


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents as a PDF of so many pages, and their links."""

    data: bytes
    pages: int
    links: tuple[Link, ...]


def contents(title: str, theme: str, parts: Sequence[Part]) -> Contents:
    """Page numbers count the contents, too. Links lead to the parts that have pages, counted
    from 0.
    """
    typefaces()
    return _drawn(title, theme, parts, _drawn(title, theme, parts, 0).pages)


def _drawn(title: str, theme: str, parts: Sequence[Part], before: int) -> Contents:
    from reportlab.pdfgen.canvas import Canvas

    out, links = io.BytesIO(), list[Link]()
    canvas = Canvas(out, pagesize=(_WIDE, _HIGH), invariant=1)  # the same parts, the same bytes
    canvas.setTitle(title)
    canvas.setAuthor("")
    sheet, y, heading, page, joined = 0, float(_HIGH - _MARGIN), "", before + 1, 0

    def write(text: str, face: str, size: float, colour: str = INK) -> None:
        nonlocal y
        for line in _fallen(text, face, size):
            y -= size * 1.4
            canvas.setFont(face, size)
            canvas.setFillColor(colour)
            canvas.drawString(_MARGIN, y, line)

    def end() -> None:
        canvas.setFont(PLAIN, 7)
        canvas.setFillColor(INK)
        canvas.drawString(_MARGIN, _MARGIN / 2, "OFFICIAL-SENSITIVE")
        canvas.showPage()

    write(title, BOLD, 18)
    write(theme, PLAIN, _SIZE)
    write("For reading and printing: what counts are the separate files.", PLAIN, _SIZE)
    for part in parts:
        name = part.title or part.heading
        tall = len(_fallen(part.heading, BOLD, _SIZE)) + len(_fallen(name, PLAIN, _SIZE)) + 1
        if y - tall * _LINE < _MARGIN:  # a heading never stands last on its page
            end()
            sheet, y, heading = sheet + 1, float(_HIGH - _MARGIN), ""
        if part.heading != heading:
            y -= _LINE / 2
            write(part.heading, BOLD, _SIZE)
            heading = part.heading
        top = y
        write(name, PLAIN, _SIZE, LINK if part.pages else INK)
        canvas.setFillColor(INK)
        canvas.drawRightString(_WIDE - _MARGIN, y, str(page) if part.pages else "by itself")
        if part.pages:
            links.append(Link(sheet, (_MARGIN, y - 4, _WIDE - _MARGIN, top), joined))
            joined += 1
        page += part.pages
    end()
    canvas.save()
    return Contents(out.getvalue(), sheet + 1, tuple(links))


def _fallen(text: str, face: str, size: float) -> Sequence[str]:
    return in_lines(text, face, size, _WIDE - 2 * _MARGIN - _PAGE)[:_MOST]
