"""The ways in which people write a name, a date of birth, an address, an id: as rows of words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from .words import plain, words

Row = tuple[str, ...]


class Sort(StrEnum):
    """What a row of words says of somebody."""

    FULL = "full"  # Ann Example
    TURNED = "turned"  # Example, Ann
    INITIAL = "initial"  # A. Example
    FIRST = "first"  # Ann
    WORD = "word"  # a first name that is an everyday word, too: Hope, May
    SURNAME = "surname"  # Example
    BORN = "born"
    ADDRESS = "address"
    ID = "id"
    WATCHED = "watched"  # a name that must not stand in names of files


@dataclass(frozen=True, slots=True)
class Form:
    sort: Sort
    row: Row


# Words before a surname that are part of it.
_PARTICLES = frozenset(
    (
        "de del della da das dos di du la le van von der den ter ten al el bin bint ben ibn abu "
        "mac mc st"
    ).split()
)
_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_FIRST_DAY_OF_EXCEL = date(1899, 12, 30)  # ECMA-376-1, 18.17.4.1: serial 60 and later count from it
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.I)
_SHORT = {
    "street": "st",
    "road": "rd",
    "avenue": "ave",
    "lane": "ln",
    "close": "cl",
    "drive": "dr",
    "crescent": "cres",
    "court": "ct",
    "place": "pl",
    "gardens": "gdns",
    "square": "sq",
    "terrace": "terr",
}
# First names that begin sentences and stand in dates: by themselves they speak of nobody.
EVERYDAY = frozenset(
    """
    april august autumn bill chance chase christian don drew grant hope jan june march mark may
    rich sue summer sunny tuesday will winter
    """.split()
)
_BARRELS = re.compile(r"[\s\-\u2010-\u2015]+")
_HYPHEN = re.compile(r"[\-\u2010-\u2015]")
_BARRELS_AT_MOST = 4  # of which each way of writing is known
_HALF = 3  # letters that a half of a surname has at least
_UNITS = frozenset("flat apartment apt unit room no number".split())
SHORTEST_NUMBER = 5  # digits of an id that stands for a child by itself


def of_name(name: str) -> Iterator[Form]:
    """Every way of writing a name; of a single word, that it is a first name."""
    before, surname = _parts(name)
    given = words(before)
    if not given:
        return
    token = next(token for token in before.split() if words(token))
    firsts = {given, given[:1], *_joined(token)}
    initials = tuple(word[0] for word in given)
    for last in (*_joined(surname), *_halves(surname)) if words(surname) else ():
        yield Form(Sort.SURNAME, last)
        for first in firsts:
            yield Form(Sort.FULL, first + last)
            yield Form(Sort.TURNED, last + first)
        for first in {initials, initials[:1], given[:1] + initials[1:]} - firsts:
            yield Form(Sort.INITIAL if first[0] == initials[0] else Sort.FULL, first + last)
            yield Form(Sort.INITIAL if first[0] == initials[0] else Sort.TURNED, last + first)
    for first in firsts:
        yield Form(Sort.WORD if first[0] in EVERYDAY and len(first) == 1 else Sort.FIRST, first)


def of_watched(line: str) -> Iterator[Form]:
    """A line of a watch list: a name in all its ways; of what has digits, just these words."""
    _, surname = _parts(line)
    every = words(line)
    if not every:
        return
    yield Form(Sort.WATCHED, every)
    if words(surname) and not any(word.isdecimal() for word in every):
        rows = (f for f in of_name(line) if f.sort in (Sort.FULL, Sort.TURNED, Sort.INITIAL))
        yield from (Form(Sort.WATCHED, form.row) for form in rows)
    elif "'" in line or "\u2019" in line:
        yield Form(Sort.WATCHED, ("".join(every),))


def of_born(day: date) -> Iterator[Form]:
    """A date as forms, letters and workbooks write it (days before months, as in England)."""
    d, y, short = str(day.day), str(day.year), str(day.year % 100)
    whole = _MONTHS[day.month - 1]
    numbers = [(d, str(day.month), y), (d, str(day.month), short), (y, str(day.month), d)]
    spoken = [
        (*days, month, year)
        for month in {whole, whole[:3], *(["sept"] if day.month == 9 else [])}
        for year in (y, short)
        for days in ((d,), (d, _ordinal(day.day)), (d, _ordinal(day.day), "of"))
    ]
    days = ((d,), (d, _ordinal(day.day)))
    turned = [(month, *rest, y) for month in {whole, whole[:3]} for rest in days]
    serial = str((day - _FIRST_DAY_OF_EXCEL).days)
    for row in (*numbers, *spoken, *turned, (day.strftime("%Y%m%d"),), (serial,)):
        yield Form(Sort.BORN, row)


def of_address(address: str) -> Iterator[Form]:
    """The house with its street, with and without `Street` in short; and the postcode."""
    if code := _POSTCODE.search(address):
        yield Form(Sort.ADDRESS, words(f"{code[1]} {code[2]}"))
        yield Form(Sort.ADDRESS, words(code[1] + code[2]))
    pieces = [words(piece) for piece in re.split(r"[,;\n]", _POSTCODE.sub("", address))]
    for row in _houses([row for row in pieces if row]):
        yield Form(Sort.ADDRESS, row)
        for long, short in _SHORT.items():
            if row[-1] in (long, short):
                yield Form(Sort.ADDRESS, (*row[:-1], long))
                yield Form(Sort.ADDRESS, (*row[:-1], short))


def of_id(identity: str) -> Iterator[Form]:
    """An id by which a child is known; a short number by itself is none."""
    row = words(identity)
    if any(not word.isdecimal() for word in row) or digits(identity) >= SHORTEST_NUMBER:
        yield Form(Sort.ID, row)


def digits(text: str) -> int:
    """How many digits stand in it, zeros in front with them."""
    return sum(letter.isdecimal() for letter in text)


def _parts(name: str) -> tuple[str, str]:
    """First names, and the surname with its particles; a name with a comma has it in front."""
    last, comma, before = plain(name).partition(",")
    if comma:
        return before, last
    pieces = [piece for piece in last.split() if words(piece)]
    if len(pieces) < 2:
        return last, ""
    cut = len(pieces) - 1
    while cut > 1 and pieces[cut - 1].casefold().rstrip(".") in _PARTICLES:
        cut -= 1
    return " ".join(pieces[:cut]), " ".join(pieces[cut:])


def _joined(name: str) -> set[Row]:
    """`O'Brien-Smith` is also written `OBrien-Smith`, and as one word."""
    barrels = [words(each) for each in _BARRELS.split(name)]
    ways = product(*({each, ("".join(each),)} for each in barrels[:_BARRELS_AT_MOST] if each))
    rest = tuple(word for each in barrels[_BARRELS_AT_MOST:] for word in each)
    rows = {tuple(word for each in way for word in each) + rest for way in ways}
    return {row for row in {*rows, ("".join(words(name)),)} if any(row)}


def _halves(surname: str) -> Iterator[Row]:
    """Each half of a double-barrelled surname: many people write only one."""
    halves = _HYPHEN.split(surname)
    for half in halves if len(halves) > 1 else ():
        if len("".join(words(half))) >= _HALF:
            yield from _joined(half)


def _houses(pieces: list[Row]) -> Iterator[Row]:
    numbered = [row for row in pieces if any(ch.isdecimal() for ch in "".join(row))]
    streets = [row for row in numbered if len(_streets(row)) > 1]
    if streets:
        yield from streets
    elif numbered and len(pieces) > 1:  # `Flat 2, Example House`, or `1, High Street`
        at = pieces.index(numbered[0])
        yield tuple(word for row in pieces[at : at + 2] for word in row)
    elif pieces and len(pieces[0]) > 1:
        yield pieces[0]


def _streets(row: Row) -> list[str]:
    return [word for word in row if not word.isdecimal() and word not in _UNITS and len(word) > 1]


def _ordinal(day: int) -> str:
    return "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
