"""Which letters went to whom and when: `.jtai/letters.json`, for the user alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from ..errors import Problem, Unusable
from ..inspection.sendings import ChasedStanding
from ..storage import read_file, write_atomically


@dataclass(frozen=True, slots=True)
class _Stored:
    letters: tuple[ChasedStanding, ...]
    jtai_letters: Literal[1] = 1


_STORED = TypeAdapter(_Stored)


def load(path: Path) -> tuple[ChasedStanding, ...]:
    """Every letter, oldest first.

    Raises `Unusable` where it cannot be read: somebody would be written to twice.
    """
    try:
        return _STORED.validate_json(read_file(path)).letters
    except FileNotFoundError:
        return ()
    except (OSError, ValueError):
        fix = "put it back from a backup, or delete it: then today's letters may go a second time"
        message = "the list of letters that went cannot be read"
        raise Unusable(Problem("", message, fix, str(path))) from None


def known(path: Path) -> tuple[ChasedStanding, ...]:
    """The same for whoever only shows them: none where the list is another person's or damaged."""
    try:
        return load(path)
    except Unusable:
        return ()


def add(path: Path, letter: ChasedStanding) -> None:
    letters = (*load(path), letter)
    write_atomically(path, _STORED.dump_json(_Stored(letters), indent=1), 0o600)


def last(letters: Sequence[ChasedStanding]) -> tuple[ChasedStanding, ...]:
    """The last letter to each agency."""
    return tuple({each.owner: each for each in letters}.values())


def written_today(now: datetime, owner: str, letters: Sequence[ChasedStanding]) -> bool:
    """Whether one went on the day of `now`, as the clock there has it."""
    days = (each.at.astimezone(now.tzinfo).date() for each in letters if each.owner == owner)
    return now.date() in days
