"""What the second reader has to say of a redaction that was carried out: PDFium and pypdf, neither
of which did it.

Under the marks no sign is left, beside them every sign stands where it stood and the page looks the
same, and the words that went are nowhere else in the copy.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageDraw

from . import ink
from .page import IMAGE, Box, pixels, share, things

_LEFT = 0.3  # of a sign's box under the marks: it should have gone
_BESIDE = 0.02  # of it: it should have stayed
_STILL = 0.6  # points by which a sign may have moved: PDFium rounds
_FRINGE = 1.5  # points around the marks, and around signs that reached out from under them
_SCALE = 2.0  # pixels a point
_CLOSE = 6.0  # pixels a point, where a page is looked at again
_PLAY = 3  # pixels of it in each direction
_ALIKE = 10  # of 255: two decoders of one JPEG
_WORD = 5  # letters and figures of what is looked for elsewhere


@dataclass(frozen=True, slots=True)
class _Sign:
    code: int
    box: Box


def doubt(original: bytes, copy: bytes, strings: Iterable[str]) -> str:
    """Why the copy is not what the marks asked for: `unproven`, `elsewhere`, or nothing. `strings`
    are those of the copy that stand on no page.
    """
    before, after = pypdfium2.PdfDocument(original), pypdfium2.PdfDocument(copy)
    reader = pypdf.PdfReader(io.BytesIO(copy), strict=False)
    gone, left = list[str](), list[str]()
    try:
        if len(before) != len(after):
            return "unproven"
        for number in range(len(before)):
            old, new = before[number], after[number]
            areas = list(_areas(old))
            signs, now = list(_signs(old)), list(_signs(new))
            struck = [s for s in signs if _share(s.box, areas) > _LEFT]
            left.append("".join(chr(s.code) for s in now))
            gone += _words(struck, areas)
            touched = [s.box for s in signs if _share(s.box, areas) >= _BESIDE]
            if (
                any(_areas(new))
                or not _kept(signs, now, areas)
                or not _alike(old, new, [*areas, *touched])
            ):
                return "unproven"
    finally:
        before.close()
        after.close()
    remaining = ink.letters("".join(left))
    words = {
        word for word in map(ink.letters, gone) if len(word) >= _WORD and word not in remaining
    }
    if words:
        read = ink.letters("".join(page.extract_text() for page in reader.pages))
        if any(word in read for word in words):
            return "unproven"
        if any(word in ink.letters(string) for string in strings for word in words):
            return "elsewhere"
    return ""


def _areas(page: Any) -> Iterator[Box]:
    """What the marks of a page cover, as PDFium reads them."""
    for n in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, n)
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_REDACT:
            quads = [
                pdfium.FS_QUADPOINTSF()
                for _ in range(pdfium.FPDFAnnot_CountAttachmentPoints(annotation))
            ]
            for m, quad in enumerate(quads):
                pdfium.FPDFAnnot_GetAttachmentPoints(annotation, m, quad)
                xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
                yield (min(xs), min(ys), max(xs), max(ys))
            if not quads:
                place = pdfium.FS_RECTF()
                pdfium.FPDFAnnot_GetRect(annotation, place)
                across, down = sorted((place.left, place.right)), sorted((place.bottom, place.top))
                yield (across[0], down[0], across[1], down[1])
        pdfium.FPDFPage_CloseAnnot(annotation)


def _signs(page: Any) -> Iterator[_Sign]:
    """Every sign of a page that is no space, and its box."""
    words = page.get_textpage()
    sides = [pdfium.c_double() for _ in range(4)]
    try:
        for n in range(pdfium.FPDFText_CountChars(words)):
            code = pdfium.FPDFText_GetUnicode(words, n)
            if not chr(code).isspace() and pdfium.FPDFText_IsGenerated(words, n) != 1:
                left, right, bottom, top = sides
                pdfium.FPDFText_GetCharBox(words, n, left, right, bottom, top)
                yield _Sign(code, (left.value, bottom.value, right.value, top.value))
    finally:
        words.close()


def _share(box: Box, areas: list[Box]) -> float:
    return max((share(box, area) for area in areas), default=0.0)


def _kept(signs: list[_Sign], now: list[_Sign], areas: list[Box]) -> bool:
    """Whether what is there was there, what stood beside the marks still stands there, and nothing
    is left under them.
    """
    had, has = _by_place(signs), _by_place(now)
    beside = (s for s in signs if _share(s.box, areas) < _BESIDE)
    return (
        all(_share(s.box, areas) <= _LEFT for s in now)
        and all(_among(s, had) for s in now)
        and all(_among(s, has) for s in beside)
    )


def _by_place(signs: list[_Sign]) -> dict[tuple[int, int, int], list[_Sign]]:
    out: dict[tuple[int, int, int], list[_Sign]] = {}
    for sign in signs:
        out.setdefault((sign.code, round(sign.box[0] / 4), round(sign.box[1] / 4)), []).append(sign)
    return out


def _among(sign: _Sign, others: dict[tuple[int, int, int], list[_Sign]]) -> bool:
    x, y = round(sign.box[0] / 4), round(sign.box[1] / 4)
    near = (
        each
        for n in (-1, 0, 1)
        for m in (-1, 0, 1)
        for each in others.get((sign.code, x + n, y + m), ())
    )
    return any(
        all(abs(a - b) <= _STILL for a, b in zip(sign.box, each.box, strict=True)) for each in near
    )


def _words(struck: list[_Sign], areas: list[Box]) -> Iterator[str]:
    """What stood under each mark."""
    for area in areas:
        yield "".join(chr(s.code) for s in struck if share(s.box, area) > _LEFT)


def _alike(old: Any, new: Any, boxes: list[Box]) -> bool:
    """Whether the page looks the same but for the boxes. Annotations are not drawn: those on the
    marks went with them.

    PDFium takes whole numbers for the widths of glyphs, so that what follows a struck word may
    stand a tenth of a point beside where it stood. Where the pages differ they are compared again,
    closely, and with that much play.
    """
    before, after = _beside(old, boxes, _SCALE), _beside(new, boxes, _SCALE)
    if before.size != after.size:
        return False
    if max(high for _, high in _extrema(ImageChops.difference(before, after))) <= _ALIKE:
        return True
    before, after = _beside(old, boxes, _CLOSE), _beside(new, boxes, _CLOSE)
    return _stands_out(before, after) <= _ALIKE and _stands_out(after, before) <= _ALIKE


def _beside(page: Any, boxes: list[Box], scale: float) -> Image.Image:
    """A page as it is drawn, with the boxes black, and what viewers blur around them."""
    picture: Image.Image = page.render(scale=scale, draw_annots=False).to_pil().convert("RGB")
    fringe = max(_FRINGE, *(2 * pixel for pixel in _coarse(page, boxes)), 0.0)
    pen = ImageDraw.Draw(picture)
    for left, bottom, right, top in boxes:
        wide = (left - fringe, bottom - fringe, right + fringe, top + fringe)
        pen.rectangle(pixels(page, wide, picture.size), fill=(0, 0, 0))
    return picture


def _stands_out(picture: Image.Image, other: Image.Image) -> int:
    """By how much a picture differs from all that stands half a point around in another."""
    place = ImageChops.difference(picture, other).getbbox()
    if place is None:
        return 0
    wide = (place[0] - _PLAY, place[1] - _PLAY, place[2] + _PLAY, place[3] + _PLAY)
    mine, theirs = picture.crop(wide), other.crop(wide)
    most = least = theirs
    for across in range(-_PLAY, _PLAY + 1):
        for down in range(-_PLAY, _PLAY + 1):
            beside = ImageChops.offset(theirs, across, down)
            most, least = ImageChops.lighter(most, beside), ImageChops.darker(least, beside)
    beyond = ImageChops.subtract(mine, most), ImageChops.subtract(least, mine)
    return max(high for each in beyond for _, high in _extrema(each))


def _coarse(page: Any, boxes: list[Box]) -> Iterator[float]:
    """How large the pixels are, in points, of those pictures that a mark touches: viewers blur one
    into the next.
    """
    for thing in things(page):
        if thing.kind == IMAGE and any(share(thing.box, box) for box in boxes):
            across, down = pdfium.c_uint(), pdfium.c_uint()
            pdfium.FPDFImageObj_GetImagePixelSize(thing.handle, across, down)
            yield (thing.box[2] - thing.box[0]) / max(1, across.value)
            yield (thing.box[3] - thing.box[1]) / max(1, down.value)


def _extrema(picture: Image.Image) -> list[tuple[int, int]]:
    return list(picture.getextrema())  # type: ignore[arg-type]
