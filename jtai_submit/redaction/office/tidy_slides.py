"""Words in a presentation that no slide shows: names of slides and shows, prompts, layouts that
nothing uses.
"""

from typing import Any

from ..interface import Cleaned
from .package import Part, without

_NAMED_PAGES = {"slide", "slidelayout", "slidemaster"}


def tidy(parts: list[Part], main: Part, out: Cleaned) -> None:
    """Take them out. A template is there for its layouts: they stay."""
    if "template" not in main.content_type.lower() and any(part.role == "slide" for part in parts):
        if _drop_unused(parts, main):
            out.removed.append("layouts that no slide uses")
        for part in parts:
            if part.role in ("slidelayout", "slidemaster"):
                _silence_prompts(part.root)
    for n, part in enumerate(part for part in parts if part.role in _NAMED_PAGES):
        page = part.root.find("{*}cSld")
        if page is not None and page.get("name"):
            if part.role == "slidelayout":  # PowerPoint lists layouts by their names
                page.set("name", f"Layout {n}")
            else:
                del page.attrib["name"]
    _number(main.root, "custShow", "Show")
    _number(main.root, "section", "Section")
    for part in parts:  # sounds go by the names of their files
        if part.role in _NAMED_PAGES and (b"snd" in part.data or b"wavAudio" in part.data):
            for each in part.root.iter("{*}snd", "{*}wavAudioFile"):
                each.set("name", "")


def _number(root: Any, word: str, called: str) -> None:
    for n, each in enumerate(root.iter(f"{{*}}{word}"), 1):
        if "name" in each.attrib:
            each.set("name", f"{called} {n}")


def is_prompt(shape: Any) -> bool:
    """Whether a shape of a layout or master only says what to put there (ECMA-376-1, 19.3.1.36)."""
    return shape.find("{*}nvSpPr/{*}nvPr/{*}ph") is not None


def _silence_prompts(root: Any) -> None:
    """PowerPoint has prompts of its own; those of people go."""
    for shape in root.iter("{*}sp"):
        if is_prompt(shape):
            shape.find("{*}nvSpPr/{*}nvPr/{*}ph").attrib.pop("hasCustomPrompt", None)
            for text in shape.iter("{*}t"):
                if text.text and text.text != "‹#›":
                    # LibreOffice takes the looks of footers from a text that is there.
                    text.text = " "


def _drop_unused(parts: list[Part], main: Part) -> bool:
    """Leave out layouts that no slide uses, masters without a layout, and what only they led to."""
    used = {_target(part, "slidelayout") for part in parts if part.role == "slide"}
    unused = {
        p.name.lower() for p in parts if p.role == "slidelayout" and p.name.lower() not in used
    }
    masters = {
        _target(p, "slidemaster")
        for p in parts
        if p.role == "slidelayout" and p.name.lower() in used
    }
    unused |= {
        p.name.lower() for p in parts if p.role == "slidemaster" and p.name.lower() not in masters
    }
    for part in parts:
        ids = {link.id for link in part.links if not link.outside and link.target.lower() in unused}
        if ids and part.root is not None:
            for each in list(part.root.iter("{*}sldLayoutId", "{*}sldMasterId")):
                if ids & set(each.attrib.values()):
                    each.getparent().remove(each)
        part.links = [link for link in part.links if link.id not in ids]
    without(parts, unused)
    return bool(unused)


def _target(part: Part, role: str) -> str:
    return next((link.target.lower() for link in part.links if link.role == role), "")
