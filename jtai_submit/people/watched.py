"""Names that must not stand in names of files: found there, and left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .finding import find
from .forms import Row, Sort, of_watched
from .words import aligned

_WATCHED = ((Sort.WATCHED, ("",)),)


@dataclass(frozen=True, slots=True)
class _Plain:
    """A watch list as it is, in this process."""

    rows: frozenset[Row]
    parts: frozenset[str]

    def holds(self, word: str) -> bool:
        return word in self.parts

    def said(self, row: Row) -> tuple[tuple[Sort, tuple[str, ...]], ...]:
        return _WATCHED if row in self.rows else ()


def watched_in(name: str, watched: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where in a file's name (as it is written) a watched name begins and ends."""
    text, places = aligned(name)
    for hit in find(text, _list(tuple(watched)), title=True):
        yield places[hit.start], places[hit.end]


def without_watched(name: str, watched: Sequence[str]) -> str:
    """A file's name with a blank in place of each watched name, and of what that forms anew."""
    while found := sorted(watched_in(name, watched), reverse=True):
        for start, end in found:
            name = f"{name[:start]} {name[end:]}"
    return name


@lru_cache(maxsize=8)
def _list(watched: tuple[str, ...]) -> _Plain:
    rows = frozenset(form.row for line in watched for form in of_watched(line) if form.row)
    return _Plain(rows, frozenset(word for row in rows for word in row))
