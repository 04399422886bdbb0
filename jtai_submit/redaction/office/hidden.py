"""What a Word, Excel or PowerPoint file holds that a reader would not see on opening it. Found here, decided by people."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml import etree

from ...documents.examination import Noticed
from ..shared.links import holds_a_path, may_hold_a_path, to_a_file
from . import fields as office_fields
from . import hidden_word
from .grammar import HELD, KEPT
from .hidden_word import PAGES, says_something, value
from .package import Part, folder

_COMMENTS = ("{*}comment", "{*}cm", "{*}threadedComment")
_ON = ("1", "true", "on")
_ELSEWHERE = re.compile(r"\[[^\[\]]+\][^\[\]]*!")  # [1]Sheet1!A1: a cell of another workbook
_BY_NAME = re.compile(r"\[[^\[\]]*[^\[\]\d][^\[\]]*\][^\[\]!]*!")  # [Book.xlsx]Sheet1!A1: the same, with its name
_UNSEEN_STYLE = re.compile(r"visibility:\s*hidden|display:\s*none")


def find(parts: list[Part]) -> list[Noticed]:
    """Everything hidden, with counts and places."""
    found = [*_comments(parts), *_held(parts), *_links(parts), *_shapes(parts)]
    if any(part.role == "origin" for part in parts):
        found.append(Noticed("H114"))
    found += [*hidden_word.find(parts), *_sheets(parts), *_slides(parts)]
    return found


def _comments(parts: list[Part]) -> Iterator[Noticed]:
    roots = [part.root for part in parts if part.role in ("comments", "threadedcomment") and part.root is not None]
    plain = [each for root in roots for each in root.iter(*_COMMENTS)]
    if plain:
        yield Noticed("H101", len(plain))
    if logs := sum(part.role in ("revisionheaders", "revisionlog") for part in parts):
        yield Noticed("H102", logs)


def _held(parts: list[Part]) -> Iterator[Noticed]:
    codes = [HELD[part.role] for part in parts if part.role in HELD]
    pivots = sum(part.role == "pivotcachedefinition" for part in parts)
    for code in ("H110", "H111"):
        if code in codes:
            foreign = any(HELD.get(part.role) == code and part.role not in KEPT for part in parts)
            yield Noticed(code, codes.count(code), detail="part" if foreign else "")
    if "H112" in codes:
        yield Noticed("H112", max(1, pivots), detail="pivot")


def _links(parts: list[Part]) -> Iterator[Noticed]:
    """Links to files and shares, alternative text and formulas that hold a path, fields that Word filled in."""
    count = 0
    for part in parts:
        outside = [link for link in part.links if link.outside and part.role != "externallink"]
        count += sum(to_a_file(link.target, relative=True) if link.role == "hyperlink" else True for link in outside)
        if part.root is None or part.role in ("sharedstrings", "styles", "theme"):
            continue
        if part.role == "officedocument":
            count += sum(bool(_ELSEWHERE.search(name.text or "")) for name in part.root.iter("{*}definedName"))
        if b"[" in part.data:
            count += sum(bool(_BY_NAME.search(text)) for text in _FORMULAS(part.root))
        if part.role == "externallink":
            count += sum(1 for _ in part.root.iter("{*}ddeLink", "{*}oleLink"))
        if may_hold_a_path(part.data):
            count += sum(holds_a_path(text) for text in _half_visible(part.root))
    if count:
        yield Noticed("H113", count, detail="link")
    told = 0
    for part in parts:
        if part.role in PAGES and part.root is not None:
            told += sum(each.tells for each in office_fields.fields(part.root)) if b"instr" in part.data else 0
            told += sum(1 for _ in part.root.iter("{*}dataBinding"))  # those that are left are of people
    if told:
        yield Noticed("H113", told, detail="field")


_ATTRIBUTES: Callable[[Any], Any] = etree.XPath("//@*", smart_strings=False)
_FORMULAS: Callable[[Any], Any] = etree.XPath("//*[local-name()='f']/text()", smart_strings=False)
_CODES: Callable[[Any], Any] = etree.XPath(
    "//*[local-name()='instrText' or local-name()='f' or local-name()='definedName']/text()", smart_strings=False
)


def _half_visible(root: Any) -> Iterable[str]:
    return [*_ATTRIBUTES(root), *_CODES(root)]


def _shapes(parts: list[Part]) -> Iterator[Noticed]:
    """Drawn objects that are switched off, with text in them."""
    count = 0
    for part in parts:
        if part.root is None or not any(word in part.data for word in (b"hidden", b"display", b"filtered")):
            continue
        for name in part.root.iter("{*}cNvPr", "{*}docPr"):
            holder = name.getparent()
            holder = holder.getparent() if etree.QName(holder).localname.startswith("nv") else holder
            count += int(name.get("hidden") in _ON and says_something(holder))
        if b"urn:schemas-microsoft-com:vml" in part.data:
            for shape in part.root.iter("{urn:schemas-microsoft-com:vml}*"):
                note = shape.find("{*}ClientData[@ObjectType='Note']") is not None  # counted as a comment
                unseen = bool(_UNSEEN_STYLE.search(shape.get("style", "")))
                count += int(unseen and not note and says_something(shape))
        if part.role == "chart" and b"filtered" in part.data:  # series that were taken out of the picture
            count += sum(
                str(etree.QName(each).localname).startswith("filtered")
                for each in part.root.iter("{http://schemas.microsoft.com/office/drawing/2012/chart}*")
            )
    if count:
        yield Noticed("H112", count, detail="passage")


def _sheets(parts: list[Part]) -> Iterator[Noticed]:
    """Hidden sheets, rows and columns that hold something, scenarios."""
    book = next((p for p in parts if p.role == "officedocument" and folder(p) == "xl"), None)
    if book is None:
        return
    by_id = {link.id: link.target.lower() for link in book.links}
    titles = {by_id.get(value(s, "id")): s.get("name", "") for s in book.root.iter("{*}sheet")}
    hidden = [s.get("name", "") for s in book.root.iter("{*}sheet") if s.get("state", "visible") != "visible"]
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
    names = [
        name for name in book.root.iter("{*}definedName") if name.get("hidden") in _ON and '"' in (name.text or "")
    ]
    if names:
        yield Noticed("H112", len(names), detail="passage")


_HIDDEN_ROWS = etree.XPath(
    "boolean(//*[local-name()='row'][@hidden='1' or @hidden='true' or number(@ht)<0.1][*[local-name()='c']/*])"
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


def _slides(parts: list[Part]) -> Iterator[Noticed]:
    """Hidden slides and speaker notes, by the number of the slide."""
    show = next((p for p in parts if p.role == "officedocument" and folder(p) == "ppt"), None)
    if show is None:
        return
    by_id = {link.id: link.target.lower() for link in show.links}
    order = [by_id.get(_relation(s)) for s in show.root.iter("{*}sldId")]
    numbers = {target: n for n, target in enumerate(order, 1) if target}
    hidden, noted = [], []
    notes = {part.name.lower(): part for part in parts if part.role == "notesslide" and part.root is not None}
    for part in parts:
        if part.role == "slide":
            number = numbers.get(part.name.lower(), 0)
            if part.root.get("show") in ("0", "false"):
                hidden.append(number)
    for part in notes.values():
        if any(_notes(part.root)):
            targets = [link.target.lower() for link in part.links if link.role == "slide"]
            noted.append(numbers.get(targets[0], 0) if targets else 0)
    if hidden:
        yield Noticed("H104", len(hidden), _numbered(hidden), "slides")
    if noted:
        yield Noticed("H105", len(noted), _numbered(noted))


def _relation(element: Any) -> str:
    return next((v for k, v in element.attrib.items() if "relationships" in k), "")


def _notes(root: Any) -> Iterator[str]:
    """What a notes page holds besides the picture and the number of its slide."""
    yield from ("picture" for _ in root.iter("{*}pic"))
    for shape in root.iter("{*}sp", "{*}graphicFrame"):
        place = shape.find(".//{*}nvPr/{*}ph")
        if place is None or place.get("type") not in ("sldNum", "sldImg"):
            yield from (t.text for t in shape.iter("{*}t") if t.text and t.text.strip())


def _numbered(numbers: list[int]) -> str:
    shown = ", ".join(str(n) for n in sorted(numbers)[:8])
    return f"slide {shown}" if len(numbers) == 1 else f"slides {shown}"
