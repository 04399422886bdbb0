"""A page as PDFium holds it: its objects in the order in which they are painted, and where each
stands.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

_AS_IT_IS = (1, 0, 0, 1, 0, 0)
Box = tuple[float, float, float, float]  # left, bottom, right, top, in points
TEXT, PATH, IMAGE, SHADING = (
    pdfium.FPDF_PAGEOBJ_TEXT,
    pdfium.FPDF_PAGEOBJ_PATH,
    pdfium.FPDF_PAGEOBJ_IMAGE,
    pdfium.FPDF_PAGEOBJ_SHADING,
)


@dataclass(frozen=True, slots=True)
class Thing:
    """One painted object: PDFium's handle, its kind, and its box on the page."""

    handle: Any
    kind: int
    box: Box


def things(page: Any) -> Iterator[Thing]:
    """Every object of a page, also those inside forms."""
    count = pdfium.FPDFPage_CountObjects(page)
    stack: list[tuple[Any, tuple[float, ...]]] = [
        (pdfium.FPDFPage_GetObject(page, n), _AS_IT_IS) for n in reversed(range(count))
    ]
    while stack:
        handle, outer = stack.pop()
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            # PDFium tells the boxes of what a form draws in the form's own space.
            own = pdfium.FS_MATRIX()
            pdfium.FPDFPageObj_GetMatrix(handle, own)
            inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), outer)
            count = pdfium.FPDFFormObj_CountObjects(handle)
            stack += [
                (pdfium.FPDFFormObj_GetObject(handle, n), inner) for n in reversed(range(count))
            ]
        else:
            yield Thing(handle, kind, _placed(handle, outer))


def _times(m: tuple[float, ...], n: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _placed(thing: Any, matrix: tuple[float, ...]) -> Box:
    """The box of an object on its page."""
    sides = [pdfium.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(thing, *sides):
        return (0, 0, 0, 0)
    left, bottom, right, top = (side.value for side in sides)
    if bottom == top and pdfium.FPDFPageObj_GetType(thing) == TEXT:
        top += _height(thing)  # a font that is not embedded, and that PDFium has no other for
    if matrix == _AS_IT_IS:
        return (left, bottom, right, top)
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def _height(text: Any) -> float:
    """About how high letters of a text stand: the size of its font in the space that it is drawn
    in.
    """
    size, own = pdfium.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(text, size)
    pdfium.FPDFPageObj_GetMatrix(text, own)
    return float(abs(size.value * own.d))


def apart(box: Box, other: Box) -> bool:
    """Whether two boxes have no point in common."""
    inner = clipped(box, other)
    return inner[0] > inner[2] or inner[1] > inner[3]


def clipped(box: Box, to: Box) -> Box:
    return (max(box[0], to[0]), max(box[1], to[1]), min(box[2], to[2]), min(box[3], to[3]))


def share(of: Box, by: Box) -> float:
    """The share of one box that another covers."""
    inner = clipped(of, by)
    area = max(1e-6, (of[2] - of[0]) * (of[3] - of[1]))
    return max(0.0, inner[2] - inner[0]) * max(0.0, inner[3] - inner[1]) / area


def text_of(thing: Thing, words: Any) -> str:
    """What a text object says; `words` is the text page."""
    size = pdfium.FPDFTextObj_GetText(thing.handle, words, None, 0)
    buffer = (pdfium.FPDF_WCHAR * max(1, size // 2))()
    pdfium.FPDFTextObj_GetText(thing.handle, words, buffer, size)
    return bytes(buffer).decode("utf-16-le", "ignore").strip("\0 \t\r\n")


def address(handle: Any) -> int:
    """What tells one of PDFium's handles from every other."""
    return ctypes.addressof(handle.contents) if handle else 0


def area_of(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def pixels(page: Any, box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Where a box stands in the drawn page."""
    xs, ys = [], []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        across, down = pdfium.c_int(), pdfium.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
        xs.append(across.value)
        ys.append(down.value)
    return min(xs), min(ys), max(max(xs), min(xs) + 1), max(max(ys), min(ys) + 1)
