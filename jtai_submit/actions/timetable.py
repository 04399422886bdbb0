"""Every deadline in local time, who owes what, and what is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from ..errors import Exit, Problem
from ..inspection.inspection import Inspection
from ..inspection.slots.request import request_dues
from ..inspection.timetable import Due, Week, fieldwork, left, moments, next_due
from ..inspection.timetable import timetable as deadlines
from ..reporting.calendar import Dates, calendar, read_back
from ..storage import write_atomically
from ..words import duration
from .opening import opened
from .output import output


@dataclass(frozen=True, slots=True)
class Timetable:
    """The deadlines, and what the inspectors do in between, as seen at `now`."""

    inspection: Inspection
    deadlines: tuple[Due, ...]
    moments: tuple[Due, ...]
    now: datetime
    week: Week | None = None
    requests: tuple[Due, ...] = ()
    ics: Path | None = None
    events: int = 0  # that a reader found in the file

    @property
    def exit(self) -> Exit:
        return Exit.OK

    @property
    def problems(self) -> Sequence[Problem]:
        return self.inspection.warnings

    @property
    def next(self) -> Due | None:
        """The first deadline that has not passed."""
        return next_due((*self.deadlines, *self.requests), self.now)

    @property
    def left(self) -> timedelta:
        """How long it is until the next deadline; nothing where none lies ahead."""
        due = self.next
        return left(due.due, self.now) if due else timedelta()

    def in_order(self) -> list[Due]:
        return sorted((*self.deadlines, *self.moments, *self.requests), key=lambda d: d.due)

    def to_dict(self) -> Mapping[str, object]:
        every = (*self.deadlines, *self.moments)
        return {
            "deadlines": [
                {
                    "id": d.id,
                    "title": d.title,
                    "due": d.due.isoformat(),
                    "by_guidance": d.by_guidance.isoformat(),
                    "confirmed_by": d.confirmed_by or None,
                    "owes": d.owes,
                }
                for d in self.deadlines
            ],
            "moments": [
                {"id": d.id, "title": d.title, "due": d.due.isoformat()} for d in self.moments
            ],
            "readings": [_reading(due) for due in every if due.parted],
            "fieldwork": self.week and _week(self.week),
            "requests": [_late(due) for due in self.requests],
            "next": self._next(),
            "ics": str(self.ics) if self.ics else None,
        }

    def _next(self) -> dict[str, object] | None:
        due = self.next
        if due is None:
            return None
        return {
            "id": due.id,
            "title": due.title,
            "due": due.due.isoformat(),
            "seconds": int(self.left.total_seconds()),
            "words": duration(self.left),
        }


def _reading(due: Due) -> dict[str, object]:
    """Both readings of a moment where they part."""
    counted = due.by_count.isoformat() if due.by_count else None
    return {"id": due.id, "by_guidance": due.by_guidance.isoformat(), "by_count": counted}


def _late(due: Due) -> dict[str, object]:
    return {"id": due.id, "title": due.title, "due": due.due.isoformat(), "owes": due.owes}


def _week(week: Week) -> dict[str, object]:
    """As it stands under `fieldwork` in JSON."""
    return {
        "title": week.title,
        "from": week.first.isoformat(),
        "to": week.last.isoformat(),
        "by_count": [day.isoformat() for day in week.by_count],
    }


def timetable(directory: Path, now: datetime, ics: Path | None = None) -> Timetable:
    """The timetable of an inspection; with `ics` also as a file for calendars, read back once."""
    inspection = opened(directory)
    manifest, submission = inspection.manifest, inspection.submission
    table = Timetable(
        inspection,
        deadlines(manifest, submission),
        moments(manifest, submission),
        now,
        fieldwork(manifest, submission),
        request_dues(manifest, submission),
    )
    return _with_file(table, ics) if ics else table


def _nameless(due: Due) -> Due:
    """A late request without its title, which people write: the calendar leaves the machine."""
    return replace(due, title=f"Late request {due.id.rpartition('/')[2]}")


def _with_file(table: Timetable, ics: Path) -> Timetable:
    inspection = table.inspection
    manifest, submission = inspection.manifest, inspection.submission
    dates = Dates(
        submission.area,
        manifest.manifest,
        manifest.title,
        submission.notified.year,
        (*table.deadlines, *map(_nameless, table.requests)),
        table.moments,
        table.week,
        {each.id: each.text for each in (*manifest.deadlines, *manifest.moments)},
    )
    data = calendar(dates, table.now)
    events = read_back(data)
    write_atomically(output(ics, "timetable.ics"), data)
    return replace(table, ics=ics, events=events)
