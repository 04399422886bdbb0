"""What stops a run, and the words for it.

Below the command line a result is a value; an exception is only for what ends the run:

    Stop
    ├── Usage         2   wrong command line, unknown agency, child, deadline or slot in a flag
    ├── Unusable      3   manifest, submission, receipt or pack cannot be used
    ├── PartlySent    4   some packs arrived; the same command goes on
    ├── Temporary     5   portal, network, disk full, another push is running
    └── Refused       6   sign-in, permission or passphrase refused

Not being ready (1) is an outcome, not an exception. Each carries one or more `Problem`s: where,
what happened, what to do, code.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any


class Exit(IntEnum):
    """The exit codes of the command line, a contract with whoever scripts it."""

    OK = 0
    NOT_READY = 1
    USAGE = 2
    UNUSABLE = 3
    PARTLY_SENT = 4
    TEMPORARY = 5
    REFUSED = 6
    BUG = 70
    STOPPED = 130


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, said to a person. `excerpt` shows the place in a file, if there is
    one.
    """

    code: str
    message: str
    fix: str
    where: str = ""
    excerpt: str = ""

    def to_dict(self) -> dict[str, str]:
        """As it stands under `errors` in JSON."""
        return {"code": self.code, "message": self.message, "fix": self.fix, "where": self.where}


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the rule book, as `explain` shows it, and the one place where its problems are
    made.

    `decidable`: a person may decide that what was found stays or goes (`jtai-submit decide`).
    """

    title: str
    meaning: str
    fix: str
    blocks: bool = True
    decidable: bool = False
    id: str = ""

    @property
    def advice(self) -> str:
        """What to do, a decision included where one is possible."""
        return f"{self.fix}{OR_DECIDE}" if self.decidable else self.fix

    def problem(
        self, message: str, fix: str = "", where: str = "", *, excerpt: str = ""
    ) -> Problem:
        """This problem as it is met here; without a `fix` of its own it is what the
        book advises.
        """
        return Problem(self.id, message, fix or self.fix, where, excerpt)


OR_DECIDE = " Or decide that it stays or goes: jtai-submit decide."


def book(codes: dict[str, Code]) -> dict[str, Code]:
    """A room's part of the rule book: each entry knows its own code."""
    return {name: replace(entry, id=name) for name, entry in codes.items()}


class Stop(Exception):
    """Ends the run with an exit code and everything that is known about why."""

    exit = Exit.BUG

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(p.message for p in problems))
        self.problems = problems


class Usage(Stop):
    exit = Exit.USAGE


class Unusable(Stop):
    exit = Exit.UNUSABLE


class PartlySent(Stop):
    exit = Exit.PARTLY_SENT
    packs: tuple[Any, ...] = ()  # of the push that stopped, as the journal has them


class Temporary(Stop):
    exit = Exit.TEMPORARY


class Refused(Stop):
    exit = Exit.REFUSED


_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def nearest(word: str, known: Iterable[str]) -> str:
    """` (did you mean 3.4?)`, or nothing where no known word is near. `day 5` is day-five."""
    there = {k.lower(): k for k in known}
    asked = word.lower()
    spelled = re.sub(r"\d", lambda digit: _DIGITS[int(digit[0])], asked)
    for each in dict.fromkeys((spelled.replace(" ", "-"), asked)):
        cutoff = 0.5 if each == asked else 0.8
        if close := difflib.get_close_matches(each, there, n=1, cutoff=cutoff):
            return f" (did you mean {there[close[0]]}?)"
    return ""
