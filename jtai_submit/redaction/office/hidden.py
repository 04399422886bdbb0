"""What a Word, Excel or PowerPoint file holds that a reader would not see on opening it. Found here, decided by people."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml import etree

from ...documents.examination import Noticed
from ..shared.links import holds_a_path, may_hold_a_path, to_a_file
from . import fields as office_fields
from . import hidden_drawings, hidden_sheets, hidden_slides, hidden_word
from .grammar import GONE, HELD, KEPT
from .hidden_word import PAGES
from .package import Part

_COMMENTS = ("{*}comment", "{*}cm", "{*}threadedComment")
_ELSEWHERE = re.compile(r"\[[^\[\]]+\][^\[\]]*!")  # [1]Sheet1!A1: a cell of another workbook
_BY_NAME = re.compile(r"\[[^\[\]]*[^\[\]\d][^\[\]]*\][^\[\]!]*!")  # [Book.xlsx]Sheet1!A1: the same, with its name


def find(parts: list[Part]) -> list[Noticed]:
    """Everything hidden, with counts and places."""
    found = [*_comments(parts), *_held(parts), *_links(parts), *hidden_drawings.find(parts)]
    if any(part.role == "origin" for part in parts):
        found.append(Noticed("H114"))
    found += [*hidden_word.find(parts), *hidden_sheets.find(parts), *hidden_slides.find(parts)]
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
        if part.role in GONE and not part.kept:
            continue  # it stays behind
        outside = [link for link in part.links if link.outside and part.role != "externallink"]
        count += sum(to_a_file(link.target, relative=True) if link.role == "hyperlink" else True for link in outside)
        if part.root is None or part.role == "sharedstrings":
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
    "//*["
    + " or ".join(
        f"local-name()='{word}'"
        for word in (
            "instrText",
            "f",
            "definedName",
            "formula",
            "formula1",
            "formula2",
            "calculatedColumnFormula",
            "totalsRowFormula",
            "name",
        )
    )
    + "]/text()",
    smart_strings=False,
)


def _half_visible(root: Any) -> Iterable[str]:
    return [*_ATTRIBUTES(root), *_CODES(root)]
