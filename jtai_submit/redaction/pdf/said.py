"""What a PDF says: its pages, and the fields and notes on them, as PDFium draws them."""

from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from .reader import page_texts

# Annotations that draw no words of their own (ISO 32000-1, 12.5.6).
_WORDLESS = {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP}


def said(data: bytes, shown: Sequence[str] = ()) -> Iterator[str]:
    """`shown` are the texts of the pages, where they are known."""
    yield from shown or page_texts(data)
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            page = document[number]
            if _annotated(page):
                pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
                page.close()
                page = document[number]
                text = page.get_textpage()
                yield text.get_text_range()
                text.close()
            page.close()
    finally:
        document.close()


def _annotated(page: pypdfium2.PdfPage) -> bool:
    for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
        each = pdfium.FPDFPage_GetAnnot(page, number)
        sort = pdfium.FPDFAnnot_GetSubtype(each)
        pdfium.FPDFPage_CloseAnnot(each)
        if sort not in _WORDLESS:
            return True
    return False
