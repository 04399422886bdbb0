"""Text that a page holds and does not show, as PDFium sees the page: drawn with no ink, and not the OCR layer of a scan."""

from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ...documents.examination import Noticed
from ..interface import Unreadable
from . import cover
from .page import IMAGE, TEXT, Thing, clipped, share, text_of, things

_FILL, _STROKE, _UNSEEN = {0, 2, 4, 6}, {1, 2, 5, 6}, {3, 7}
_COVERED = 0.5  # of a text's own box, by one picture on the page: then it is what was read off the picture


def find(data: bytes) -> Iterator[Noticed]:
    """Passages that cannot be seen, with their pages. Raises `Unreadable` (D003) where PDFium cannot open the file."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise Unreadable("D003") from None
    try:
        for number in range(len(document)):
            page = document[number]
            try:
                everything = list(things(page))
                hidden = cover.find(page, everything)
                unseen = hidden.unseen + without_ink(page, everything)
            finally:
                page.close()
            outside = len(hidden.outside) - _spilled(document, number, hidden.outside)
            counts = {("H108", ""): hidden.boxes, ("H112", "outside"): outside, ("H112", "passage"): unseen}
            for key, count in counts.items():
                if count:
                    found.setdefault(key, []).append((number + 1, count))
    except pypdfium2.PdfiumError:
        raise Unreadable("D003") from None
    finally:
        document.close()
    for (code, detail), places in found.items():
        shown = ", ".join(str(page) for page, _ in places[:8])
        yield Noticed(
            code, sum(n for _, n in places), f"page {shown}" if len(places) == 1 else f"pages {shown}", detail
        )


def _spilled(document: Any, number: int, passages: tuple[str, ...]) -> int:
    """How many passages outside a page stand on the page before or after: a wide sheet runs over several."""
    beside = ""
    for n in (number - 1, number + 1) if passages else ():
        if 0 <= n < len(document):
            page = document[n]
            words = page.get_textpage()
            beside += squeezed(words.get_text_bounded())
            words.close()
            page.close()
    return sum(squeezed(passage) in beside for passage in passages)


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


def without_ink(page: Any, things: list[Thing]) -> int:
    """Passages that are drawn with no ink, and are not what was read off a scan."""
    suspects = [(thing, mode) for thing in things if thing.kind == TEXT
                and ((mode := pdfium.FPDFTextObj_GetTextRenderMode(thing.handle)) in _UNSEEN or not _ink(thing.handle, mode))]  # fmt: skip
    if not suspects:
        return 0
    scanned = [clipped(thing.box, page.get_cropbox()) for thing in things if thing.kind == IMAGE]
    words = page.get_textpage()
    try:
        return sum(
            bool(text_of(thing, words))
            and not (mode == 3 and any(share(thing.box, scan) >= _COVERED for scan in scanned))
            for thing, mode in suspects
        )
    finally:
        words.close()


def _ink(text: Any, mode: int) -> bool:
    """Whether what the mode paints, fill or stroke, is anything but fully transparent."""
    fill = mode in _FILL and _alpha(text, pdfium.FPDFPageObj_GetFillColor) > 0
    return fill or (mode in _STROKE and _alpha(text, pdfium.FPDFPageObj_GetStrokeColor) > 0)


def _alpha(text: Any, colour: Any) -> int:
    red, green, blue, alpha = (pdfium.c_uint() for _ in range(4))
    return int(alpha.value) if colour(text, red, green, blue, alpha) else 255
