"""What a page holds that a reader would not see on opening it. Found here, decided by people."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from ...documents.examination import Noticed
from ..shared.links import holds_a_path, to_a_file
from ..shared.page import UNREAD
from . import styles

SILENT = UNREAD - {"style"} | {"meta", "link", "base"}
HELD = {"iframe", "object", "embed", "applet", "video", "audio", "frame", "frameset"}
_HARMLESS = re.compile(r"(?:java|vb)script:|data:|cid:", re.I)  # removed, or part of the page
_FAR = re.compile(r"\\|(?:\.\./){2}|(?:^|/)(?:users|home|documents and settings)/", re.I)
_ADDRESSES = ("href", "src", "background", "style", "d", "points", "content")


def find(root: Any) -> list[Noticed]:
    """Everything that does not show, or leads to somebody's folders."""
    found = []
    elements = list(root.iter(etree.Element))
    held = sum(1 for _ in root.iter(*HELD))
    if held:
        found.append(Noticed("H111", held))
    passages = sum(1 for _ in _passages(root, elements))
    if passages:
        found.append(Noticed("H112", passages, detail="passage"))
    values = sum(
        (each.get("type") or "").lower() in ("hidden", "password") and bool(each.get("value"))
        for each in root.iter("input")
    )
    if values:
        found.append(Noticed("H109", values))
    attached = sum(
        _address(each, "href").lower().startswith("data:") for each in root.iter("a", "area")
    )
    if attached:
        found.append(Noticed("H106", attached))
    links = sum(_leading(elements))
    if links:
        found.append(Noticed("H113", links, detail="link"))
    return found


def shows(root: Any) -> bool:
    """Whether there is a word or a picture in a page."""
    body = root.find("body")
    if body is None:
        return bool("".join(root.itertext()).strip())
    return _holds(body) or any(True for _ in body.iter("svg", "hr"))


def _passages(root: Any, elements: list[Any]) -> Iterator[Any]:
    """Elements that hold something and are hidden, by what they say, by a rule of a style, or by
    their colour.
    """
    rules = styles.rules(style.text or "" for style in root.iter("style"))
    for element in elements:
        if element.tag in UNREAD:
            continue
        look = styles.of(element)
        hides = (
            # WHATWG HTML, 6.1 (`hidden`); a `dialog` shows when it is `open`.
            "hidden" in element.attrib
            or (element.tag == "dialog" and "open" not in element.attrib)
            or styles.hides(look)
            or bool(rules.hiding and rules.hiding & styles.names(element))
        )
        if (hides and _holds(element)) or (_says(element) and rules.blends(element, look)):
            yield element


def _leading(elements: Iterable[Any]) -> Iterator[bool]:
    """Whether an address leads to a file, and a text that stays holds a path."""
    for each in elements:
        if each.tag in SILENT:
            continue
        for name, value in each.attrib.items():
            if name in ("href", "src"):
                yield _far(value.strip())
            elif name not in _ADDRESSES and not name.startswith("on"):
                yield holds_a_path(value)
        if each.tag == "style":
            yield holds_a_path(styles.strings(each.text or ""))


def _far(address: str) -> bool:
    """Whether an address leads to a file elsewhere; what lies beside a saved page belongs to it."""
    if not address or _HARMLESS.match(address):
        return False
    away = to_a_file(address, relative=True) and bool(_FAR.search(address))
    return away or to_a_file(address) or holds_a_path(address)


def _address(element: Any, name: str) -> str:
    return (element.get(name) or "").strip()


def _says(element: Any) -> bool:
    """Whether there are words in an element itself."""
    return bool((element.text or "").strip()) or any(
        (child.tail or "").strip() for child in element
    )


def _holds(element: Any) -> bool:
    """Whether there is anything in an element to be seen."""
    if element.tag in ("img", "input"):
        return bool(element.get("src") or element.get("value"))
    things = element.iter("img", "input", "image")
    return bool(element.text_content().strip()) or any(True for _ in things)
