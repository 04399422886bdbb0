"""Words that stay in the XML of an Office file although nothing shows them: they go, or become numbers.

What goes here changes nothing that a reader sees. What could change it is left, and `hidden` looks at it.
"""

import re
from typing import Any

from lxml import etree

from ..interface import Cleaned
from . import tidy_sheets, tidy_slides
from .grammar import names
from .package import Part, folder

_VML = "{urn:schemas-microsoft-com:vml}*"
# Office counts its shapes (`_x0000_s1025`), and knows its watermarks by their name.
_OFFICIAL_ID = re.compile(r"_x0000_[a-z]+\d+(?:_\d+)?|PowerPlusWaterMarkObject\d+|shape\d+")
_POINTING = {"type", "idref", "ShapeID", "shapeid", "connectto", "from", "to"}
_BOOK = re.compile(r"^.*\[[^\]]*\]")
_INK_SOURCE = ("manufacturer", "model", "serialNo", "specificationRef", "description")
_LIST_NAMES = sorted(names("w", "name"))
_DEFAULTS, _TEXT_INPUT = sorted(names("w", "default")), names("w", "textInput")
_GALLERIES = sorted(names("w", "docPartGallery"))
_CATEGORIES = sorted(names("w", "docPartCategory"))
# ECMA-376-1, 17.18.23: galleries that Word has of itself begin so; others are named by people.
_KNOWN_GALLERY = re.compile(r"(?:Table of Contents|Bibliographies|Cover Pages|Page Numbers|Watermarks|Equations|"
                            r"Headers|Footers|Quick Parts|Text Boxes|Tables|AutoText)(?: \(.*\))?|"
                            r"Page Numbers \((?:Top of Page|Bottom of Page|Margins)\)")  # fmt: skip


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
        if part.role == "ink":
            for source in part.root.iter("{*}inkSource"):
                etree.strip_attributes(source, *_INK_SOURCE)


def _number_shapes(root: Any) -> None:
    """Ids of VML shapes are names that people and files gave them: numbers serve as well."""
    ids: dict[str, str] = {}
    for n, shape in enumerate(root.iter(_VML), 1):
        old = shape.get("id", "")
        if old and not _OFFICIAL_ID.fullmatch(old):
            ids[old] = f"shape{n}"
            shape.set("id", ids[old])
        shape.attrib.pop("name", None)
    for element in root.iter(etree.Element) if ids else ():
        for key, value in element.attrib.items():
            short = key.rpartition("}")[2]
            if short in _POINTING and value.removeprefix("#") in ids:
                new = ids[value.removeprefix("#")]
                element.set(key, f"#{new}" if value.startswith("#") else new)


def _word(parts: list[Part]) -> None:
    """Defaults of form fields, names of lists and of building blocks."""
    counted = any(part.root is not None and b"LISTNUM" in part.data for part in parts)  # fields name lists
    for part in parts:
        if part.root is None or part.kept:
            continue
        if b"textInput" in part.data:
            for default in list(part.root.iter(*_DEFAULTS)):
                if default.getparent().tag in _TEXT_INPUT:
                    default.getparent().remove(default)
        if part.role == "numbering" and not counted:
            for name in list(part.root.iter(*_LIST_NAMES)):
                name.getparent().remove(name)
        if b"docPart" in part.data:
            for gallery in list(part.root.iter(*_GALLERIES, *_CATEGORIES)):
                value = next(iter(gallery.attrib.values()), "")
                if gallery.tag in _CATEGORIES or not _KNOWN_GALLERY.fullmatch(value):
                    gallery.getparent().remove(gallery)
