"""What a PDF holds that a reader would not see on opening it. Found here, decided by people.

pikepdf for the objects, PDFium for what the page draws.
"""

from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Stream

from ..documents.examination import Noticed

MARKUP = {"/Text", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Ink", "/Stamp", "/Popup", "/Line",
          "/Polygon", "/PolyLine", "/Square", "/Circle", "/Redact"}  # fmt: skip
MEDIA = {"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
_HIDDEN, _NO_VIEW = 2, 32  # annotation flags, ISO 32000-1 table 165
_UNSEEN_MODES = {3, 7}  # neither fill nor stroke; clip only
_SCANNED = 0.5  # a page whose pictures cover so much of it is a scan, and its invisible text the OCR layer


def find(pdf: pikepdf.Pdf, data: bytes) -> list[Noticed]:
    """Everything hidden, with counts and pages."""
    noticed = [*_attachments(pdf), *_annotations(pdf), *_layers(pdf), *_forms(pdf)]
    return noticed + list(_unseen_text(data))


def _pages(numbers: list[int]) -> str:
    if not numbers:
        return ""
    shown = ", ".join(map(str, sorted(set(numbers))[:8]))
    return f"page {shown}" if len(set(numbers)) == 1 else f"pages {shown}"


def _annotation_dicts(pdf: pikepdf.Pdf) -> Iterator[tuple[int, Any]]:
    for number, page in enumerate(pdf.pages, 1):
        annotations = page.obj.get("/Annots")
        if isinstance(annotations, Array):
            yield from ((number, each) for each in annotations if isinstance(each, Dictionary))


def _attachments(pdf: pikepdf.Pdf) -> Iterator[Noticed]:
    names = pdf.Root.get("/Names")
    count = len(pdf.attachments) if isinstance(names, Dictionary) and "/EmbeddedFiles" in names else 0
    pages = [n for n, each in _annotation_dicts(pdf) if each.get("/Subtype") == "/FileAttachment"]
    associated = sum("/AF" in thing for thing in pdf.objects if isinstance(thing, (Dictionary, Stream)))
    if "/Collection" in pdf.Root or count or pages or associated:
        yield Noticed("H106", max(1, count + len(pages), associated), _pages(pages))
    media = [n for n, each in _annotation_dicts(pdf) if str(each.get("/Subtype")) in MEDIA]
    if media:
        yield Noticed("H111", len(media), _pages(media))


def _annotations(pdf: pikepdf.Pdf) -> Iterator[Noticed]:
    comments, links = [], []
    for number, each in _annotation_dicts(pdf):
        said = any(str(each.get(key) or "").strip() for key in ("/Contents", "/RC"))
        unseen = int(each.get("/F", 0)) & (_HIDDEN | _NO_VIEW) if _is_number(each.get("/F", 0)) else 0
        if said and (str(each.get("/Subtype")) in MARKUP or (unseen and each.get("/Subtype") == "/FreeText")):
            comments.append(number)
        action = each.get("/A")
        if isinstance(action, Dictionary) and _leads_to_a_file(action):
            links.append(number)
    if comments:
        yield Noticed("H101", len(comments), _pages(comments))
    if links:
        yield Noticed("H113", len(links), _pages(links), "link")


def _leads_to_a_file(action: Any) -> bool:
    target = str(action.get("/URI") or "").strip().lower()
    return target.startswith(("file:", "\\\\", "//")) or action.get("/S") in ("/GoToR", "/GoToE")


def _layers(pdf: pikepdf.Pdf) -> Iterator[Noticed]:
    layers = pdf.Root.get("/OCProperties")
    default = layers.get("/D") if isinstance(layers, Dictionary) else None
    if not isinstance(layers, Dictionary) or not isinstance(default, Dictionary):
        return
    off = default.get("/OFF")
    count = len(off) if isinstance(off, Array) else 0
    if default.get("/BaseState") == "/OFF":
        shown = default.get("/ON")
        count = max(count, len(layers.get("/OCGs", Array())) - (len(shown) if isinstance(shown, Array) else 0))
    if count:
        yield Noticed("H107", count)


def _forms(pdf: pikepdf.Pdf) -> Iterator[Noticed]:
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, Dictionary):
        return
    on_pages = {each.objgen for _, each in _annotation_dicts(pdf) if each.is_indirect}
    fields = form.get("/Fields")
    hidden = signed = 0
    for field in _terminal_fields(list(fields) if isinstance(fields, Array) else []):
        value, kind = _inherited(field, "/V"), _inherited(field, "/FT")
        if kind == "/Sig":
            signed += value is not None
        elif kind in ("/Tx", "/Ch") and value is not None and str(value).strip():
            hidden += not any(_shows(widget, on_pages) for widget in _widgets(field))
    if "/XFA" in form:
        yield Noticed("H109", max(1, hidden), detail="XFA")
    elif hidden:
        yield Noticed("H109", hidden)
    if signed:
        yield Noticed("H114", signed)


def _terminal_fields(fields: list[Any]) -> Iterator[Any]:
    stack, seen = list(fields), set[tuple[int, int]]()
    while stack:
        field = stack.pop()
        if not isinstance(field, Dictionary) or (field.is_indirect and field.objgen in seen):
            continue
        seen.add(field.objgen if field.is_indirect else (0, -len(seen)))
        kids = field.get("/Kids")
        inner = [k for k in kids if isinstance(k, Dictionary) and "/T" in k] if isinstance(kids, Array) else []
        if inner:
            stack += inner
        else:
            yield field


def _widgets(field: Any) -> list[Any]:
    kids = field.get("/Kids")
    return [k for k in kids if isinstance(k, Dictionary)] if isinstance(kids, Array) else [field]


def _shows(widget: Any, on_pages: set[tuple[int, int]]) -> bool:
    flags, box = widget.get("/F", 0), widget.get("/Rect")
    if not _is_number(flags) or int(flags) & (_HIDDEN | _NO_VIEW) or not isinstance(box, Array) or len(box) != 4:
        return False
    x0, y0, x1, y1 = (float(v) if _is_number(v) else 0.0 for v in box)
    return abs(x1 - x0) > 1 and abs(y1 - y0) > 1 and (not widget.is_indirect or widget.objgen in on_pages)


def _inherited(field: Any, key: str) -> Any:
    for _ in range(20):
        if key in field:
            return field[key]
        field = field.get("/Parent")
        if not isinstance(field, Dictionary):
            return None
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) or hasattr(value, "as_tuple")


def _unseen_text(data: bytes) -> Iterator[Noticed]:
    """Text that is drawn with no ink: neither fill nor stroke, or fully transparent, and not over a scan."""
    pages: list[int] = []
    count = 0
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            found = _unseen_on(document, number)
            count += found
            if found:
                pages.append(number + 1)
    finally:
        document.close()
    if count:
        yield Noticed("H112", count, _pages(pages), "passage")


def _unseen_on(document: Any, number: int) -> int:
    page = document[number]
    try:
        unseen, covered = 0, 0.0
        stack = [(pdfium.FPDFPage_GetObject(page, n), 1.0) for n in range(pdfium.FPDFPage_CountObjects(page))]
        while stack:
            thing, scale = stack.pop()
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                matrix = pdfium.FS_MATRIX()
                pdfium.FPDFPageObj_GetMatrix(thing, matrix)
                area = abs(matrix.a * matrix.d - matrix.b * matrix.c)
                stack += [(pdfium.FPDFFormObj_GetObject(thing, n), scale * area)
                          for n in range(pdfium.FPDFFormObj_CountObjects(thing))]  # fmt: skip
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                covered += scale * _area(thing)
            elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
                unseen += _no_ink(thing)
        if not unseen:
            return 0
        width, height = page.get_size()
        scan = covered / max(1.0, width * height) >= _SCANNED
        return 0 if scan else unseen
    finally:
        page.close()


def _no_ink(text: Any) -> bool:
    if pdfium.FPDFTextObj_GetTextRenderMode(text) in _UNSEEN_MODES:
        return True
    alpha = pdfium.c_uint(255)
    unused = [pdfium.c_uint() for _ in range(3)]
    return bool(pdfium.FPDFPageObj_GetFillColor(text, *unused, alpha)) and alpha.value == 0


def _area(thing: Any) -> float:
    left, bottom, right, top = (pdfium.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return 0.0
    return float(abs((right.value - left.value) * (top.value - bottom.value)))
