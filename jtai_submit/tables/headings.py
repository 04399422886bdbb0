"""Headings: how one is compared, and which fields a row of them stands for."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ..manifest.columns import FieldName
from .sheet import Value

_LONGEST = 300  # characters of a heading
# Not before the `s` of many: `ICPCs`.
_CAMEL = re.compile(
    r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])(?![A-Z]s(?![a-z]))|(?<=[a-z]{3})(?=\d)"
)
_TAIL = re.compile(r"(?:\s*(?:\(\s*y\s*/\s*n\s*\)|[?:.*]))+$")
_MONTHS = re.compile(r"\b(\d+) ?m(?:ths?|onths?)?\b")
# Whose, and in which form: what a heading asks for is the rest of it.
_WHOSE = re.compile(r"(?:child(?:'?s)?|person(?:'s)?|client(?:'s)?|pupil(?:'s)?) ")
_FORM = re.compile(r"\s*[(\[][^)\]]*[)\]]$")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


class How(StrEnum):
    EXACT = "exact"
    ALIAS = "alias"
    GUESS = "guess"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Match:
    """A field of a list and the column that holds it: its place from 0, −1 where there is none."""

    field: str
    heading: str = ""
    how: How = How.MISSING
    column: int = -1


@cache
def normalised(heading: str) -> str:
    """`DateOfBirth`, `Date of  Birth:` and `date of birth` are one; so are (Y/N) and no (Y/N)."""
    text = unicodedata.normalize("NFKC", heading).translate(_QUOTES)
    text = _CAMEL.sub(" ", text.replace("_", " "))
    return _TAIL.sub("", " ".join(text.split()).casefold()).strip()


@cache
def squashed(heading: str) -> str:
    """Letters and digits alone: what whole headings are compared by."""
    return "".join(ch for ch in normalised(heading) if ch.isalnum())


def _readings(text: str) -> Iterator[str]:
    """A heading's words, as `DateOfBirth` and as `DoB` are meant; then without what is beside."""
    for each in (normalised(text), normalised(text.casefold())):
        plain = _MONTHS.sub(r"\1 months", each)
        yield plain
        yield _FORM.sub("", plain)
        yield _FORM.sub("", _WHOSE.sub("", plain, count=1))


class Headings:
    """Matches the headings of one list. `said` are headings that a person gave: field → heading."""

    def __init__(self, fields: Sequence[FieldName], said: Mapping[str, str] | None = None) -> None:
        self.fields = fields
        self.said = {field: squashed(heading) for field, heading in (said or {}).items()}
        self.exact = {squashed(field.name): field.name for field in fields}
        self.alias: dict[str, str] = {}
        for field in fields:
            for alias in field.aliases:
                self.alias.setdefault(squashed(alias), field.name)
        self.never = {(f.name, squashed(heading)) for f in fields for heading in f.never}
        self.known: dict[str, dict[str, How]] = {}
        self.none = tuple(Match(field.name) for field in fields)
        self.guesses = [(f.name, re.compile(guess)) for f in fields for guess in f.guesses]

    def how(self, text: str) -> dict[str, How]:
        """The fields that a heading may stand for, each with how that is known."""
        if text not in self.known:
            self.known[text] = self._how(text)
        return self.known[text]

    def _how(self, text: str) -> dict[str, How]:
        key = squashed(text)
        if not key:
            return {}
        if field := next((f for f, heading in self.said.items() if heading == key), ""):
            return {field: How.EXACT}
        found = {}
        if field := self.exact.get(key, ""):
            found[field] = How.EXACT
        elif field := self.alias.get(key, ""):
            found[field] = How.ALIAS
        else:
            found = dict.fromkeys(self._guessed(text), How.GUESS)
        free = {f: how for f, how in found.items() if f not in self.said}
        return {f: how for f, how in free.items() if (f, key) not in self.never}

    def _guessed(self, text: str) -> list[str]:
        """The fields that a heading may stand for as it is written; else for what is left of it
        without whose it is, and in which form.
        """
        for plain in dict.fromkeys(_readings(text)):
            key = squashed(plain)
            if field := self.exact.get(key, "") or self.alias.get(key, ""):
                return [field]
            if found := [field for field, guess in self.guesses if guess.fullmatch(plain)]:
                return found
        return []

    def match(self, headings: Sequence[str]) -> tuple[Match, ...]:
        """Each field with its column: whole headings first, a guess only for what is left."""
        taken: dict[str, Match] = {}
        columns: set[int] = set()
        each = [(n, text, self.how(text)) for n, text in enumerate(headings)]
        options = [(n, text, fields) for n, text, fields in each if fields]
        if not options:
            return self.none
        for wanted in (How.EXACT, How.ALIAS, How.GUESS):
            for n, text, found in options:
                for field, how in found.items():
                    if how is wanted and field not in taken and n not in columns:
                        taken[field] = Match(field, " ".join(text.split()), how, n)
                        columns.add(n)
        return tuple(taken.get(f.name, Match(f.name)) for f in self.fields)


def texts(row: Sequence[Value]) -> list[str]:
    """A row's cells as headings; a long cell or a number is none."""
    return [c if isinstance(c, str) and len(c) <= _LONGEST else "" for c in row]


def score(matches: Iterable[Match]) -> int:
    """How surely a row holds the headings: a whole heading counts twice a guess."""
    return sum({How.MISSING: 0, How.GUESS: 1}.get(match.how, 2) for match in matches)


def joined(upper: Sequence[str], lower: Sequence[str], known: Headings) -> list[str]:
    """Two heading rows as one: of each column the lower, both, or the upper, whichever is known."""
    out, above = [], ""
    for n in range(max(len(upper), len(lower))):
        own = upper[n].strip() if n < len(upper) else ""
        above = own or above  # a merged cell stands in its first column alone
        below = lower[n].strip() if n < len(lower) else ""
        choices = [below, f"{above} {below}".strip()] if below else [own]
        out.append(next((c for c in choices if known.how(c)), choices[0]))
    return out
