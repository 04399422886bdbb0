"""Text that a page holds and nobody sees: under boxes and pictures, in the colour of its ground, too small, off the page.

What could be so is found by where things stand and in what order they are painted, which is quick. Then the page is
drawn twice, with that text and without it: characters whose place looks the same both times cannot be seen.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from .pdf_page import IMAGE, PATH, SHADING, TEXT, Box, Thing, clipped, share, text_of

_SCALE = 1.5  # pixels a point
_SCAN = 0.6  # of the page: a picture of that size is the page, and text behind it was read off it
_THIN = 3.0  # points: lines under and through words are no cover
_TINY = 1.5  # points
_NEAR, _LIGHT = 60, 216  # of 255: colours that are told apart with difficulty, and those that paper swallows
_SAME = 12  # of 255: smoothing of edges
_ANNOTATIONS = {pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_POLYGON, pdfium.FPDF_ANNOT_INK,
                pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_LINE, pdfium.FPDF_ANNOT_REDACT,
                pdfium.FPDF_ANNOT_HIGHLIGHT}  # fmt: skip
Colour = tuple[int, int, int]
_Turn = tuple[int, Thing]  # when a thing is painted


@dataclass(frozen=True, slots=True)
class _Cover:
    """Something painted over an area. `colour` is None for pictures; `at` is its turn."""

    box: Box
    at: int
    colour: Colour | None


@dataclass(frozen=True, slots=True)
class _Character:
    letter: str
    box: Box
    owner: int  # address of the text object


def find(page: Any, things: list[Thing]) -> tuple[int, int, int]:
    """How many boxes or pictures cover text, how many passages lie outside the page, and how many do not show otherwise."""
    texts = [
        (at, t) for at, t in enumerate(things) if t.kind == TEXT and pdfium.FPDFTextObj_GetTextRenderMode(t.handle) != 3
    ]
    if not texts:
        return 0, 0, 0
    sheet = clipped(page.get_cropbox(), page.get_mediabox())
    away = [(at, t) for at, t in texts if t.box != (0, 0, 0, 0) and share(t.box, sheet) == 0]
    covers = _covers(page, things, sheet)
    suspects = [(at, t) for at, t in texts if share(t.box, sheet) and _suspicious(at, t, covers)]
    suspects = list(_once(page, suspects, texts)) if suspects else []
    outside = len({c.owner for c in _characters(page, [t for _, t in away])}) if away else 0
    unseen = _unseen(page, [t for _, t in suspects]) if suspects else []
    turns = {_address(t.handle): at for at, t in suspects}
    over, owners = Counter[Box](), Counter[int]()
    for character in unseen:
        mine = [c for c in covers if c.at > turns[character.owner] and share(character.box, c.box) > 0.5]
        if mine:
            over[mine[-1].box] += 1
        else:
            owners[character.owner] += 1
    return _several(over), outside, _several(owners)


def _several(counts: Counter[Any]) -> int:
    """How many of them hide more than a single letter: one alone is a point in a drawing, not a name."""
    return sum(count > 1 for count in counts.values())


def _once(page: Any, suspects: list[_Turn], texts: list[_Turn]) -> Iterator[_Turn]:
    """Without what is written again later in the same place: shadows, and texts that stand above their cover too."""
    last = {key: (at, t) for at, t in texts for key in _about(t.box)}
    words = page.get_textpage()
    try:
        for at, text in suspects:
            later, again = last[_about(text.box)[0]]
            if later <= at or not _same(text, again, words):
                yield at, text
    finally:
        words.close()


def _same(text: Thing, again: Thing, words: Any) -> bool:
    """Whether two texts in one place say the same. Of exact copies PDFium reads only one."""
    exact = all(abs(a - b) < 0.5 for a, b in zip(text.box, again.box, strict=True))
    return text_of(again, words) in ({text_of(text, words), ""} if exact else {text_of(text, words)})


def _about(box: Box) -> list[tuple[int, ...]]:
    """Where and how large, roughly: things that share one of these stand on each other."""
    left, bottom, right, _ = box
    return [(round(left / 4 + n), round(bottom / 4 + m), round((right - left) / 4)) for n in (0, 0.5) for m in (0, 0.5)]


def _covers(page: Any, things: list[Thing], sheet: Box) -> list[_Cover]:
    area = _area(sheet)
    pictures = sum(_area(clipped(t.box, sheet)) for t in things if t.kind == IMAGE)
    out = []
    for at, thing in enumerate(things):
        if thing.kind == PATH:
            box = _painted(thing)
            if box:
                out.append(_Cover(box, at, _colour(thing.handle)))
        elif thing.kind == SHADING or (thing.kind == IMAGE and pictures < _SCAN * area):
            out.append(_Cover(thing.box, at, None))
    for n in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, n)
        if pdfium.FPDFAnnot_GetSubtype(annotation) in _ANNOTATIONS:
            place = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, place)
            box = (place.left, min(place.bottom, place.top), place.right, max(place.bottom, place.top))
            out.append(_Cover(box, len(things) + n, None))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return [cover for cover in out if min(cover.box[2] - cover.box[0], cover.box[3] - cover.box[1]) >= _THIN]


def _painted(path: Thing) -> Box | None:
    """The area that a path paints: what it fills, or what its broad stroke covers."""
    fill, stroke, width = pdfium.c_int(), pdfium.FPDF_BOOL(), pdfium.c_float()
    pdfium.FPDFPath_GetDrawMode(path.handle, fill, stroke)
    if fill.value:
        return path.box
    pdfium.FPDFPageObj_GetStrokeWidth(path.handle, width)
    left, bottom, right, top = path.box
    broad = stroke.value and width.value >= _THIN and min(right - left, top - bottom) <= 2 * width.value
    return path.box if broad else None


def _suspicious(at: int, text: Thing, covers: list[_Cover]) -> bool:
    height = max(0.1, min(text.box[3] - text.box[1], text.box[2] - text.box[0]))
    if height < _TINY:
        return True
    ground: Colour | None = (255, 255, 255)
    for cover in covers:
        both = clipped(text.box, cover.box)
        wide, high = both[2] - both[0], both[3] - both[1]
        if wide <= 0 or high <= 0:
            continue
        if cover.at > at and min(wide, high) >= min(_THIN, 0.5 * height):
            return True
        if cover.at < at and share(text.box, cover.box) > 0.5:
            ground = cover.colour
    ink = _colour(text.handle)
    if ground is None:  # a picture
        return min(ink) >= _LIGHT
    return max(abs(a - b) for a, b in zip(ink, ground, strict=True)) < _NEAR


def _unseen(page: Any, suspects: list[Thing]) -> list[_Character]:
    """The characters of suspects that leave no trace on the page."""
    written = list(_characters(page, suspects))
    before = _drawn(page)
    for thing in suspects:
        pdfium.FPDFPageObj_SetIsActive(thing.handle, 0)
    after = _drawn(page)
    for thing in suspects:
        pdfium.FPDFPageObj_SetIsActive(thing.handle, 1)
    trace = ImageChops.difference(before, after).convert("L").point(lambda value: 255 if value > _SAME else 0)
    return [c for c in written if trace.crop(_pixels(page, c.box, before.size)).getbbox() is None]


def _characters(page: Any, of: Iterable[Thing]) -> Iterator[_Character]:
    """The letters and figures of these text objects."""
    wanted = {_address(thing.handle) for thing in of}
    words = page.get_textpage()
    sides = [pdfium.c_double() for _ in range(4)]
    try:
        for n in range(pdfium.FPDFText_CountChars(words)):
            letter = chr(pdfium.FPDFText_GetUnicode(words, n))
            if not letter.isalnum():
                continue
            owner = _address(pdfium.FPDFText_GetTextObject(words, n))
            if owner not in wanted:
                continue
            left, right, bottom, top = sides
            if pdfium.FPDFText_GetCharBox(words, n, left, right, bottom, top):
                yield _Character(letter, (left.value, bottom.value, right.value, top.value), owner)
    finally:
        words.close()


def _drawn(page: Any) -> Image.Image:
    picture: Image.Image = page.render(scale=_SCALE).to_pil().convert("RGB")
    return picture


def _pixels(page: Any, box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Where a box stands in the drawn page."""
    xs, ys = [], []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        across, down = pdfium.c_int(), pdfium.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
        xs.append(across.value)
        ys.append(down.value)
    return min(xs), min(ys), max(max(xs), min(xs) + 1), max(max(ys), min(ys) + 1)


def _colour(thing: Any) -> Colour:
    red, green, blue, alpha = (pdfium.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha):
        return (0, 0, 0)
    return red.value, green.value, blue.value


def _address(handle: Any) -> int:
    import ctypes

    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
