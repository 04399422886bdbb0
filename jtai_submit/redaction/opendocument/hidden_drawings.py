"""Drawings of an OpenDocument file that lie beside the slide or are cropped, names that hold texts,
and nothing at all.
"""

import re
from collections.abc import Iterator
from typing import Any

from ...documents.examination import Noticed
from .grammar import SPACES, names
from .tidy import CONSTANT

_SVG, _FO, _TABLE = (f"{{{SPACES[word]}}}" for word in ("svg", "fo", "table"))
_MEASURE = re.compile(r"(-?[\d.]+)(cm|mm|in|pt|pc|px)")
_UNITS = {
    "cm": 1.0,
    "mm": 0.1,
    "in": 2.54,
    "pt": 2.54 / 72,
    "pc": 2.54 / 6,
    "px": 2.54 / 96,
}  # centimetres
_DRAWN = sorted(
    names(
        "draw",
        "image object object-ole plugin custom-shape rect line path polygon polyline ellipse "
        "circle connector g control",
    )
    | names("form", "button text textarea checkbox")
    | names("math", "math")
)


def find(roots: list[Any]) -> Iterator[Noticed]:
    """Everything of the kind, with counts and places."""
    yield from _beside(roots)
    yield from _cropped(roots)
    yield from _constants(roots)
    if not any(map(_shows, roots)):
        yield Noticed("D019")


def _beside(roots: list[Any]) -> Iterator[Noticed]:
    """Texts and pictures outside the slide."""
    pages = [page for root in roots for page in root.iter(*names("draw", "page"))]
    sizes = (
        [each for root in roots for each in root.iter(*names("style", "page-layout-properties"))]
        if pages
        else []
    )
    width = max((_centimetres(each.get(f"{_FO}page-width", "")) for each in sizes), default=0.0)
    height = max((_centimetres(each.get(f"{_FO}page-height", "")) for each in sizes), default=0.0)
    for n, page in enumerate(pages if width and height else (), 1):
        count = sum(_is_beside(shape, width, height) and _says(shape) for shape in page)
        if count:
            yield Noticed("H112", count, f"slide {n}", "outside")


def _is_beside(shape: Any, width: float, height: float) -> bool:
    if f"{_SVG}x" not in shape.attrib or f"{_SVG}width" not in shape.attrib:
        return False
    x, y, wide, high = (
        _centimetres(shape.get(f"{_SVG}{word}", "")) for word in ("x", "y", "width", "height")
    )
    return x + wide <= 0 or y + high <= 0 or x >= width or y >= height


def _centimetres(measure: str) -> float:
    found = _MEASURE.fullmatch(measure)
    return float(found[1]) * _UNITS[found[2]] if found else 0.0


def _says(shape: Any) -> bool:
    return bool("".join(shape.itertext()).strip()) or any(
        True for _ in shape.iter(*names("draw", "image object"))
    )


def _cropped(roots: list[Any]) -> Iterator[Noticed]:
    """Pictures of which a part is cut off (OpenDocument 1.3 part 3, 20.194 fo:clip): it is still in
    the file.
    """
    count = sum(
        bool(re.search(r"[1-9]", each.get(f"{_FO}clip", "")))
        for root in roots
        for each in root.iter(*names("style", "graphic-properties"))
    )
    if count:
        yield Noticed("H117", count)


def _constants(roots: list[Any]) -> Iterator[Noticed]:
    """Names that stand for a text which no cell shows."""
    named = [each for root in roots for each in root.iter(*names("table", "named-expression"))]
    named = [each for each in named if CONSTANT.fullmatch(each.get(f"{_TABLE}expression", ""))]
    if not named:
        return
    shown = {
        "".join(p.itertext()).strip() for root in roots for p in root.iter(*names("text", "p"))
    }
    for each in named:
        text = each.get(f"{_TABLE}expression", "").partition('"')[2].removesuffix('"')
        if text.strip() not in shown:
            yield Noticed("H112", 1, f"the name '{each.get(f'{_TABLE}name', '')}'", "passage")


def _shows(root: Any) -> bool:
    """Whether a body, or a page that the text is printed on, has words or drawings."""
    for holder in root.iter(*names("office", "body master-styles")):
        if "".join(holder.itertext()).strip() or any(True for _ in holder.iter(*_DRAWN)):
            return True
    return any(True for _ in root.iter(*names("math", "math"), *names("chart", "chart")))
