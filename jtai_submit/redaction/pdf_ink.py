"""Text that a page holds and does not show, as PDFium sees the page: drawn with no ink, and not the OCR layer of a scan."""

from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ..documents.examination import Noticed
from .interface import Unreadable

_FILL, _STROKE, _UNSEEN = {0, 2, 4, 6}, {1, 2, 5, 6}, {3, 7}
_COVERED = 0.5  # of a text's own box, by one picture on the page: then it is what was read off the picture
Box = tuple[float, float, float, float]


def find(data: bytes) -> Iterator[Noticed]:
    """Passages without ink, with their pages. Raises `Unreadable` (D003) where PDFium cannot open the file."""
    pages, count = [], 0
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise Unreadable("D003") from None
    try:
        for number in range(len(document)):
            found = _unseen_on(document, number)
            count += found
            if found:
                pages.append(number + 1)
    except pypdfium2.PdfiumError:
        raise Unreadable("D003") from None
    finally:
        document.close()
    if count:
        shown = ", ".join(map(str, pages[:8]))
        yield Noticed("H112", count, f"page {shown}" if len(pages) == 1 else f"pages {shown}", "passage")


def drawn_text(data: bytes) -> str:
    """All text that the pages draw, that of fields and stamps too, without its spaces."""
    document = pypdfium2.PdfDocument(data)
    texts = []
    try:
        for number in range(len(document)):
            page = document[number]
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            page.close()
            page = document[number]
            words = page.get_textpage()
            texts.append(words.get_text_bounded())  # what lies outside the page is not drawn
            words.close()
            page.close()
    finally:
        document.close()
    return squeezed("".join(texts))


def squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def _unseen_on(document: Any, number: int) -> int:
    page = document[number]
    words = None
    try:
        suspects, pictures = [], []
        for thing, kind, matrix in _things(page):
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                pictures.append(_placed(thing, matrix))
            elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
                mode = pdfium.FPDFTextObj_GetTextRenderMode(thing)
                if mode in _UNSEEN or not _ink(thing, mode):
                    suspects.append((thing, mode, _placed(thing, matrix)))
        if not suspects:
            return 0
        words = page.get_textpage()
        scanned = [_clipped(box, page.get_cropbox()) for box in pictures]
        return sum(
            bool(_text(thing, words)) and not (mode == 3 and any(_share(box, scan) >= _COVERED for scan in scanned))
            for thing, mode, box in suspects
        )
    finally:
        if words:
            words.close()
        page.close()


def _things(page: Any) -> Iterator[tuple[Any, int, Any]]:
    """Every object of a page with its kind and the matrix of the form that holds it; (a, b, c, d, e, f)."""
    stack: list[tuple[Any, tuple[float, ...]]] = [
        (pdfium.FPDFPage_GetObject(page, n), (1, 0, 0, 1, 0, 0)) for n in range(pdfium.FPDFPage_CountObjects(page))
    ]
    while stack:
        thing, outer = stack.pop()
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            own = pdfium.FS_MATRIX()
            pdfium.FPDFPageObj_GetMatrix(thing, own)
            inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), outer)
            stack += [
                (pdfium.FPDFFormObj_GetObject(thing, n), inner) for n in range(pdfium.FPDFFormObj_CountObjects(thing))
            ]
        else:
            yield thing, kind, outer


def _times(m: tuple[float, ...], n: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _placed(thing: Any, matrix: tuple[float, ...]) -> Box:
    """The box of an object on its page."""
    sides = [pdfium.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(thing, *sides):
        return (0, 0, 0, 0)
    left, bottom, right, top = (side.value for side in sides)
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def _clipped(box: Box, to: Box) -> Box:
    return (max(box[0], to[0]), max(box[1], to[1]), min(box[2], to[2]), min(box[3], to[3]))


def _share(of: Box, by: Box) -> float:
    """The share of one box that another covers."""
    inner = _clipped(of, by)
    area = max(1e-6, (of[2] - of[0]) * (of[3] - of[1]))
    return max(0.0, inner[2] - inner[0]) * max(0.0, inner[3] - inner[1]) / area


def _ink(text: Any, mode: int) -> bool:
    """Whether what the mode paints, fill or stroke, is anything but fully transparent."""
    fill = mode in _FILL and _alpha(text, pdfium.FPDFPageObj_GetFillColor) > 0
    return fill or (mode in _STROKE and _alpha(text, pdfium.FPDFPageObj_GetStrokeColor) > 0)


def _alpha(text: Any, colour: Any) -> int:
    red, green, blue, alpha = (pdfium.c_uint() for _ in range(4))
    return int(alpha.value) if colour(text, red, green, blue, alpha) else 255


def _text(thing: Any, words: Any) -> str:
    size = pdfium.FPDFTextObj_GetText(thing, words, None, 0)
    buffer = (pdfium.FPDF_WCHAR * max(1, size // 2))()
    pdfium.FPDFTextObj_GetText(thing, words, buffer, size)
    return bytes(buffer).decode("utf-16-le", "ignore").strip("\0 \t\r\n")
