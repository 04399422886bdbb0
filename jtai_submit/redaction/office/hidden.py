"""What a Word, Excel or PowerPoint file holds that a reader would not see on opening it. Found
here, decided by people.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml import etree

from ...documents.examination import Noticed
from ..shared.links import holds_a_path, may_hold_a_path, to_a_file
from . import fields as office_fields
from . import hidden_drawings, hidden_sheets, hidden_slides, hidden_word
from .hidden_word import PAGES
from .package import Part
from .place import place
from .roles import GONE, HELD, KEPT

# Word and Excel (ISO/IEC 29500-1, 17.13.4, 18.7), PowerPoint (19.4), threads of Excel ([MS-XLSX]).
_COMMENTS = ("{*}comment", "{*}cm", "{*}threadedComment")
_ELSEWHERE = re.compile(r"\[[^\[\]]+\][^\[\]]*!")  # [1]Sheet1!A1: a cell of another workbook
# [Book.xlsx]Sheet1!A1: the same, with its name.
_BY_NAME = re.compile(r"\[[^\[\]]*[^\[\]\d][^\[\]]*\][^\[\]!]*!")


def find(parts: list[Part]) -> list[Noticed]:
    """Everything hidden, with counts and places."""
    found = [*_comments(parts), *_held(parts), *_links(parts), *hidden_drawings.find(parts)]
    # ISO/IEC 29500-2, digital signatures: all of them hang at one part, the origin.
    if any(part.role == "origin" for part in parts):
        found.append(Noticed("H114"))
    found += [*hidden_word.find(parts), *hidden_sheets.find(parts), *hidden_slides.find(parts)]
    return found


def _comments(parts: list[Part]) -> Iterator[Noticed]:
    roots = [
        part.root
        for part in parts
        if part.role in ("comments", "threadedcomment") and part.root is not None
    ]
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
            places = dict.fromkeys(place(parts, p.name) for p in parts if HELD.get(p.role) == code)
            where = _listed(places) if code == "H111" else ""
            yield Noticed(code, codes.count(code), where, "part" if foreign else "")
    if "H112" in codes:
        yield Noticed("H112", max(1, pivots), detail="pivot")


def _links(parts: list[Part]) -> Iterator[Noticed]:
    """Links to files and shares, texts and formulas that hold a path, fields that
    Office filled in.
    """
    yield from _counted(parts, _leading, "link")
    pages = [part for part in parts if part.role in PAGES and part.root is not None]
    told = sum(map(_telling, pages))
    if told:
        yield Noticed("H113", told, detail="field")


def _counted(parts: list[Part], count: Callable[[Part], int], what: str) -> Iterator[Noticed]:
    """One finding for all parts, with up to five of their places."""
    counts = [(part, count(part)) for part in parts if part.role not in GONE or part.kept]
    places = dict.fromkeys(place(parts, part.name) for part, n in counts if n)
    if places:
        yield Noticed("H113", sum(n for _, n in counts), _listed(places), what)


def _listed(places: Iterable[str]) -> str:
    return ", ".join([each for each in places if each][:5])


def _leading(part: Part) -> int:
    """How much in a part leads to a file or a share, or names one."""
    outside = [link for link in part.links if link.outside and part.role != "externallink"]
    links = [
        link
        for link in outside
        if link.role != "hyperlink" or to_a_file(link.target, relative=True)
    ]
    if part.root is None or part.role == "sharedstrings":
        return len(links)
    count = len(links)
    if part.role == "officedocument":
        names = part.root.iter("{*}definedName")
        count += sum(bool(_ELSEWHERE.search(name.text or "")) for name in names)
    if b"[" in part.data:
        count += sum(bool(_BY_NAME.search(text)) for text in _FORMULAS(part.root))
    if part.role == "externallink":
        count += sum(1 for _ in part.root.iter("{*}ddeLink", "{*}oleLink"))
    if may_hold_a_path(part.data):
        count += sum(holds_a_path(text) for text in _half_visible(part.root))
    return count


def _telling(page: Part) -> int:
    """How many fields show a person or a path; bindings that are left are of people."""
    fields = office_fields.fields(page.root) if b"instr" in page.data else ()
    return sum(each.tells for each in fields) + sum(1 for _ in page.root.iter("{*}dataBinding"))


_ATTRIBUTES: Callable[[Any], Any] = etree.XPath("//@*", smart_strings=False)
_FORMULAS: Callable[[Any], Any] = etree.XPath("//*[local-name()='f']/text()", smart_strings=False)
_CODES = tuple(
    """
    {*}instrText {*}f {*}definedName {*}formula {*}formula1 {*}formula2 {*}calculatedColumnFormula
    {*}totalsRowFormula
    """.split()
)


def _half_visible(root: Any) -> Iterable[str]:
    return [*_ATTRIBUTES(root), *(each.text or "" for each in root.iter(*_CODES))]
