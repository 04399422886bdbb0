"""How the counts moved from report to report: a small file of counts and moments, nothing else."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from ..inspection.slots.interface import State
from ..inspection.standing import Standing
from ..storage import read_file, write_atomically
from ..words import spoken, spoken_day

KEPT = 60  # reports; an inspection takes two weeks
WIDTH, HEIGHT = 300, 60  # of the picture, in its own units


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts of one report."""

    at: datetime
    have: int
    owed: int
    problems: int
    sent: int


@dataclass(frozen=True, slots=True)
class Movement:
    """Since the last report in words, and the line of the picture as `x,y` pairs."""

    words: str
    points: str
    label: str


@dataclass(frozen=True, slots=True)
class _Stored:
    reports: tuple[Counted, ...]
    jtai_report_history: Literal[1] = 1


_STORED = TypeAdapter(_Stored)


def counted_now(standing: Standing) -> Counted:
    have, owed = standing.in_hand
    counts = standing.counts
    problems, sent = counts[State.PROBLEM.value], counts[State.SENT.value]
    return Counted(standing.now, have, owed, problems, sent)


def load(path: Path) -> tuple[Counted, ...]:
    """The earlier reports, oldest first; none where they cannot be read: a report does without."""
    try:
        return _STORED.validate_json(read_file(path)).reports
    except (OSError, ValueError):
        return ()


def save(path: Path, earlier: Sequence[Counted], now: Counted) -> None:
    """Keep this report's counts too; for the user alone.

    A folder that cannot be written to costs the next report's comparison, never this report.
    """
    reports = (*earlier, now)[-KEPT:]
    with suppress(OSError):
        write_atomically(path, _STORED.dump_json(_Stored(reports), indent=1), 0o600)


def movement(earlier: Sequence[Counted], now: Counted) -> Movement | None:
    """None for the first report."""
    zone = now.at.tzinfo
    before = [replace(e, at=e.at.astimezone(zone)) for e in earlier if e.at < now.at]
    if not before:
        return None
    every = [*before, now]
    last = before[-1]
    changes = [
        _change(now.have - last.have, "in"),
        _change(now.problems - last.problems, "with a problem"),
        _change(now.sent - last.sent, "sent"),
    ]
    happened = ", ".join(each for each in changes if each) or "nothing moved"
    first = every[0]
    then = f"{first.have} of {first.owed} on {spoken_day(first.at.date())}"
    label = f"In: {then}, {now.have} of {now.owed} now"
    return Movement(f"Since {spoken(last.at)}: {happened}.", _points(every), label)


def _change(difference: int, words: str) -> str:
    if not difference:
        return ""
    return f"{abs(difference)} {'more' if difference > 0 else 'fewer'} {words}"


def _points(every: Sequence[Counted]) -> str:
    """The share that is in, over time: the first report at the left, this one at the right."""
    first = every[0].at
    span = max((every[-1].at - first).total_seconds(), 1.0)
    return " ".join(f"{_across(each.at, first, span)},{_down(each)}" for each in every)


def _across(at: datetime, first: datetime, span: float) -> int:
    return round((at - first).total_seconds() / span * WIDTH)


def _down(each: Counted) -> int:
    share = each.have / each.owed if each.owed else 0.0
    return round((1 - share) * HEIGHT)
