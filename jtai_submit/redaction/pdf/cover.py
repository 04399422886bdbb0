"""Text that a page holds and nobody sees: under boxes and pictures, in the colour of its ground,
too small, off the page.

What could be so is found by where things stand and in what order they are painted, which is quick.
Then the page is drawn twice, with that text and without it: characters whose place looks the same
both times cannot be seen. Where something is painted over them, a trace is not enough: what is left
of them must stand out from its ground.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from .boxes import Cover, clips, covers_of
from .contrast import contrast
from .drawn import Character, Colour, characters_of, colour_of, page_drawn, switched_off
from .page import (
    TEXT,
    Box,
    Thing,
    address,
    apart,
    area_of,
    clipped,
    pixels,
    share,
    text_of,
)

_TINY = 1.5  # points
_NEAR = 60  # of 255: colours that are told apart with difficulty
_SAME = 12  # of 255: smoothing of edges
_LEGIBLE = 2.0  # contrast (WCAG 2.2) below which nobody reads what shines through
# Pixels a point, where colours are compared: strokes are broad enough to have their full colour.
_CLOSE = 4.0
_Turn = tuple[int, Thing]  # when a thing is painted


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a page hides: how many boxes or pictures cover text, what stands outside it, which
    passages do not show.
    """

    boxes: int = 0
    outside: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()


def find(page: Any, things: list[Thing]) -> Hidden:
    """What one page hides."""
    every = [(at, t) for at, t in enumerate(things) if t.kind == TEXT]
    if not every:
        return Hidden()
    read_off = {at for at, t in every if pdfium.FPDFTextObj_GetTextRenderMode(t.handle) == 3}
    texts = [(at, t) for at, t in every if at not in read_off]
    sheet = clipped(page.get_cropbox(), page.get_mediabox())
    away = [
        t
        for _, t in texts
        if t.box != (0, 0, 0, 0)
        and apart(t.box, sheet)
        and not _ran_over(t.box, page.get_mediabox())
    ]
    covers = covers_of(page, things, sheet)
    suspects = [(at, t) for at, t in texts if share(t.box, sheet) and _suspicious(at, t, covers)]
    suspects = list(_once(page, suspects, texts)) if suspects else []
    turns = {address(t.handle): at for at, t in suspects}
    over, owners, covered = Counter[Cover](), Counter[int](), list[Character]()
    unseen, drawn = _unseen(page, suspects, covers) if suspects else ([], None)
    for character in unseen:
        mine = [
            c for c in covers if c.at > turns[character.owner] and share(character.box, c.box) > 0.5
        ]
        if not mine:
            owners[character.owner] += 1
        elif not mine[-1].is_page or (drawn and _blank(page, character.box, drawn)):
            # A scan shows the words themselves; where it is blank, they are hidden.
            over[mine[-1]] += 1
            covered.append(character)
    for cover in [cover for cover in over if _is_illustration(cover, covered, sheet)]:
        covered = [c for c in covered if share(c.box, cover.box) <= 0.5]
        del over[cover]
    boxes = _several(over) or int(_adjoin(covered))
    if any(cover.is_page for cover in covers):
        boxes += _over_scan(page, [t for at, t in every if at in read_off], covers)
    return Hidden(
        boxes, tuple(_passages(page, away)) if away else (), _said(page, suspects, owners)
    )


def _ran_over(box: Box, paper: Box) -> bool:
    """Whether a line stands just beyond the paper: a paragraph that was too long. What a crop hides
    is another matter.
    """
    height = box[3] - box[1]
    return box[3] <= paper[1] and paper[1] - box[3] <= 1.5 * height


def _is_illustration(cover: Cover, covered: list[Character], sheet: Box) -> bool:
    """Whether a cover is a large picture that happens to stand on the edge of one line, rather than
    hide what it is about.
    """
    lines = {round(c.box[1] / 4) for c in covered if share(c.box, cover.box) > 0.5}
    return (
        cover.colour is None
        and not cover.is_page
        and area_of(cover.box) > 0.1 * area_of(sheet)
        and max(lines) - min(lines) <= 1
    )


def _said(page: Any, suspects: list[_Turn], owners: Counter[int]) -> tuple[str, ...]:
    """What those texts say of which more than a single letter is hidden; `?` where PDFium does not
    tell.
    """
    hidden = [t for _, t in suspects if owners[address(t.handle)] > 1]
    if not hidden:
        return ()
    words = page.get_textpage()
    try:
        return tuple(text_of(text, words) or "?" for text in hidden)
    finally:
        words.close()


def _several(counts: Counter[Any]) -> int:
    """How many of them hide more than a single letter: one alone is a point in a drawing, not a
    name.
    """
    return sum(count > 1 for count in counts.values())


def _adjoin(characters: list[Character]) -> bool:
    """Whether letters that are hidden one by one stand next to each other."""
    return any(
        a.owner == b.owner
        and b.box[0] - a.box[2] < a.box[3] - a.box[1]
        and abs(a.box[1] - b.box[1]) < 3
        for a, b in zip(characters, characters[1:], strict=False)
    )


def _over_scan(page: Any, texts: list[Thing], covers: list[Cover]) -> int:
    """Boxes that were put over a scan, with the words that were read off it still below them."""
    first = min(cover.at for cover in covers if cover.is_page)
    later = [cover for cover in covers if cover.at > first and not cover.is_page]
    over = Counter[Cover]()
    for character in characters_of(page, texts) if later and texts else ():
        over.update([c for c in later if share(character.box, c.box) > 0.5][-1:])
    hiding = [cover for cover, count in over.items() if count > 1]
    drawn = page_drawn(page) if hiding else None
    return sum(_blank(page, cover.box, drawn) for cover in hiding) if drawn else 0


def _blank(page: Any, box: Box, drawn: Image.Image) -> bool:
    """Whether the drawn page shows one colour there."""
    left, top, right, bottom = pixels(page, box, drawn.size)
    inner = (
        (left + 1, top + 1, right - 1, bottom - 1)
        if right - left > 4 and bottom - top > 4
        else (left, top, right, bottom)
    )
    return all(high - low <= 2 * _SAME for low, high in drawn.crop(inner).getextrema())  # type: ignore[misc]


def _passages(page: Any, texts: list[Thing]) -> Iterator[str]:
    """What texts outside the page say."""
    words = page.get_textpage()
    try:
        said = (text_of(text, words) for text in texts)
        yield from (each for each in said if any(map(str.isalnum, each)))
    finally:
        words.close()


def _once(page: Any, suspects: list[_Turn], texts: list[_Turn]) -> Iterator[_Turn]:
    """Without what is written again later in the same place: shadows, and texts that stand above
    their cover too.
    """
    doubted = {at for at, _ in suspects}
    last = {key: (at, t) for at, t in texts if at not in doubted for key in _about(t.box)}
    words = page.get_textpage()
    try:
        for at, text in suspects:
            later, again = last.get(_about(text.box)[0], (-1, text))
            if later <= at or not _same(text, again, words):
                yield at, text
    finally:
        words.close()


def _same(text: Thing, again: Thing, words: Any) -> bool:
    """Whether two texts in one place say the same. Of exact copies PDFium reads only one."""
    exact = all(abs(a - b) < 0.5 for a, b in zip(text.box, again.box, strict=True))
    return text_of(again, words) in (
        {text_of(text, words), ""} if exact else {text_of(text, words)}
    )


def _about(box: Box) -> list[tuple[int, ...]]:
    """Where and how large, roughly: things that share one of these stand on each other."""
    left, bottom, right, _ = box
    return [
        (round(left / 4 + n), round(bottom / 4 + m), round((right - left) / 4))
        for n in (0, 0.5)
        for m in (0, 0.5)
    ]


def _suspicious(at: int, text: Thing, covers: list[Cover]) -> bool:
    """Whether something painted later crosses the middle of a text, or it is too small, clipped, or
    of its ground's colour.
    """
    left, bottom, right, top = text.box
    if min(top - bottom, right - left) < _TINY or clips(text):
        return True
    middle = (left, bottom + 0.25 * (top - bottom), right, top - 0.25 * (top - bottom))
    if top - bottom > 2 * (right - left):  # it runs upwards
        middle = (left + 0.25 * (right - left), bottom, right - 0.25 * (right - left), top)
    ground: Colour | None = (255, 255, 255)
    for cover in covers:
        if (
            cover.box[0] >= right
            or cover.box[2] <= left
            or cover.box[1] >= top
            or cover.box[3] <= bottom
        ):
            continue
        if cover.at > at:
            both = clipped(middle, cover.box)
            if both[2] > both[0] and both[3] > both[1]:
                return True
        elif share(text.box, cover.box) > 0.5:
            ground = cover.colour
    mode = pdfium.FPDFTextObj_GetTextRenderMode(text.handle)
    ink = colour_of(
        text.handle,
        pdfium.FPDFPageObj_GetStrokeColor if mode in (1, 5) else pdfium.FPDFPageObj_GetFillColor,
    )
    return ground is None or max(abs(a - b) for a, b in zip(ink, ground, strict=True)) < _NEAR


def _unseen(
    page: Any, suspects: list[_Turn], covers: list[Cover]
) -> tuple[list[Character], Image.Image]:
    """The characters of suspects that nobody sees, and the page as it is drawn."""
    texts = [thing for _, thing in suspects]
    turns = {address(thing.handle): at for at, thing in suspects}
    written = list(characters_of(page, texts))
    before = page_drawn(page)
    with switched_off(texts):
        after = page_drawn(page)
    trace = (
        ImageChops.difference(before, after)
        .convert("L")
        .point(lambda value: 255 if value > _SAME else 0)
    )
    unseen, faint = [], []
    for each in written:
        place = pixels(page, each.box, before.size)
        if trace.crop(place).getbbox() is None:
            unseen.append(each)
        elif (
            any(c.at > turns[each.owner] and share(each.box, c.box) > 0.5 for c in covers)
            and contrast(before.crop(place), after.crop(place)) < _LEGIBLE
        ):
            faint.append(each)
    veiled = {id(each) for each in _illegible(page, faint, texts)} if faint else set()
    order = {id(each) for each in unseen} | veiled
    return [each for each in written if id(each) in order], before


def _illegible(page: Any, characters: list[Character], texts: list[Thing]) -> list[Character]:
    """Those of the characters that do not stand out from what is painted over them,
    seen closely.
    """
    before = page_drawn(page, _CLOSE)
    with switched_off(texts):
        after = page_drawn(page, _CLOSE)
    out = []
    for each in characters:
        place = pixels(page, each.box, before.size)
        if contrast(before.crop(place), after.crop(place)) < _LEGIBLE:
            out.append(each)
    return out
