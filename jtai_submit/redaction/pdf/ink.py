"""Text that a page holds and does not show, as PDFium sees the page: drawn with no ink, and not the
OCR layer of a scan.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from ...documents.examination import Noticed
from ..interface import Unreadable
from . import cover
from .page import IMAGE, TEXT, Box, Thing, clipped, pixels, share, text_of, things

# ISO 32000-1, table 106: the text rendering modes that fill, that stroke, and that do neither.
_FILL, _STROKE, _UNSEEN = {0, 2, 4, 6}, {1, 2, 5, 6}, {3, 7}
# TCPDF writes this in render mode 3 into every document. It names the program alone, stays, and is
# no finding.
_OF_PROGRAMS = {"poweredbytcpdf(www.tcpdf.org)"}
_TELLING = 4  # letters of a passage: shorter ones stand everywhere
# Of a text's own box, by one picture on the page: then it is what was read off the picture.
_COVERED = 0.5


def find(data: bytes) -> Iterator[Noticed]:
    """Passages that cannot be seen, with their pages. Raises `Unreadable` (D003) where PDFium
    cannot open the file.
    """
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise Unreadable("D003", "the file does not open in a viewer") from None
    try:
        for number in range(len(document)):
            page = document[number]
            try:
                everything = list(things(page))
                hidden = cover.find(page, everything)
                passages = [*hidden.unseen, *without_ink(page, everything)]
            finally:
                page.close()
            unseen = len(passages) - _repeated(document, passages)
            outside = len(hidden.outside) - _spilled(document, number, hidden.outside)
            counts = {
                ("H108", ""): hidden.boxes,
                ("H112", "outside"): outside,
                ("H112", "passage"): unseen,
            }
            for key, count in counts.items():
                if count:
                    found.setdefault(key, []).append((number + 1, count))
    except pypdfium2.PdfiumError:
        raise Unreadable("D003", "a page that cannot be drawn") from None
    finally:
        document.close()
    for (code, detail), places in found.items():
        shown = ", ".join(str(page) for page, _ in places[:8])
        yield Noticed(
            code,
            sum(n for _, n in places),
            f"page {shown}" if len(places) == 1 else f"pages {shown}",
            detail,
        )


def _spilled(document: Any, number: int, passages: tuple[str, ...]) -> int:
    """How many passages outside a page stand on the page before or after: a wide sheet runs over
    several.
    """
    beside = ""
    for n in (number - 1, number + 1) if passages else ():
        if 0 <= n < len(document):
            page = document[n]
            words = page.get_textpage()
            beside += squeezed(words.get_text_bounded())
            words.close()
            page.close()
    return sum(squeezed(passage) in beside for passage in passages)


def _repeated(document: Any, passages: list[str]) -> int:
    """How many of the passages also stand where they show: a white heading below the heading
    itself.
    """
    if not passages:
        return 0
    every = letters("".join(_texts(document)))
    hidden = [letters(passage) for passage in passages]
    return sum(len(text) >= _TELLING and every.count(text) > hidden.count(text) for text in hidden)


def _texts(document: Any) -> Iterator[str]:
    for number in range(len(document)):
        page = document[number]
        words = page.get_textpage()
        yield words.get_text_bounded()
        words.close()
        page.close()


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


def signs(data: bytes) -> int:
    """How many signs the first page draws, whether or not its fonts say which."""
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[0]
        words = page.get_textpage()
        codes = [
            pdfium.FPDFText_GetUnicode(words, n) for n in range(pdfium.FPDFText_CountChars(words))
        ]
        words.close()
        page.close()
    finally:
        document.close()
    return sum(not chr(code).isspace() for code in codes)


def differences(data: bytes, other: bytes, boxes: list[tuple[int, Box]]) -> list[bool]:
    """Whether two documents look different in each of the boxes (page from 0, points), with their
    forms drawn.
    """
    looks = [list(_with_forms(each, boxes)) for each in (data, other)]
    return [ImageChops.difference(a, b).getbbox() is not None for a, b in zip(*looks, strict=True)]


def _with_forms(data: bytes, boxes: list[tuple[int, Box]]) -> Iterator[Image.Image]:
    """What a document shows in each of the boxes."""
    document = pypdfium2.PdfDocument(data)
    try:
        document.init_forms()
        last, page, picture = -1, None, Image.new("RGB", (1, 1))
        for number, box in boxes:
            if number != last:
                page = document[number]
                picture = page.render(scale=1).to_pil().convert("RGB")
                last = number
            yield picture.crop(pixels(page, box, picture.size))
    finally:
        document.close()


def squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def letters(text: str) -> str:
    """The letters and figures of a text, for comparing what is written differently."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).casefold()


def without_ink(page: Any, things: list[Thing]) -> list[str]:
    """Passages that are drawn with no ink, are not what was read off a scan, and not what a program
    says of itself.
    """
    suspects = [
        (thing, mode)
        for thing in things
        if thing.kind == TEXT
        and (
            (mode := pdfium.FPDFTextObj_GetTextRenderMode(thing.handle)) in _UNSEEN
            or not _ink(thing.handle, mode)
        )
    ]
    if not suspects:
        return []
    scanned = [clipped(thing.box, page.get_cropbox()) for thing in things if thing.kind == IMAGE]
    words = page.get_textpage()
    try:
        passages = [
            text_of(thing, words)
            for thing, mode in suspects
            if not (mode == 3 and any(share(thing.box, scan) >= _COVERED for scan in scanned))
        ]
    finally:
        words.close()
    return [passage for passage in passages if passage and squeezed(passage) not in _OF_PROGRAMS]


def _ink(text: Any, mode: int) -> bool:
    """Whether what the mode paints, fill or stroke, is anything but fully transparent."""
    fill = mode in _FILL and _alpha(text, pdfium.FPDFPageObj_GetFillColor) > 0
    return fill or (mode in _STROKE and _alpha(text, pdfium.FPDFPageObj_GetStrokeColor) > 0)


def _alpha(text: Any, colour: Any) -> int:
    red, green, blue, alpha = (pdfium.c_uint() for _ in range(4))
    return int(alpha.value) if colour(text, red, green, blue, alpha) else 255
