"""Rows of words that are looked for, found in a text: whole words only, the longest row first."""

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Protocol

from .forms import EVERYDAY, SHORTEST_NUMBER, Row, Sort, digits
from .numbered import numbers_else
from .staff import is_staff
from .words import WORD, fold

LONGEST = 8  # words of one row
_GAP_AT_MOST = 8  # characters between two words of one name
_PAST_LABELS = 24  # the same, where a label stands between them
# Labels of forms: what stands between `Ann` and `Example` there says nothing.
_NAMES = frozenset("surname forename forenames name names known".split())
_LABELS = _NAMES | frozenset("first last family given middle legal preferred child as".split())
_LABELS_AT_MOST = 5  # words: `Child's legal surname`
# Around a further name: `Ann "Annie" Example`, `Example (Ann)`.
_OPENS = frozenset((" (", ' "', " '", " \u201c"))
_CLOSES = frozenset(")\"'\u201d")
_BREAKS = re.compile(r"[^\s.,_'/\-\u2010-\u2015]|\s[-\u2010-\u2015]+\s|\n\s*\n")
_FULL_STOP = re.compile(r"\.\s")
_HYPHENS = "-\u2010\u2011"
_MIDDLE = 2  # names at most between a first name and a surname that no list has
_MONTHS = frozenset("april may june august jan".split())  # the months that are first names, too


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
        beginning = all(sort in (Sort.FIRST, Sort.WORD) for sort, _ in told)
        if beginning and (middle := _past_middle_names(here, places[:length], known)):
            last, told = middle
        for sort, who in told:
            yield Hit(sort, who, here.found[at].start(), here.found[last].end())
        if told:
            return last + 1
    return at + 1


def _past_middle_names(
    here: _Text, first: list[int], known: Known
) -> tuple[int, list[tuple[Sort, tuple[str, ...]]]] | None:
    """`Ann Mary Example`, where the list has Ann Example: the place of its end, and who it is."""
    row = tuple(here.marks[place] for place in first)
    if not any(sort in (Sort.FIRST, Sort.WORD) for sort, _ in known.said(row)):
        return None
    middle = first[-1]
    for _ in range(_MIDDLE):
        middle = _after(here, middle)
        if not middle or not _is_middle(here, middle):
            return None
        after = _after(here, middle)
        places = _run(here, after) if after and here.marks[after] else []
        for length in range(len(places), 0, -1):
            surname = tuple(here.marks[place] for place in places[:length])
            if _whole(known, (here.marks[middle], *surname)):
                return None  # `Ann May Brown`: Ann, and somebody else
            told = _whole(known, row + surname)
            start, end = here.found[first[0]].start(), here.found[places[length - 1]].end()
            if told and (here.title or not _hyphened(here.text, start, end)):
                return places[length - 1], told
    return None


def _whole(known: Known, row: Row) -> list[tuple[Sort, tuple[str, ...]]]:
    return [said for said in known.said(row) if said[0] is Sort.FULL]


def _is_middle(here: _Text, place: int) -> bool:
    """Whether a word that no list has may be a further name."""
    word = here.found[place][0]
    named = here.title or word[0].isupper()
    return named and word.isalpha() and word.lower() not in _LABELS


def _after(here: _Text, place: int) -> int:
    """The next word that stands close behind one, as names of one person do, or behind the label
    of a form; 0 where there is none.
    """
    following = _next(here, place)
    if following is None:
        following = place + 1
    if following >= len(here.found):
        return 0
    gap = here.text[here.found[place].end() : here.found[following].start()]
    labelled = following > place + 1
    named = gap in (" ", ". ", "\t", ",") or (here.title and gap in ("_", "-", "."))
    quoted = gap in _OPENS or (gap[1:] == " " and gap[0] in _CLOSES)
    return following if labelled or named or quoted else 0


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
    while after < len(here.found) and after - place <= _LABELS_AT_MOST and _is_label(here, after):
        labels.add(here.found[after][0].lower())
        after += 1
    if after >= len(here.found):
        return None
    gap = here.text[here.found[place].end() : here.found[after].start()]
    if labels:
        return after if labels & _NAMES and len(gap) <= _PAST_LABELS * len(labels) else None
    end = here.found[after].end()
    turned = gap in _OPENS and here.text[end : end + 1] in _CLOSES
    return after if turned or _joins(gap, here.found[place][0]) else None


def _is_label(here: _Text, place: int) -> bool:
    word = here.found[place]
    if word[0] == "s" and here.text[word.start() - 1] == "'":
        return True  # `Child's surname`
    return word[0].lower() in _LABELS and not here.marks[place]


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
        if re.search(r"[\s,]", gaps) or (gaps.isdecimal() and digits(gaps) < SHORTEST_NUMBER):
            return False
        return here.title or (gaps == gaps.upper() and not numbers_else(here.text, start, end))
    if here.title or sort in (Sort.WATCHED, Sort.BORN, Sort.ADDRESS):
        return True
    if _hyphened(here.text, start, end):
        return False
    if sort is Sort.INITIAL:
        staff = is_staff(here.text, start, end)
        return not staff and all(raw[0].isupper() for raw in raws)
    if sort in (Sort.FULL, Sort.TURNED) and not _is_written_as_a_name(here, places):
        return False
    if sort is Sort.FULL:
        return not is_staff(here.text, start, end, whole=True)
    if sort in (Sort.FIRST, Sort.WORD):
        named = raws[0][0].isupper() and not _capital_after(here, places[-1])
        return named and not _in_a_date(here, places[0])
    if sort is Sort.SURNAME:
        return raws[0][0].isupper()
    if sort is Sort.TURNED:
        if _in_a_date(here, places[-1]):
            return False
        before, after = _capital_before(here, places[0]), _capital_after(here, places[-1])
        in_cells = "\t" in here.text[start:end]
        return not ((before or after) if in_cells else (before and after))
    return True


def _is_written_as_a_name(here: _Text, places: list[int]) -> bool:
    """Not so `Will young people …`, where somebody is called Will Young. What is no everyday word
    is heard without capitals, too.
    """
    everyday = any(here.marks[place] in EVERYDAY for place in places)
    return not everyday or all(here.found[place][0][0].isupper() for place in places)


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


def _in_a_date(here: _Text, place: int) -> bool:
    """`May 2017`, `12 May`: a month, whoever else has that name."""
    if here.found[place][0].lower() not in _MONTHS:
        return False
    beside = here.found[max(0, place - 1) : place] + here.found[place + 1 : place + 2]
    return any(each[0].isdecimal() for each in beside)
