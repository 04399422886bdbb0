"""Clean copies joined to one PDF, in a worker: contents first, bookmarks, and a stamp on each page.

What is drawn on the pages stays as it is, and what a form's fields show is drawn there, too: the
form itself stays behind, as do other things of a whole document (its bookmarks, attachments that
somebody decided to keep). What hides or shows things by other means than its pages is not joined.
"""

import io
import warnings
from contextlib import ExitStack
from typing import Any, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Page, Pdf

from ...workers.frames import JSON, Facts

_FONT = Name("/JTAI-Stamp")
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_DEEPEST = 64  # nodes above a page
_UP, _IN, _SIZE = 12, 24, 7  # points: from the lower edge, from the left, of the letters


def join(facts: Facts, data: bytes) -> tuple[Facts, bytes]:
    """`data`: the contents and then each part, one behind the other. `facts`: `parts`, each with
    its `title`, `bytes` and `pages`, the contents first; `links` of the contents, as `page`, `box`,
    `part`. Back come the numbers of the parts that would show something else than by themselves
    (`unfit`); where there is one, nothing is joined.
    """
    parts = cast(list[dict[str, Any]], facts["parts"])
    with ExitStack() as stack:
        whole, at = stack.enter_context(pikepdf.new()), 0
        starts, pages, unfit = list[int](), list[Page](), list[int]()
        for number, part in enumerate(parts):
            source = io.BytesIO(data[at : at + part["bytes"]])
            at += part["bytes"]
            starts.append(len(pages))
            try:
                pdf = stack.enter_context(pikepdf.open(source))
                if _fit(pdf, part["pages"]):
                    pages += _taken(whole, pdf)
                    continue
            except pikepdf.PdfError:
                pass
            unfit.append(number)
        if unfit:
            return {"unfit": cast(JSON, unfit)}, b""
        whole.Root.Pages.Count = len(pages)
        _stamp(whole, pages, parts, starts)
        _link(whole, pages, starts, cast(list[dict[str, Any]], facts["links"]))
        with whole.open_outline() as outline:
            outline.root.extend(
                OutlineItem(part["title"], Array([pages[start].obj, Name.Fit]))
                for part, start in zip(parts, starts, strict=True)
            )
        out = io.BytesIO()
        with warnings.catch_warnings():
            # Fields that no form reached before show what they showed.
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
            whole.save(
                out,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                deterministic_id=True,  # the same parts give the same bytes
            )
    return {"unfit": []}, out.getvalue()


def _fit(pdf: Pdf, pages: int) -> bool:
    """Whether its pages show by themselves what they show in it: no layers that are hidden by the
    whole (ISO 32000-1, 8.11.4), no form whose fields wait for a viewer to draw them (12.7.2).
    """
    if len(pdf.pages) != pages or "/OCProperties" in pdf.Root:
        return False
    form: Any = pdf.Root.get("/AcroForm")
    if not isinstance(form, Dictionary):
        return True
    if "/XFA" in form or bool(form.get("/NeedAppearances", False)):
        return False
    widgets = (
        each
        for page in pdf.pages
        for each in cast(Any, page.obj.get("/Annots", ()))
        if isinstance(each, Dictionary) and each.get("/Subtype") == "/Widget"
    )
    return all(isinstance(each.get("/AP"), Dictionary) for each in widgets)


def _taken(whole: Pdf, source: Pdf) -> list[Page]:
    """The pages of another file, below a node of their own in the tree: one by one at its top they
    would be counted anew for each.
    """
    if "/AcroForm" in source.Root:
        source.flatten_annotations("screen")  # a field without its form may show nothing
    top: Any = whole.Root.Pages
    node: Any = whole.make_indirect(Dictionary(Type=Name.Pages, Parent=top))
    pages = list[Page]()
    for page in source.pages:
        # ISO 32000-1, 7.7.3.4: what a page may have from the nodes above it.
        for key in _INHERITED:
            if key not in page.obj and (value := _inherited(page.obj, key)) is not None:
                page.obj[key] = value
        copy: Any = whole.copy_foreign(page.obj)
        copy.Parent = node
        pages.append(Page(copy))
    node.Kids = Array([page.obj for page in pages])
    node.Count = len(pages)
    top.Kids.append(node)
    return pages


def _inherited(node: Any, key: str) -> Any:
    for _ in range(_DEEPEST):
        node = node.get("/Parent")
        if not isinstance(node, Dictionary):
            return None
        if key in node:
            return node[key]
    return None


def _stamp(whole: Pdf, pages: list[Page], parts: list[dict[str, Any]], starts: list[int]) -> None:
    """The number of each page, and of which document it is which."""
    # ISO 32000-1, 9.6.2.2: one of the typefaces that every viewer has; digits need no other.
    font = whole.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    for number, (part, start) in enumerate(zip(parts, starts, strict=True)):
        for n in range(part["pages"]):
            words = f"{start + n + 1} of {len(pages)}"
            if number:
                words += f"   (document {number}, page {n + 1} of {part['pages']})"
            _draw(pages[start + n], words, font)


def _draw(page: Page, words: str, font: Any) -> None:
    resources = page.resources
    fonts = resources.get("/Font")
    if not isinstance(fonts, Dictionary):
        fonts = resources["/Font"] = Dictionary()
    fonts[_FONT] = font
    left, bottom, right, top = (float(each) for each in cast(Any, page.cropbox))
    across, up, matrix = _upright(
        int(cast(Any, page.obj.get("/Rotate", 0))) % 360, left, bottom, right, top
    )
    text = (
        f"q BT {_FONT} {_SIZE} Tf 0.3 g {matrix} {across:.2f} {up:.2f} Tm ({_quoted(words)}) Tj "
        "ET Q"
    )
    # Whatever state the page's own drawing leaves behind ends with it (8.4.2).
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"\nQ\n" + text.encode("ascii"))


def _upright(
    turned: int, left: float, bottom: float, right: float, top: float
) -> tuple[float, float, str]:
    """Where a line at the lower left begins as people see the page, and how it is turned (table 30,
    /Rotate: clockwise).
    """
    if turned == 90:
        return right - _UP, bottom + _IN, "0 1 -1 0"
    if turned == 180:
        return right - _IN, top - _UP, "-1 0 0 -1"
    if turned == 270:
        return left + _UP, top - _IN, "0 -1 1 0"
    return left + _IN, bottom + _UP, "1 0 0 1"


def _quoted(words: str) -> str:
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _link(whole: Pdf, pages: list[Page], starts: list[int], links: list[dict[str, Any]]) -> None:
    """The lines of the contents lead to their documents."""
    for link in links:
        target, page = pages[starts[1 + link["part"]]], pages[link["page"]]
        annotation = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([round(each, 2) for each in link["box"]]),
            Border=Array([0, 0, 0]),
            Dest=Array([target.obj, Name.Fit]),
        )
        annots = page.obj.get("/Annots")
        if annots is None:
            annots = page.obj["/Annots"] = Array()
        cast(Any, annots).append(whole.make_indirect(annotation))
