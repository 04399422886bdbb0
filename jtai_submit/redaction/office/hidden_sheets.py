"""What a workbook holds that a reader would not see: hidden sheets, rows and columns, scenarios,
values without a look.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from ...documents.examination import Noticed
from .hidden_word import value
from .package import Part, folder
from .tidy_sheets import CONSTANT, PLAIN_COLUMN, texts_of_cells

_ON = ("1", "true", "on")
_SHEETS = {"worksheet", "chartsheet"}
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_BLANK = re.compile(r"(?:\s*(?:\[[^\]]*\])?\s*;){2,3}\s*(?:\[[^\]]*\])?\s*")


def find(parts: list[Part]) -> Iterator[Noticed]:
    """Hidden sheets, rows and columns that hold something, scenarios."""
    book = next((p for p in parts if p.role == "officedocument" and folder(p) == "xl"), None)
    if book is None:
        return
    by_id = {link.id: link.target.lower() for link in book.links}
    titles = {by_id.get(value(s, "id"), ""): s.get("name", "") for s in book.root.iter("{*}sheet")}
    # ISO/IEC 29500-1, 18.18.68: `hidden`, or `veryHidden`, which only macros set and no menu
    # undoes.
    hidden = [
        s.get("name", "")
        for s in book.root.iter("{*}sheet")
        if s.get("state", "visible") != "visible"
    ]
    if hidden:
        yield Noticed("H103", len(hidden), _named(hidden))
    rows, columns, scenarios = list[str](), list[str](), 0
    for part in parts:
        if part.role == "worksheet":
            title = titles.get(part.name.lower(), "")
            rows += [title] * bool(_HIDDEN_ROWS(part.root))
            columns += [title] * (_hides_columns(part.root))
            scenarios += len(list(part.root.iter("{*}scenario"))) if b"scenario" in part.data else 0
    if rows:
        yield Noticed("H104", len(rows), _named(rows), "rows")
    if columns:
        yield Noticed("H104", len(columns), _named(columns), "columns")
    if scenarios:
        yield Noticed("H112", scenarios, detail="scenario")
    yield from _constants(book, parts)
    yield from _edges(parts, titles)
    yield from _without_a_look(parts, titles)
    yield from _columns_without_header(parts)


def _constants(book: Part, parts: list[Part]) -> Iterator[Noticed]:
    """Names that stand for a text which no cell shows; hidden names with a text in them."""
    shown: set[str] | None = None
    for name in book.root.iter("{*}definedName"):
        text = name.text or ""
        if '"' not in text:
            continue
        told = name.get("hidden") in _ON
        if not told and CONSTANT.fullmatch(text):
            if shown is None:
                shown = {each.strip() for each in texts_of_cells(parts)}
            said = {each.replace('""', '"').strip() for each in _QUOTED.findall(text)}
            told = bool(said - shown - {""})
        if told:
            yield Noticed("H112", 1, f"the name '{name.get('name', '')}'", "passage")


def _edges(parts: list[Part], titles: dict[str, str]) -> Iterator[Noticed]:
    """Headers and footers that are off (ECMA-376-1, 18.3.1.46), and those that print where the file
    lies (&Z).
    """
    for part in parts:
        edges = (
            part.root.find("{*}headerFooter")
            if part.role in _SHEETS and part.root is not None
            else None
        )
        if edges is None:
            continue
        on = {
            "first": edges.get("differentFirst") in _ON,
            "even": edges.get("differentOddEven") in _ON,
            "odd": True,
        }
        place = _named([titles.get(part.name.lower(), "")])
        off = [each for each in edges if not on[_page(each)] and _says(each.text or "")]
        if off:
            yield Noticed("H112", len(off), place, "passage")
        # 18.3.1.46: && is the sign itself, &Z the folder of the file.
        paths = sum("&Z" in (each.text or "").replace("&&", "") for each in edges)
        if paths:
            yield Noticed("H113", paths, place, "field")


def _page(edge: Any) -> str:
    """Of which pages it is the header or footer: first, even or odd ones."""
    word = str(etree.QName(edge).localname)
    return next((each for each in ("first", "even") if word.startswith(each)), "odd")


def _says(edge: str) -> bool:
    """Whether a header holds more than codes (ECMA-376-1, 18.3.1.46: `&L`,
    `&"Arial,Bold"`, `&12`).
    """
    return bool(re.sub(r'&(?:"[^"]*"|K[0-9A-Fa-f+-]{5,6}|\d+|.)', "", edge).strip())


def _without_a_look(parts: list[Part], titles: dict[str, str]) -> Iterator[Noticed]:
    """Values in cells whose format shows nothing (`;;;`; ECMA-376-1, 18.8.30)."""
    styles = next(
        (part.root for part in parts if part.role == "styles" and part.root is not None), None
    )
    if styles is None:
        return
    formats = styles.iterfind("{*}numFmts/{*}numFmt")
    blank = {
        each.get("numFmtId") for each in formats if _BLANK.fullmatch(each.get("formatCode", ""))
    }
    cells = styles.findall("{*}cellXfs/{*}xf") if blank else []
    looks = {str(n) for n, xf in enumerate(cells) if xf.get("numFmtId") in blank}
    for part in parts if looks else ():
        if part.role == "worksheet":
            count = sum(cell.get("s") in looks for cell in _FILLED(part.root))
            if count:
                yield Noticed("H112", count, _named([titles.get(part.name.lower(), "")]), "passage")


def _columns_without_header(parts: list[Part]) -> Iterator[Noticed]:
    """Names of columns that no header shows and that formulas need."""
    for part in parts:
        if part.role == "table" and part.root.get("headerRowCount") == "0":
            names = [each.get("name", "") for each in part.root.iter("{*}tableColumn")]
            count = sum(not PLAIN_COLUMN.fullmatch(name) for name in names)
            if count:
                yield Noticed(
                    "H112", count, f"the table '{part.root.get('displayName', '')}'", "passage"
                )


_HIDDEN_ROWS = etree.XPath(
    # 18.3.1.73: `ht` is the height in points.
    "boolean(//*[local-name()='row'][@hidden='1' or @hidden='true' or "
    "number(@ht)<0.1][*[local-name()='c']/*])"
)
_FILLED: Callable[[Any], Any] = etree.XPath("//*[local-name()='c'][*]")
_LETTERS = re.compile(r"[A-Z]+")


def _hides_columns(sheet: Any) -> bool:
    spans = [
        (int(col.get("min", "0")), int(col.get("max", "0")))
        for col in sheet.iter("{*}col")
        if col.get("hidden") in _ON or _tiny(col.get("width", "1"))
    ]
    if not spans:
        return False
    used = {_column(cell) for cell in _FILLED(sheet)}
    return any(first <= column <= last for first, last in spans for column in used)


def _tiny(measure: str) -> bool:
    """Whether a width or height is too small to see."""
    try:
        return float(measure) < 0.1
    except ValueError:
        return False


def _column(cell: Any) -> int:
    """`B7` → 2. A cell without its name stands next to the one before it."""
    # 18.3.1.4: `r` may be missing; the cell then follows the one before it.
    letters = _LETTERS.match(cell.get("r", ""))
    if not letters:
        before = cell.getprevious()
        return 1 if before is None else _column(before) + 1
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number


def _named(titles: list[str]) -> str:
    shown = ", ".join(f"'{title}'" for title in titles[:5])
    return f"sheet {shown}" if len(titles) == 1 else f"sheets {shown}"
