"""Words that stay in the XML of an Office file although nothing shows them: they go, or become
numbers.

What goes here changes nothing that a reader sees. What could change it is left, and `hidden` looks
at it.
"""

import re
from itertools import count
from typing import Any

from lxml import etree

from ..interface import Cleaned
from . import tidy_sheets, tidy_slides
from .grammar import names
from .hidden_word import value
from .package import Part, folder

_VML = "{urn:schemas-microsoft-com:vml}*"
# Office counts its shapes (`_x0000_s1025`), and knows its watermarks by their name.
_OFFICIAL_ID = re.compile(r"_x0000_[a-z]+\d+(?:_\d+)?|PowerPlusWaterMarkObject\d+|shape\d+")
_POINTING = {"type", "idref", "ShapeID", "shapeid", "connectto", "from", "to"}
_BOOK = re.compile(r"^.*\[[^\]]*\]")
_INK_SOURCE = ("manufacturer", "model", "serialNo", "specificationRef", "description")
_LIST_NAMES = sorted(names("w", "name"))
_USED, _LIST, _ABSTRACT = (sorted(names("w", word)) for word in ("numId", "num", "abstractNum"))
_DIAGRAM_FACTS = {"diagramlayout", "diagramquickstyle", "diagramcolors"}
_DEFAULTS, _TEXT_INPUT = sorted(names("w", "default")), names("w", "textInput")
_GALLERIES = sorted(names("w", "docPartGallery"))
_CATEGORIES = sorted(names("w", "docPartCategory"))
# ECMA-376-1, 17.18.23: galleries that Word has of itself begin so; others are named by people.
_KNOWN_GALLERY = re.compile(
    r"(?:Table of Contents|Bibliographies|Cover Pages|Page Numbers|Watermarks|Equations|"
    r"Headers|Footers|Quick Parts|Text Boxes|Tables|AutoText)(?: \(.*\))?|"
    r"Page Numbers \((?:Top of Page|Bottom of Page|Margins)\)"
)


def tidy(parts: list[Part], out: Cleaned) -> None:
    """Take words that nothing shows out of all parts of a file."""
    main = next(part for part in parts if part.role == "officedocument")
    kind = folder(main)
    if kind == "ppt":
        tidy_slides.tidy(parts, main, out)
    elif kind == "xl":
        tidy_sheets.tidy(parts, main, out)
    elif kind == "word":
        _word(parts)
    for part in parts:
        if part.root is None or part.kept:
            continue
        if b"urn:schemas-microsoft-com:vml" in part.data:
            _number_shapes(part.root)
        if part.role == "chart" and b"pivotSource" in part.data:
            for name in part.root.iterfind(".//{*}pivotSource/{*}name"):
                name.text = _BOOK.sub("[workbook.xlsx]", name.text or "")
        if part.role in _DIAGRAM_FACTS:
            _silence_diagram(part.root)
        if part.role == "ink":
            for source in part.root.iter("{*}inkSource"):
                etree.strip_attributes(source, *_INK_SOURCE)


def _silence_diagram(root: Any) -> None:
    """Names, descriptions and samples of a diagram's layout, colours and style (ECMA-376-1, 21.4.2
    to 21.4.5).
    """
    for each in root.iter("{*}title", "{*}desc"):
        if each.get("val"):
            each.set("val", "")
    for sample in root.iter("{*}sampData", "{*}styleData", "{*}clrData"):
        for text in sample.iter("{*}t"):
            text.text = None


def _number_shapes(root: Any) -> None:
    """Ids of VML shapes are names that people and files gave them: numbers serve as well."""
    ids: dict[str, str] = {}
    taken = {shape.get("id", "") for shape in root.iter(_VML)}
    free = (f"shape{n}" for n in count(1) if f"shape{n}" not in taken)
    for shape in root.iter(_VML):
        old = shape.get("id", "")
        if old and not _OFFICIAL_ID.fullmatch(old):
            ids[old] = next(free)
            shape.set("id", ids[old])
        shape.attrib.pop("name", None)
    for element in root.iter(etree.Element) if ids else ():
        for key, name in element.attrib.items():
            short = key.rpartition("}")[2]
            if short in _POINTING and name.removeprefix("#") in ids:
                new = ids[name.removeprefix("#")]
                element.set(key, f"#{new}" if name.startswith("#") else new)


def _word(parts: list[Part]) -> None:
    """Defaults of form fields, names of lists and of building blocks."""
    # Fields name lists.
    counted = any(part.root is not None and b"LISTNUM" in part.data for part in parts)
    for part in parts:
        if part.root is None or part.kept:
            continue
        if b"textInput" in part.data:
            for default in list(part.root.iter(*_DEFAULTS)):
                if default.getparent().tag in _TEXT_INPUT:
                    default.getparent().remove(default)
        if part.role == "numbering":
            _tidy_lists(part.root, parts, named=counted)
        if b"docPart" in part.data:
            for gallery in list(part.root.iter(*_GALLERIES, *_CATEGORIES)):
                value = next(iter(gallery.attrib.values()), "")
                if gallery.tag in _CATEGORIES or not _KNOWN_GALLERY.fullmatch(value):
                    gallery.getparent().remove(gallery)


def _tidy_lists(root: Any, parts: list[Part], *, named: bool) -> None:
    """Names of lists, unless a field counts by them; words before the numbers of lists that nothing
    uses (17.9).
    """
    for name in () if named else list(root.iter(*_LIST_NAMES)):
        name.getparent().remove(name)
    roots = [part.root for part in parts if part.root is not None and part.role != "numbering"]
    used = {value(each, "val") for each_root in roots for each in each_root.iter(*_USED)}
    lists = [each for each in root.iter(*_LIST) if value(each, "numId") in used]
    kept = {
        value(each, "val") for each_list in lists for each in each_list.iterfind("{*}abstractNumId")
    }
    for abstract in root.iter(*_ABSTRACT):
        linked = (
            abstract.find("{*}styleLink") is not None
            or abstract.find("{*}numStyleLink") is not None
        )
        if linked or value(abstract, "abstractNumId") in kept:
            continue
        for text in abstract.iterfind("{*}lvl/{*}lvlText"):
            for key, said in text.attrib.items():
                if sum(ch.isalpha() for ch in said) >= 3:
                    text.set(key, "")
