"""What a presentation holds that a reader would not see: hidden slides, speaker notes, things
beside the slide.
"""

from collections.abc import Iterator
from typing import Any

from ...documents.examination import Noticed
from .hidden_word import says_something
from .package import Part, folder


def find(parts: list[Part]) -> Iterator[Noticed]:
    """Hidden slides and speaker notes, by the number of the slide."""
    show = next((p for p in parts if p.role == "officedocument" and folder(p) == "ppt"), None)
    if show is None:
        return
    by_id = {link.id: link.target.lower() for link in show.links}
    # ISO/IEC 29500-1, 19.2.1.34: the order of the slides is that of their ids in this list.
    order = [by_id.get(_relation(s)) for s in show.root.iter("{*}sldId")]
    numbers = {target: n for n, target in enumerate(order, 1) if target}
    hidden, noted = [], []
    notes = {
        part.name.lower(): part
        for part in parts
        if part.role == "notesslide" and part.root is not None
    }
    for part in parts:
        if part.role == "slide":
            number = numbers.get(part.name.lower(), 0)
            # 19.3.1.38: `show` is on unless it says otherwise.
            if part.root.get("show") in ("0", "false"):
                hidden.append(number)
    for part in notes.values():
        if any(_notes(part.root)):
            targets = [link.target.lower() for link in part.links if link.role == "slide"]
            noted.append(numbers.get(targets[0], 0) if targets else 0)
    yield from _beside(parts, show, numbers)
    if hidden:
        yield Noticed("H104", len(hidden), _numbered(hidden), "slides")
    if noted:
        yield Noticed("H105", len(noted), _numbered(noted))


def _beside(parts: list[Part], show: Part, numbers: dict[str, int]) -> Iterator[Noticed]:
    """Texts and pictures that lie outside the slide, and never come in."""
    size = show.root.find("{*}sldSz")
    if size is None:
        return
    width, height = (_number(size.get(key, "")) for key in ("cx", "cy"))
    for part in parts:
        if part.role != "slide":
            continue
        moved = {each.get("spid") for each in part.root.iter("{*}spTgt")}
        count = 0
        for shape in part.root.iterfind("{*}cSld/{*}spTree/*"):
            name = shape.find("*/{*}cNvPr")
            if _is_beside(shape, width, height) and says_something(shape):
                count += name is None or name.get("id") not in moved
        if count:
            yield Noticed("H112", count, f"slide {numbers.get(part.name.lower(), 0)}", "outside")


def _is_beside(shape: Any, width: int, height: int) -> bool:
    """Whether all of a shape or group lies beside the slide (ECMA-376-1, 20.1.7.6; in EMU)."""
    frame = shape.find("*/{*}xfrm")
    frame = shape.find("{*}xfrm") if frame is None else frame
    at = None if frame is None else frame.find("{*}off")
    size = None if frame is None else frame.find("{*}ext")
    if at is None or size is None:
        return False
    x, y = _number(at.get("x", "")), _number(at.get("y", ""))
    right, bottom = x + _number(size.get("cx", "")), y + _number(size.get("cy", ""))
    # 20.1.10.3: angles are in sixty-thousandths of a degree; half a turn leaves the box as it is.
    turned = abs(_number(frame.get("rot", ""))) % 10_800_000 != 0  # then its corners lie elsewhere
    if turned:
        reach = max(right - x, bottom - y)
        x, y, right, bottom = x - reach, y - reach, right + reach, bottom + reach
    return right <= 0 or bottom <= 0 or x >= width or y >= height


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:  # a measure in words (Strict): nobody writes these
        return 0


def _relation(element: Any) -> str:
    return next((v for k, v in element.attrib.items() if "relationships" in k), "")


def _notes(root: Any) -> Iterator[str]:
    """What a notes page holds besides the picture and the number of its slide."""
    yield from ("picture" for _ in root.iter("{*}pic"))
    for shape in root.iter("{*}sp", "{*}graphicFrame"):
        place = shape.find(".//{*}nvPr/{*}ph")
        # 19.7.10: the picture of the slide and its number are on every page of notes.
        if place is None or place.get("type") not in ("sldNum", "sldImg"):
            yield from (t.text for t in shape.iter("{*}t") if t.text and t.text.strip())


def _numbered(numbers: list[int]) -> str:
    # 0: one that is not in the show.
    known = [n for n in sorted(numbers) if n]
    shown = ", ".join(map(str, known[:8]))
    return (f"slide {shown}" if len(known) == 1 else f"slides {shown}") if known else ""
