"""What a PDF says: its pages, the fields and notes on them, as PDFium draws them and as they open,
and its bookmarks.
"""

import ctypes
from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from .reader import page_texts

# Annotations that draw no words of their own (ISO 32000-1, 12.5.6).
_WORDLESS = {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP}
# A page with a picture over so much of it, and no more words than a stamp has, is a scan.
_COVERS, _STAMP = 0.5, 12


def said(data: bytes, shown: Sequence[str] = ()) -> Iterator[str | None]:
    """`shown` are the texts of the pages, where they are known. None for each page that is a
    picture.
    """
    texts = shown or page_texts(data)
    yield from texts
    document = pypdfium2.PdfDocument(data)
    try:
        for number, text in enumerate(texts):
            page = document[number]
            if len(text.split()) <= _STAMP and _is_picture(page):
                yield None
            notes = list(_notes(page))
            yield from (words for _, words in notes if words)
            if any(sort not in _WORDLESS for sort, _ in notes):
                pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
                page.close()
                page = document[number]
                flat = page.get_textpage()
                yield flat.get_text_range()
                flat.close()
            page.close()
        for mark in document.get_toc():
            yield mark.get_title()
    finally:
        document.close()


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    width, height = page.get_size()
    pictures = (each.get_bounds() for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))
    areas = ((right - left) * (top - bottom) for left, bottom, right, top in pictures)
    return bool(sum(areas) >= _COVERS * width * height)


def _notes(page: pypdfium2.PdfPage) -> Iterator[tuple[int, str]]:
    """The sort of each annotation, and what it says when it is opened."""
    for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
        each = pdfium.FPDFPage_GetAnnot(page, number)
        yield pdfium.FPDFAnnot_GetSubtype(each), _contents(each)
        pdfium.FPDFPage_CloseAnnot(each)


def _contents(annotation: object) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    held = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", held, length)
    return bytes(held)[: max(length - 2, 0)].decode("utf-16-le", "replace")
