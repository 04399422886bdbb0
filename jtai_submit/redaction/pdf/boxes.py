"""What of a page lies over its texts, and how far: boxes, pictures, shadings, marks, clips."""

from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from .drawn import Colour, colour_of
from .page import (
    IMAGE,
    PATH,
    SHADING,
    Box,
    Thing,
    area_of,
    clipped,
    share,
)

_SCAN = 0.6  # of the page: a picture of that size is the page, and text behind it was read off it
_STAMP = 0.05  # of the page: a picture that small is never the page


@dataclass(frozen=True, slots=True)
class Cover:
    """Something painted over an area. `colour` is None for pictures; `at` is its turn."""

    box: Box
    at: int
    colour: Colour | None
    # A picture so large that it is the page: text behind it was read off it, or is hidden by it.
    is_page: bool = False


def covers_of(page: Any, things: list[Thing], sheet: Box) -> list[Cover]:
    area = area_of(sheet)
    whole = sum(area_of(clipped(t.box, sheet)) for t in things if t.kind == IMAGE) >= _SCAN * area
    out = []
    for at, thing in enumerate(things):
        if thing.kind == PATH:
            box = _painted(thing)
            out += [Cover(box, at, colour_of(thing.handle))] if box else []
        elif thing.kind == SHADING:
            out.append(Cover(thing.box, at, None))
        elif thing.kind == IMAGE:
            small = area_of(clipped(thing.box, sheet)) < _STAMP * area
            out.append(Cover(thing.box, at, None, is_page=whole and not small))
    for n in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, n)
        if pdfium.FPDFAnnot_GetSubtype(annotation) not in (
            pdfium.FPDF_ANNOT_POPUP,
            pdfium.FPDF_ANNOT_LINK,
            pdfium.FPDF_ANNOT_WIDGET,
        ):
            place = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, place)
            across, down = sorted((place.left, place.right)), sorted((place.bottom, place.top))
            out.append(Cover((across[0], down[0], across[1], down[1]), len(things) + n, None))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return [
        cover
        for cover in out
        if min(cover.box[2] - cover.box[0], cover.box[3] - cover.box[1]) > 0.1
    ]


def _painted(path: Thing) -> Box | None:
    """The area that a path paints: what it fills, or what its stroke covers where that is broad for
    its length.
    """
    fill, stroke, width = pdfium.c_int(), pdfium.FPDF_BOOL(), pdfium.c_float()
    pdfium.FPDFPath_GetDrawMode(path.handle, fill, stroke)
    if fill.value:
        return path.box
    pdfium.FPDFPageObj_GetStrokeWidth(path.handle, width)
    left, bottom, right, top = path.box
    return (
        path.box
        if stroke.value and width.value >= 1 and min(right - left, top - bottom) <= 4 * width.value
        else None
    )


def clips(text: Thing) -> bool:
    """Whether a text's clipping path leaves out a part of it."""
    path = pdfium.FPDFPageObj_GetClipPath(text.handle)
    points = [
        (x.value, y.value)
        for n in range(pdfium.FPDFClipPath_CountPaths(path) if path else 0)
        for m in range(pdfium.FPDFClipPath_CountPathSegments(path, n))
        if pdfium.FPDFPathSegment_GetPoint(
            pdfium.FPDFClipPath_GetPathSegment(path, n, m),
            x := pdfium.c_float(),
            y := pdfium.c_float(),
        )
    ]
    if not points:
        return False
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return share(text.box, (min(xs), min(ys), max(xs), max(ys))) < 0.98
