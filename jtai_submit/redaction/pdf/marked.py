"""Redactions that somebody marked and nobody applied (ISO 32000-1, 12.5.6.23): found, and carried
out when asked for.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from ...documents.examination import Noticed
from .graphics import Impossible, Struck, copied
from .page import Box, share
from .strike import Striker

__all__ = ["Impossible", "Mark", "applied", "find", "marks"]
_LEANS = 0.5  # points by which a corner may stand off from a straight box
_UNDER = 0.15  # of an annotation that an area covers: it goes with what it was about
_SAYING = ("/ActualText", "/Alt", "/E")
_NOWHERE = Array([0, 0, 0, 0])
_BLACK = "0 g"


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: its page (from 0), its annotation, and the boxes that it covers, in points."""

    page: int
    annotation: Any
    areas: tuple[Box, ...]
    slanted: bool = False


def marks(pdf: pikepdf.Pdf) -> list[Mark]:
    """All marks on the pages, whatever their appearance and flags."""
    out = []
    for number, page in enumerate(pdf.pages):
        annotations = page.obj.get("/Annots")
        for each in annotations if isinstance(annotations, Array) else ():
            if isinstance(each, Dictionary) and str(each.get("/Subtype") or "") == "/Redact":
                areas, slanted = _areas(each)
                out.append(Mark(number, each, tuple(areas), slanted))
    return out


def find(found: list[Mark], detail: str = "") -> Iterator[Noticed]:
    """What there is to say about them (H116); `detail` tells why they cannot be carried out."""
    if found:
        pages = sorted({mark.page + 1 for mark in found})
        shown = ", ".join(map(str, pages[:8]))
        yield Noticed(
            "H116", len(found), f"{'page' if len(pages) == 1 else 'pages'} {shown}", detail
        )


def _areas(annotation: Any) -> tuple[list[Box], bool]:
    """The boxes of a mark: those of its quadrilaterals, or its own. And whether one of them is
    slanted.
    """
    numbers = [float(v) for v in annotation.get("/QuadPoints") or () if hasattr(v, "__float__")]
    if len(numbers) < 8:
        numbers = [float(v) for v in annotation.get("/Rect") or () if hasattr(v, "__float__")]
        if len(numbers) != 4:
            return [], True
        a, b, c, d = numbers
        return [(min(a, c), min(b, d), max(a, c), max(b, d))], False
    boxes, slanted = list[Box](), False
    for n in range(0, len(numbers) - 7, 8):
        # ISO 32000-1, table 179, has the corners run round; Acrobat writes a Z.
        xs, ys = numbers[n : n + 8 : 2], numbers[n + 1 : n + 8 : 2]
        box = (min(xs), min(ys), max(xs), max(ys))
        corners = zip(xs, ys, strict=True)
        slanted |= any(
            min(abs(x - box[0]), abs(x - box[2])) > _LEANS
            or min(abs(y - box[1]), abs(y - box[3])) > _LEANS
            for x, y in corners
        )
        boxes.append(box)
    return boxes, slanted


def applied(pdf: pikepdf.Pdf, found: list[Mark]) -> bytes:
    """The document with its marks carried out. Raises `Impossible`; the open document is then no
    longer of use.
    """
    if any(mark.slanted or not mark.areas for mark in found):
        raise Impossible("slanted")
    for number in sorted({mark.page for mark in found}):
        _page(pdf, number, [mark for mark in found if mark.page == number])
    out = io.BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(out)
    return out.getvalue()


def _page(pdf: pikepdf.Pdf, number: int, found: list[Mark]) -> None:
    page = pdf.pages[number].obj
    areas = [area for mark in found for area in mark.areas]
    resources = copied(_inherited(page, "/Resources"))
    done = Struck()
    try:
        instructions = Striker(pdf, areas, done).strike(page, resources)
    except Impossible:
        raise
    except Exception:  # a description that nobody can follow
        raise Impossible("text") from None
    body = pikepdf.unparse_content_stream(instructions)
    boxes = "\n".join(f"{_colour(mark.annotation)}\n{_boxes(mark.areas)}" for mark in found)
    # 14.8.2.2: an artifact, which is not read aloud; q and Q (8.4.2) keep the page's state from it.
    box = f"\n/Artifact BMC\nq\n{boxes}\nQ\nEMC\n".encode()
    page.Contents = pdf.make_stream(b"q\n" + body + b"\nQ" + box)
    page.Resources = resources
    _annotations(page, areas)
    _structure(pdf, page, done.passages)


def _boxes(areas: tuple[Box, ...]) -> str:
    return "\n".join(
        f"{a[0]:.3f} {a[1]:.3f} {a[2] - a[0]:.3f} {a[3] - a[1]:.3f} re f" for a in areas
    )


def _colour(annotation: Any) -> str:
    """The colour of the box: the mark's own (/IC). A mark without one is transparent by the
    standard; it becomes black here, so that a reader sees that something was taken out.
    """
    values = [f"{float(v):.4f}" for v in annotation.get("/IC") or ()]
    operator = {1: "g", 3: "rg", 4: "k"}.get(len(values))
    return f"{' '.join(values)} {operator}" if operator else _BLACK


def _annotations(page: Any, areas: list[Box]) -> None:
    """Take off the marks, and what was put on the words that went: links, highlights, notes."""
    kept = []
    for each in page.get("/Annots") or ():
        if not isinstance(each, Dictionary) or str(each.get("/Subtype")) == "/Redact":
            continue
        about = each.get("/Parent")
        if (
            str(each.get("/Subtype")) == "/Popup"
            and isinstance(about, Dictionary)
            and str(about.get("/Subtype")) == "/Redact"
        ):
            continue
        box, _ = _areas(Dictionary(Rect=each.get("/Rect") or _NOWHERE))
        if str(each.get("/Subtype")) == "/Widget" and any(share(box[0], area) for area in areas):
            raise Impossible("field")
        if any(share(box[0], area) > _UNDER for area in areas):
            continue
        kept.append(each)
    page.Annots = Array(kept)


def _structure(pdf: pikepdf.Pdf, page: Any, passages: set[int]) -> None:
    """Take away what the document's structure says in the stead of passages that lost text (ISO
    32000-1, 14.7.4.4).
    """
    structure = pdf.Root.get("/StructTreeRoot")
    if not passages or not isinstance(structure, Dictionary) or "/StructParents" not in page:
        return
    try:
        elements = pikepdf.NumberTree(structure.ParentTree)[int(page.StructParents)]
        for number in passages:
            element: Any = elements[number]
            for _ in range(100):
                for key in _SAYING:
                    if key in element:
                        del element[key]
                element = element.get("/P")
                if not isinstance(element, Dictionary):
                    break
    except (KeyError, IndexError, AttributeError, TypeError, ValueError):
        raise Impossible("elsewhere") from None


def _inherited(page: Any, key: str) -> Any:
    # 7.7.3.4: resources, boxes and rotation come down from the nodes above.
    for _ in range(50):
        if key in page:
            return page[key]
        page = page.get("/Parent")
        if not isinstance(page, Dictionary):
            break
    return Dictionary()
