"""Rows of words that are looked for, found in a text: whole words only, the longest row first."""

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Protocol

from .forms import Row, Sort
from .words import WORD, fold

LONGEST = 8  # words of one row
_GAP_AT_MOST = 8  # characters between two words of one name
_PAST_LABELS = 24  # the same, where a label stands between them
# Labels of forms: what stands between `Ann` and `Example` there says nothing.
_NAMES = frozenset("surname forename forenames name names".split())
_LABELS = _NAMES | frozenset("first last family given middle legal".split())
_BREAKS = re.compile(r"[^\s.,_'/\-\u2010-\u2015]|\s[-\u2010-\u2015]+\s|\n\s*\n")
_FULL_STOP = re.compile(r"\.\s")
_HYPHENS = "-\u2010\u2011"


@dataclass(frozen=True, slots=True)
class Hit:
    """What a row says (`sort`) of whom (`who`, ids), where it stands in the plain text."""

    sort: Sort
    who: tuple[str, ...]
    start: int
    end: int


class Known(Protocol):
    """What is looked for."""

    def holds(self, word: str) -> bool:
        """Whether a folded word is part of any row."""

    def said(self, row: Row) -> tuple[tuple[Sort, tuple[str, ...]], ...]:
        """What a row says, and of whom."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A plain text cut in words; `marks` are the folded words that are part of anything."""

    text: str
    found: list[re.Match[str]]
    marks: list[str]
    title: bool  # whether it is a name of a file, in which nobody minds capitals


def find(text: str, known: Known, *, title: bool = False) -> Iterator[Hit]:
    """Everything that stands in a plain text, from left to right; no word counts twice.

    `title`: it is the name of a file, which is written without care for capitals.
    """
    found = list(WORD.finditer(text))
    seen: dict[str, str] = {}
    marks = [_mark(each[0], seen, known.holds) for each in found]
    here = _Text(text, found, marks, title)
    at = 0
    while at < len(found):
        at = (yield from _from(here, at, known)) if marks[at] else at + 1


def _mark(raw: str, seen: dict[str, str], holds: Callable[[str], bool]) -> str:
    mark = seen.get(raw)
    if mark is None:
        word = fold(raw)
        mark = seen[raw] = word if holds(word) else ""
    return mark


def _from(here: _Text, at: int, known: Known) -> Generator[Hit, None, int]:
    """What begins at a word; returns where to go on."""
    places = _run(here, at)
    for length in range(len(places), 0, -1):
        row = tuple(here.marks[place] for place in places[:length])
        last = places[length - 1]
        told = [s for s in known.said(row) if _fits(here, s[0], places[:length])]
        for sort, who in told:
            yield Hit(sort, who, here.found[at].start(), here.found[last].end())
        if told:
            return last + 1
    return at + 1


def _run(here: _Text, at: int) -> list[int]:
    """The places of words that may belong to one row with the word at a place."""
    places = [at]
    while len(places) < LONGEST:
        following = _next(here, places[-1])
        if following is None or not here.marks[following]:
            break
        places.append(following)
    return places


def _next(here: _Text, place: int) -> int | None:
    """The next word, past the labels of a form; None where a sentence or a cell ends before it."""
    after, labels = place + 1, set[str]()
    while after < len(here.found) and after - place <= 4:
        label = here.found[after][0].lower()
        if label not in _LABELS or here.marks[after]:
            break
        labels.add(label)
        after += 1
    if after >= len(here.found):
        return None
    gap = here.text[here.found[place].end() : here.found[after].start()]
    if labels:
        return after if labels & _NAMES and len(gap) <= _PAST_LABELS * len(labels) else None
    return after if _joins(gap, here.found[place][0]) else None


def _joins(gap: str, left: str) -> bool:
    """Whether what stands between two words leaves them one name: `A. Example`, `Example, Ann`."""
    if gap in ("", " "):
        return True
    if len(gap) > _GAP_AT_MOST or _BREAKS.search(gap.replace("\r", "")):
        return False
    abbreviated = len(left) == 1 or left.isdecimal()
    return abbreviated or not _FULL_STOP.search(gap)


def _fits(here: _Text, sort: Sort, places: list[int]) -> bool:
    """Whether the words are written as this sort is."""
    raws = [here.found[place][0] for place in places]
    start, end = here.found[places[0]].start(), here.found[places[-1]].end()
    if sort is Sort.ID:
        gaps = here.text[start:end]
        whole = not re.search(r"[\s,]", gaps)
        return whole and (here.title or gaps == gaps.upper())
    if here.title or sort in (Sort.WATCHED, Sort.BORN, Sort.ADDRESS):
        return True
    if _hyphened(here.text, start, end):
        return False
    if sort is Sort.INITIAL:
        return all(raw[0].isupper() for raw in raws)
    if sort is Sort.FIRST:
        return raws[0][0].isupper() and not _capital_after(here, places[-1])
    if sort is Sort.SURNAME:
        return raws[0][0].isupper()
    if sort is Sort.TURNED:
        before, after = _capital_before(here, places[0]), _capital_after(here, places[-1])
        in_cells = "\t" in here.text[start:end]
        return not ((before or after) if in_cells else (before and after))
    return True


def _hyphened(text: str, start: int, end: int) -> bool:
    """Whether it is a part of a longer name: `Ann Example-Jones`, `Mary-Ann Example`."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    is_before = len(before) == 2 and before[1] in _HYPHENS and before[0].isalpha()
    return is_before or (len(after) == 2 and after[0] in _HYPHENS and after[1].isupper())


def _capital_before(here: _Text, place: int) -> bool:
    """`Sam Example, Ann Jones`: the surname before the comma is another's."""
    if not place:
        return False
    before, own = here.found[place - 1], here.found[place]
    return before[0][0].isupper() and here.text[before.end() : own.start()] == " "


def _capital_after(here: _Text, place: int) -> bool:
    if place + 1 >= len(here.found):
        return False
    own, after = here.found[place], here.found[place + 1]
    return after[0][0].isupper() and here.text[own.end() : after.start()] == " "
