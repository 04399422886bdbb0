"""What a Word, Excel or PowerPoint file holds that a reader would not see on opening it. Found here, decided by people."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml import etree

from ..documents.examination import Noticed
from . import office_fields
from .links import holds_a_path, may_hold_a_path, to_a_file
from .office_grammar import HELD, names
from .office_package import Part

_PAGES = {"officedocument", "header", "footer", "footnotes", "endnotes"}  # parts of Word that show text
_REVISIONS = sorted(names("w", "ins del moveFrom moveTo rPrChange pPrChange sectPrChange tblPrChange tblPrExChange "
                               "trPrChange tcPrChange tblGridChange numberingChange cellIns cellDel cellMerge"))  # fmt: skip
_COMMENTS = ("{*}comment", "{*}cm", "{*}threadedComment")
_ON = ("1", "true", "on")
_OFF = ("0", "false", "off", "none")
_ELSEWHERE = re.compile(r"\[[^\[\]]+\][^\[\]]*!")  # [1]Sheet1!A1: a cell of another workbook
_UNSEEN_STYLE = re.compile(r"visibility:\s*hidden|display:\s*none")


def find(parts: list[Part]) -> list[Noticed]:
    """Everything hidden, with counts and places."""
    found = [*_comments(parts), *_held(parts), *_links(parts), *_shapes(parts)]
    if any(part.role == "origin" for part in parts):
        found.append(Noticed("H114"))
    found += [*_word(parts), *_sheets(parts), *_slides(parts)]
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
            yield Noticed(code, codes.count(code))
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
        if may_hold_a_path(part.data):
            count += sum(holds_a_path(text) for text in _half_visible(part.root))
    if count:
        yield Noticed("H113", count, detail="link")
    told = sum(
        each.shown and each.keyword in office_fields.TELLING
        for part in parts
        if part.role in _PAGES and part.root is not None and b"instr" in part.data
        for each in office_fields.fields(part.root)
    )
    if told:
        yield Noticed("H113", told, detail="field")


_DESCRIPTIONS: Callable[[Any], Any] = etree.XPath(
    "//@descr|//@title|//@alt|//@tooltip|//@location|//@*[local-name()='instr']"
    "|//*[local-name()='tblCaption' or local-name()='tblDescription']/@*", smart_strings=False
)  # fmt: skip
_CODES: Callable[[Any], Any] = etree.XPath(
    "//*[local-name()='instrText' or local-name()='f' or local-name()='definedName']/text()", smart_strings=False
)


def _half_visible(root: Any) -> Iterable[str]:
    return [*_DESCRIPTIONS(root), *_CODES(root)]


def _shapes(parts: list[Part]) -> Iterator[Noticed]:
    """Drawn objects that are switched off, with text in them."""
    count = 0
    for part in parts:
        if part.root is None or not (b"hidden" in part.data or b"display" in part.data):
            continue
        for name in part.root.iter("{*}cNvPr", "{*}docPr"):
            holder = name.getparent()
            holder = holder.getparent() if etree.QName(holder).localname.startswith("nv") else holder
            count += int(name.get("hidden") in _ON and _says_something(holder))
        if b"urn:schemas-microsoft-com:vml" in part.data:
            for shape in part.root.iter("{urn:schemas-microsoft-com:vml}*"):
                note = shape.find("{*}ClientData[@ObjectType='Note']") is not None  # counted as a comment
                unseen = bool(_UNSEEN_STYLE.search(shape.get("style", "")))
                count += int(unseen and not note and _says_something(shape))
    if count:
        yield Noticed("H112", count, detail="passage")


def _says_something(element: Any) -> bool:
    return any(text.strip() for text in element.itertext()) or any(
        True for _ in element.iter("{*}blip", "{*}imagedata")
    )


def _word(parts: list[Part]) -> Iterator[Noticed]:
    pages = [part for part in parts if part.role in _PAGES and part.root is not None]
    changes = [change for part in pages for change in part.root.iter(*_REVISIONS)]
    if changes and changes[0].tag in _REVISIONS:
        people = {value for each in changes for name, value in each.attrib.items() if name.endswith("}author")}
        yield Noticed("H102", len(changes), detail=str(len(people)))
    unseen_styles = {
        _value(style, "styleId")
        for part in parts
        if part.role == "styles" and part.root is not None
        for style in part.root.iter(*names("w", "style"))
        if _vanishes(style.find("{*}rPr"))
    }
    count = 0
    for part in pages:
        if b"vanish" not in part.data and not unseen_styles:
            continue
        for run in part.root.iter(*names("w", "r")):
            if any(t.text and t.text.strip() for t in run.iterfind("{*}t")):
                count += int(_vanishes(run.find("{*}rPr")) or bool(unseen_styles & set(_styles(run))))
    if count:
        yield Noticed("H112", count, detail="passage")


def _vanishes(properties: Any) -> bool:
    if properties is None:
        return False
    return any(_value(each, "val") not in _OFF for each in properties.iterfind("{*}vanish"))


def _styles(run: Any) -> Iterator[str]:
    """The character style of a run, and the paragraph style around it."""
    holders = [run.find("{*}rPr/{*}rStyle"), run.getparent().find("{*}pPr/{*}pStyle")]
    yield from (_value(each, "val") for each in holders if each is not None)


def _value(element: Any, word: str) -> str:
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == word), "")


def _sheets(parts: list[Part]) -> Iterator[Noticed]:
    """Hidden sheets, rows and columns that hold something, scenarios."""
    book = next((p for p in parts if p.role == "officedocument" and "spreadsheetml" in p.content_type), None)
    if book is None:
        return
    by_id = {link.id: link.target.lower() for link in book.links}
    titles = {by_id.get(_value(s, "id")): s.get("name", "") for s in book.root.iter("{*}sheet")}
    hidden = [s.get("name", "") for s in book.root.iter("{*}sheet") if s.get("state", "visible") != "visible"]
    if hidden:
        yield Noticed("H103", len(hidden), _named(hidden))
    rows, columns, scenarios = list[str](), list[str](), 0
    for part in parts:
        if part.role == "worksheet":
            title = titles.get(part.name.lower(), "")
            rows += [title] * (b"hidden" in part.data and bool(_HIDDEN_ROWS(part.root)))
            columns += [title] * (b"hidden" in part.data and _hides_columns(part.root))
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
    "boolean(//*[local-name()='row'][@hidden='1' or @hidden='true' or @ht='0'][*[local-name()='c']/*])"
)
_FILLED: Callable[[Any], Any] = etree.XPath("//*[local-name()='c'][*]")
_LETTERS = re.compile(r"[A-Z]+")


def _hides_columns(sheet: Any) -> bool:
    spans = [
        (int(col.get("min", "0")), int(col.get("max", "0")))
        for col in sheet.iter("{*}col")
        if col.get("hidden") in _ON or col.get("width") == "0"
    ]
    if not spans:
        return False
    used = {_column(cell) for cell in _FILLED(sheet)}
    return any(first <= column <= last for first, last in spans for column in used)


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
    show = next((p for p in parts if p.role == "officedocument" and "presentationml" in p.content_type), None)
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
