"""Words in a workbook that no cell shows: constants, formats, filters and columns that nothing
uses.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from ..interface import Cleaned
from . import parts as office_xml
from .package import Part

# What a formula can stand in (ECMA-376-1, 18.3.1.40, 18.2.5, 18.3.1.43, 18.3.1.33, 18.5.1.4).
_FORMULAS = "f formula formula1 formula2 calculatedColumnFormula totalsRowFormula definedName"
_IN_FORMULAS: Callable[[Any], Any] = etree.XPath(
    "//*[" + " or ".join(f"local-name()='{word}'" for word in _FORMULAS.split()) + "]/text()",
    smart_strings=False,
)
CONSTANT = re.compile(r'\s*=?\s*(?:"(?:[^"]|"")*"|\{[^{}]*"[^{}]*\})\s*', re.S)
"""A name that stands for a text, or for a list with texts in it."""
_LISTS = {"definedNames", "numFmts", "customFilters"}
_WORDS = re.compile(r"[\w.\\]+")
# Three letters: not the sign of a currency.
_LITERAL = re.compile(r'"[^"]*[^\W\d_]{3}[^"]*"|(?:\\[^\W\d_]){3}')
PLAIN_COLUMN = re.compile(r"(?:Column|Spalte|Colonne|Columna|Kolom)\d+")
_STYLED: Callable[[Any], Any] = etree.XPath("//@s|//@style", smart_strings=False)
_DIFFERENT: Callable[[Any], Any] = etree.XPath(
    "//@dxfId|//@dataDxfId|//@headerRowDxfId|//@totalsRowDxfId|//@totalsRowBorderDxfId"
    "|//@headerRowBorderDxfId|//@tableBorderDxfId",
    smart_strings=False,
)


def tidy(parts: list[Part], main: Part, out: Cleaned) -> None:
    """Take them out."""
    said = _Formulas(parts)
    _drop_constants(main.root, said)
    for part in parts:
        if part.root is None or part.kept:
            continue
        if part.role == "externallink":
            _tidy_other_workbook(part.root, said)
        elif part.role == "sheetmetadata":
            for n, text in enumerate(part.root.iterfind(".//{*}metadataStrings/{*}s"), 1):
                text.set("v", f"Text {n}")
        elif part.role == "table":
            _tidy_table(part.root, said)
        if part.role in ("worksheet", "table") and b"ilter" in part.data:
            _tidy_filters(part.root, parts)
        elif part.role == "styles" and b"formatCode" in part.data:
            _tidy_formats(part.root, parts)


class _Formulas:
    """The words of all formulas of a workbook, gathered when they are asked for."""

    def __init__(self, parts: list[Part]) -> None:
        self._parts = parts
        self._words: set[str] | None = None

    def say(self, name: str) -> bool:
        if self._words is None:
            roots = (part.root for part in self._parts if part.root is not None)
            texts = (text for root in roots for text in _IN_FORMULAS(root))
            # Texts in quotes may be names too: INDIRECT("rate").
            self._words = {word.casefold() for text in texts for word in _WORDS.findall(text)}
        words = [word.casefold() for word in _WORDS.findall(name)]
        return bool(words) and all(word in self._words for word in words)


def _drop_constants(book: Any, said: _Formulas) -> None:
    """Names that stand for a text, and that no formula uses. What somebody hid, people must see to
    first.
    """
    for name in list(book.iter("{*}definedName")):
        if name.get("hidden", "0") in ("0", "false") and CONSTANT.fullmatch(name.text or ""):
            words = name.text
            name.text = None  # it does not use itself
            if not said.say(name.get("name", "")):
                _drop(name)
            name.text = words


def _tidy_other_workbook(root: Any, said: _Formulas) -> None:
    """Of another workbook, only the names that formulas need; never what it held."""
    for cached in list(root.iter("{*}sheetDataSet")):
        cached.getparent().remove(cached)
    for name in list(root.iter("{*}definedName")):
        name.attrib.pop("refersTo", None)
        if not said.say(name.get("name", "")):
            _drop(name)
    for n, sheet in enumerate(root.iter("{*}sheetName"), 1):
        if not said.say(sheet.get("val", "")):
            sheet.set("val", f"Sheet{n}")


def _tidy_table(root: Any, said: _Formulas) -> None:
    """Columns without a header, and labels of a total that is off."""
    if root.get("headerRowCount") == "0" and not said.say(root.get("displayName", "")):
        for n, column in enumerate(root.iter("{*}tableColumn"), 1):
            if not PLAIN_COLUMN.fullmatch(column.get("name", "")):
                column.set("name", f"Column{n}")
    if root.get("totalsRowCount", "0") == "0":
        for column in root.iter("{*}tableColumn"):
            column.attrib.pop("totalsRowLabel", None)


def _tidy_filters(root: Any, parts: list[Part]) -> None:
    """Texts that a filter looks for and that no cell holds (ECMA-376-1, 18.3.2.6 and 18.3.2.2)."""
    asked = [
        each for each in root.iter("{*}filter", "{*}customFilter") if _speaks(each.get("val", ""))
    ]
    if not asked:
        return
    held = {text.casefold() for text in texts_of_cells(parts)}
    for each in asked:
        wanted = each.get("val", "").strip("*?").casefold()
        custom = etree.QName(each).localname == "customFilter"
        if wanted in held or (custom and any(wanted in text for text in held)):
            continue
        holder = each.getparent()
        if holder is None or holder.getparent() is None:
            continue
        if custom or (len(holder) == 1 and not holder.get("blank")):  # its rows are hidden already
            _drop(holder.getparent())
        else:
            holder.remove(each)


def _speaks(text: str) -> bool:
    return sum(ch.isalpha() for ch in text) >= 3


def texts_of_cells(parts: list[Part]) -> Iterator[str]:
    """The texts of cells."""
    for part in parts:
        if part.role == "sharedstrings":
            yield from ("".join(t.text or "" for t in item.iter("{*}t")) for item in part.root)
        elif part.role == "worksheet":
            yield from ("".join(item.itertext()) for item in part.root.iter("{*}is"))
            yield from (v.text or "" for v in part.root.iterfind(".//{*}c[@t='str']/{*}v"))


def _tidy_formats(root: Any, parts: list[Part]) -> None:
    """Formats of numbers with words in them that no cell uses (ECMA-376-1, 18.8.30)."""
    worded = {
        each.get("numFmtId", ""): each
        for each in root.iterfind("{*}numFmts/{*}numFmt")
        if _LITERAL.search(each.get("formatCode", ""))
    }
    if worded:
        used = _used(parts, _STYLED)
        cells = root.find("{*}cellXfs")
        for n, xf in enumerate(() if cells is None else cells):
            if xf.get("numFmtId") in worded and str(n) not in used:
                xf.set("numFmtId", "0")
        needed = {xf.get("numFmtId") for xf in (() if cells is None else cells)}
        for xf in root.iterfind("{*}cellStyleXfs/{*}xf"):
            if xf.get("numFmtId") in worded and xf.get("numFmtId") not in needed:
                xf.set("numFmtId", "0")
        for id, each in worded.items():
            if id not in needed:
                _drop(each)
    looks = root.find("{*}dxfs")
    spoken = [
        (n, dxf.find("{*}numFmt"))
        for n, dxf in enumerate(() if looks is None else looks)
        if dxf.find("{*}numFmt") is not None
    ]
    spoken = [(n, each) for n, each in spoken if _LITERAL.search(each.get("formatCode", ""))]
    if spoken:
        used = _used(parts, _DIFFERENT)
        for n, each in spoken:
            if str(n) not in used:
                each.set("formatCode", "General")


def _used(parts: list[Part], numbers: Callable[[Any], Any]) -> set[str]:
    roots = (part.root for part in parts if part.root is not None)
    return {number for root in roots for number in numbers(root)}


def _drop(element: Any) -> None:
    """Remove an element, and the list around it that it leaves empty; lists that count are counted
    anew.
    """
    holder = element.getparent()
    if holder is None:
        return
    holder.remove(element)
    if len(holder) == 0 and etree.QName(holder).localname in _LISTS:
        office_xml.drop(holder)
    elif holder.get("count"):
        holder.set("count", str(len(holder)))
