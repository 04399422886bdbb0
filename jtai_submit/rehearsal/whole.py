"""A mock inspection with a moving clock: from notification to the last deadline, each round is sent
when it is due, and scored: what was late, by how much, and whose it was.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from ..inspection.inspection import Inspection
from ..inspection.slots.interface import State
from ..inspection.slots.registry import slots
from ..inspection.standing import SlotStanding
from ..inspection.timetable import Due, timetable
from ..pipeline.environment import Environment
from ..pipeline.survey import Selection
from .rehearse import Rehearsed, rehearse

_WAITING = "to come"  # beside documents/: what its agency has not handed over yet


@dataclass(frozen=True, slots=True)
class Coming:
    """When a document comes in, and the deadline that it is for."""

    at: datetime
    deadline: str


@dataclass(frozen=True, slots=True)
class Late:
    """Something that was not in when it was due; `came` is empty where it never came."""

    slot: str  # as people know it
    agency: str
    due: datetime
    came: datetime | None = None

    @property
    def by(self) -> timedelta | None:
        return self.came - self.due if self.came else None


@dataclass(frozen=True, slots=True)
class Round:
    """One deadline: how many things were due, and what of it was late."""

    due: Due
    owed: int
    late: tuple[Late, ...]

    @property
    def in_time(self) -> int:
        return self.owed - len(self.late)


@dataclass(frozen=True, slots=True)
class Played:
    """The mock inspection and how each round went."""

    rehearsed: Rehearsed
    rounds: tuple[Round, ...]

    @property
    def owed(self) -> int:
        return sum(each.owed for each in self.rounds)

    @property
    def in_time(self) -> int:
        return sum(each.in_time for each in self.rounds)

    @property
    def score(self) -> int:
        """Per cent of what was due that was in when it was due."""
        return 100 * self.in_time // self.owed if self.owed else 100


def play(
    inspection: Inspection,
    env: Environment,
    markers: dict[str, list[str]] | None,
    coming: Mapping[str, Coming],
) -> Played:
    """Play it. `coming` says when documents arrive, by path; the others are there from the start.
    Only they are moved, so that of one's own folder nothing is.
    """
    stage = _Stage(inspection, coming)
    stage.clear()
    try:
        pushes = _rounds(inspection, env, stage)
        rehearsed = rehearse(inspection, env, markers, rounds=pushes)
    finally:
        stage.bring(None)
    reports = rehearsed.outcome.standing.slots
    rounds = list[Round]()
    for due in sorted(timetable(inspection.manifest, inspection.submission), key=lambda d: d.due):
        scored = _scored(due, [r for r in reports if r.slot.deadline == due.id], coming)
        rounds += [scored] if scored.owed else []
    return Played(rehearsed, tuple(rounds))


def _rounds(
    inspection: Inspection, env: Environment, stage: "_Stage"
) -> Iterator[tuple[Environment, Selection]]:
    """At each deadline, and whenever something late comes in: what had come by then is sent."""
    owed = {slot.deadline for slot in slots(inspection.manifest, inspection.submission)}
    dues = timetable(inspection.manifest, inspection.submission)
    at = {due.id: due.due for due in dues if due.id in owed}
    late = [(c.at, c.deadline) for c in stage.coming.values() if c.at > at[c.deadline]]
    for moment, deadline in sorted({*late, *((due, each) for each, due in at.items())}):
        stage.bring(moment)
        clock = replace(env, now=moment, clock_set=True, clock=None)
        yield clock, Selection(deadline=deadline)


def _scored(due: Due, reports: Sequence[SlotStanding], coming: Mapping[str, Coming]) -> Round:
    owed, late = 0, list[Late]()
    for report in reports:
        if report.state in (State.NOT_DUE_YET, State.NOT_APPLICABLE):
            continue
        owed += 1
        moment = report.slot.due or due.due
        title, agency = report.slot.shown, report.contact.agency
        came = max((coming[f.path].at for f in report.files if f.path in coming), default=None)
        if report.state in (State.MISSING, State.PROBLEM):
            late.append(Late(title, agency, moment))
        elif came and came > moment:
            late.append(Late(title, agency, moment, came))
    return Round(due, owed, tuple(late))


class _Stage:
    """Documents that wait beside the folder until their time has come."""

    def __init__(self, inspection: Inspection, coming: Mapping[str, Coming]) -> None:
        self.root, self.waiting = inspection.root, inspection.own / _WAITING
        self.coming = dict(coming)

    def clear(self) -> None:
        """Put everything aside that is to come."""
        for path in self.coming:
            _move(self.root / path, self.waiting / path)

    def bring(self, moment: datetime | None) -> None:
        """Bring what has come by then; without a moment, all of it."""
        for path, coming in self.coming.items():
            fresh = moment is None or coming.at <= moment
            if fresh and (self.waiting / path).exists():
                _move(self.waiting / path, self.root / path)
        if moment is None:
            shutil.rmtree(self.waiting, ignore_errors=True)  # folders alone: all of it came


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
