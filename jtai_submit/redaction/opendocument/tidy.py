"""Words that stay in OpenDocument XML although nothing shows them: they go, or become numbers."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from ..shared.markup import leave_out
from .grammar import NUMBERED, REFERRING, SPACES, names

_STYLE_PROPERTIES = sorted(names("style", "text-properties paragraph-properties"))
_LINKED = f"{{{SPACES['xlink']}}}"
_DRAW, _TABLE, _STYLE = (f"{{{SPACES[word]}}}" for word in ("draw", "table", "style"))
_PRESENTATION, _FORM, _OFFICE = (
    f"{{{SPACES[word]}}}" for word in ("presentation", "form", "office")
)
_MASTER, _NEXT = f"{_STYLE}master-page-name", f"{_STYLE}next-style-name"
_LAYERS = {
    "layout",
    "background",
    "backgroundobjects",
    "controls",
    "measurelines",
}  # LibreOffice's own
_DATA_STYLES = sorted(
    names(
        "number",
        "number-style currency-style percentage-style date-style time-style boolean-style "
        "text-style",
    )
)
_DECLARED = {
    "header-decl": "use-header-name",
    "footer-decl": "use-footer-name",
    "date-time-decl": "use-date-time-name",
}
CONSTANT = re.compile(r'(?:of:)?=?\s*"(?:[^"]|"")*"')
"""An expression that stands for a text."""


def tidy(roots: list[Any]) -> None:
    """Take them out of `content.xml` and `styles.xml` of a document."""
    _loose_links(roots)
    _silence_masters(roots)
    _declarations(roots)
    _number_pages(roots)
    _number_layers(roots)
    _number_controls(roots)
    _formats(roots)
    for root in roots:
        for sheets in root.iter(*names("office", "spreadsheet")):
            _constants(sheets)
            _filters(sheets)
        for text in root.iter(*names("office", "text")):
            _number_tables(text)


def _loose_links(roots: list[Any]) -> None:
    """Links on the properties of a style: OpenDocument knows none there, and no program follows
    them.
    """
    for root in roots:
        for properties in root.iter(*_STYLE_PROPERTIES):
            for key in [key for key in properties.attrib if key.startswith(_LINKED)]:
                del properties.attrib[key]


def _silence_masters(roots: list[Any]) -> None:
    """What master pages say that no page uses, and the page for handouts (OpenDocument 1.3 part 3,
    16.9 and 16.13).
    """
    masters = [each for root in roots for each in root.iter(*names("style", "master-page"))]
    by_name = {each.get(f"{_STYLE}name", ""): each for each in masters}
    used = {
        value
        for root in roots
        for each in root.iter(etree.Element)
        for key, value in each.attrib.items()
        if key in (_MASTER, f"{_DRAW}master-page-name")
    }
    used |= {"Standard", *list(by_name)[:1]}  # what a text begins with
    for name in [*used]:
        while name in by_name and (name := by_name[name].get(_NEXT, "")) not in used:
            used.add(name)
    for name, master in by_name.items():
        if name not in used:
            master[:] = []
    for root in roots:
        for handout in list(root.iter(*names("style", "handout-master"))):
            handout.getparent().remove(handout)


def _declarations(roots: list[Any]) -> None:
    """Headers, footers and dates of slides that no slide shows (OpenDocument 1.3 part
    3, 10.10.1).
    """
    used = {
        value
        for root in roots
        for each in root.iter(*names("draw", "page"), *names("presentation", "notes"))
        for key, value in each.attrib.items()
        if key.startswith(f"{_PRESENTATION}use-")
    }
    for root in roots:
        for word in _DECLARED:
            for each in list(root.iter(f"{_PRESENTATION}{word}")):
                if each.get(f"{_PRESENTATION}name") not in used:
                    leave_out(each)


def _number_pages(roots: list[Any]) -> None:
    """Names of slides and of shows become numbers; links to slides and lists of slides follow."""
    pages: dict[str, str] = {}
    shows: dict[str, str] = {}
    for root in roots:
        for page in root.iter(*names("draw", "page")):
            _rename(page, f"{_DRAW}name", "page", pages)
        for show in root.iter(*names("presentation", "show")):
            _rename(show, f"{_PRESENTATION}name", "Show ", shows)
    if not pages and not shows:
        return
    for root in roots:
        for each in root.iter(etree.Element):
            href = each.get(f"{_LINKED}href", "")
            if href.startswith("#") and href[1:] in pages:
                each.set(f"{_LINKED}href", "#" + pages[href[1:]])
            if listed := each.get(f"{_PRESENTATION}pages"):
                each.set(
                    f"{_PRESENTATION}pages",
                    ",".join(pages.get(name, name) for name in listed.split(",")),
                )
            for key, known in (
                (f"{_PRESENTATION}start-page", pages),
                (f"{_PRESENTATION}show", shows),
            ):
                if each.get(key, "") in known:
                    each.set(key, known[each.get(key, "")])


def _number_layers(roots: list[Any]) -> None:
    layers: dict[str, str] = {}
    for root in roots:
        for layer in root.iter(*names("draw", "layer")):
            if layer.get(f"{_DRAW}name") not in _LAYERS:
                _rename(layer, f"{_DRAW}name", "Layer ", layers)
    for root in roots if layers else ():
        for each in root.iter(etree.Element):
            if each.get(f"{_DRAW}layer", "") in layers:
                each.set(f"{_DRAW}layer", layers[each.get(f"{_DRAW}layer", "")])


def _number_controls(roots: list[Any]) -> None:
    """Forms and their controls: those of one name are one group of buttons, so the same name
    becomes the same number.
    """
    known: dict[str, str] = {}
    for root in roots:
        for each in root.iter(f"{_FORM}*"):
            _rename(each, f"{_FORM}name", "Field ", known)


def _number_tables(text: Any) -> None:
    """Tables of a text, whose names no reader sees, where no formula names them (`<Table1.A1>`)."""
    formulas = " ".join(_values(text, f"{_TABLE}formula", f"{{{SPACES['text']}}}formula"))
    known: dict[str, str] = {}
    for table in text.iter(*names("table", "table")):
        if table.get(f"{_TABLE}name", "") not in formulas:
            _rename(table, f"{_TABLE}name", "Table", known)


def _rename(element: Any, key: str, word: str, known: dict[str, str]) -> None:
    old = element.get(key, "")
    if old:
        element.set(key, known.setdefault(old, f"{word}{len(known) + 1}"))


def _formats(roots: list[Any]) -> None:
    """Formats of numbers with words in them that no style uses (OpenDocument 1.3 part 3, 16.29)."""
    used = {
        value
        for root in roots
        for each in root.iter(etree.Element)
        for key, value in each.attrib.items()
        if key.endswith(("}data-style-name", "}apply-style-name"))
    }
    for root in roots:
        for style in list(root.iter(*_DATA_STYLES)):
            words = "".join(style.itertext())
            if sum(ch.isalpha() for ch in words) >= 3 and style.get(f"{_STYLE}name") not in used:
                leave_out(style)


def _constants(sheets: Any) -> None:
    """Names that stand for a text and that no formula uses."""
    formulas = " ".join(_values(sheets, f"{_TABLE}formula", f"{_TABLE}condition")).casefold()
    for name in list(sheets.iter(*names("table", "named-expression"))):
        called = name.get(f"{_TABLE}name", "").casefold()
        if CONSTANT.fullmatch(name.get(f"{_TABLE}expression", "")) and called not in formulas:
            leave_out(name)


def _filters(sheets: Any) -> None:
    """Filters that look for texts which no cell holds; names of ranges that no formula uses."""
    held: set[str] | None = None
    for each in list(sheets.iter(*names("table", "filter-condition filter-set-item"))):
        wanted = each.get(f"{_TABLE}value", "")
        if sum(ch.isalpha() for ch in wanted) < 3:
            continue
        if held is None:
            held = {"".join(p.itertext()).casefold() for p in sheets.iter(*names("text", "p"))}
        if wanted.casefold() not in held:
            whole = next(each.iterancestors(*names("table", "filter")), None)
            if whole is not None and whole.getparent() is not None:
                leave_out(whole)  # its rows are hidden already
    formulas = " ".join(_values(sheets, f"{_TABLE}formula", f"{_TABLE}condition")).casefold()
    known: dict[str, str] = {}
    for area in sheets.iter(*names("table", "database-range")):
        called = area.get(f"{_TABLE}name", "")
        if not called.startswith("__Anonymous_Sheet_DB__") and called.casefold() not in formulas:
            _rename(area, f"{_TABLE}name", "Range", known)


def _values(root: Any, *keys: str) -> Iterator[str]:
    yield from (
        each.get(key, "") for each in root.iter(etree.Element) for key in keys if key in each.attrib
    )


def number_marks(root: Any) -> None:
    """Give sections, indexes and reference marks numbers for names, and what refers to them too."""
    numbers: dict[str, str] = {}
    for key, elements in (
        (f"{{{SPACES['text']}}}name", NUMBERED),
        (f"{{{SPACES['text']}}}ref-name", REFERRING),
    ):
        for element in root.iter(*elements):
            if name := element.get(key, ""):
                element.set(key, numbers.setdefault(name, f"Name {len(numbers) + 1}"))


def forget_fields(root: Any) -> None:
    """Leave out declarations of fields that nothing shows."""
    shown = {
        each.get(key)
        for each in root.iter(
            "{*}user-field-get",
            "{*}user-field-input",
            "{*}variable-get",
            "{*}variable-set",
            "{*}variable-input",
        )
        for key in each.attrib
        if key.endswith("}name")
    }
    for declared in list(root.iter("{*}user-field-decl")):
        if not any(declared.get(key) in shown for key in declared.attrib if key.endswith("}name")):
            declared.getparent().remove(declared)
