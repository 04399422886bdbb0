"""When things are due. Annex A names each moment twice, as a working day and as a weekday; both are
computed, and the earlier one is planned to, because no source says which wins where a bank holiday
makes them differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..manifest.calendar import add_working_days
from ..manifest.models import Manifest, Moment, NamedDay
from .submission import Submission


@dataclass(frozen=True, slots=True)
class Due:
    """One moment with its times, all in local time with offset.

    `by_guidance` is the guidance's weekday, `by_count` its numbered working day.
    """

    id: str
    title: str
    due: datetime
    by_guidance: datetime
    confirmed_by: str
    owes: str
    by_count: datetime | None = None

    @property
    def parted(self) -> bool:
        """Whether the guidance's weekday and its numbered working day are two different days."""
        return self.by_count is not None and self.by_count != self.by_guidance


@dataclass(frozen=True, slots=True)
class Week:
    """The days on which inspectors are in the area, both days included."""

    title: str
    first: date
    last: date
    by_count: tuple[date, date]

    @property
    def parted(self) -> bool:
        return self.by_count != (self.first, self.last)

    def holds(self, day: date) -> bool:
        """Whether a day lies in the week, by either reading."""
        first, last = self.by_count
        return min(self.first, first) <= day <= max(self.last, last)


def timetable(manifest: Manifest, submission: Submission) -> tuple[Due, ...]:
    """Every deadline in the manifest's order."""
    return tuple(_due(manifest, submission, moment, moment.owes) for moment in manifest.deadlines)


def moments(manifest: Manifest, submission: Submission) -> tuple[Due, ...]:
    """What the inspectors do in between."""
    return tuple(_due(manifest, submission, moment, "inspectors") for moment in manifest.moments)


def fieldwork(manifest: Manifest, submission: Submission) -> Week | None:
    """The week in which inspectors are in the area; None where the manifest does not say."""
    week = manifest.fieldwork
    if week is None:
        return None
    first, first_counted = _days(manifest, submission, week.first)
    last, last_counted = _days(manifest, submission, week.last)
    return Week(week.title, first, last, (first_counted, last_counted))


def _days(manifest: Manifest, submission: Submission, named: NamedDay) -> tuple[date, date]:
    """A day as the guidance's weekday, and as its numbered working day."""
    monday = submission.notified - timedelta(days=submission.notified.weekday())
    weekday = monday + timedelta(weeks=named.week - 1, days=named.weekday.number)
    if named.day is None:
        return weekday, weekday
    number = manifest.notification.day if manifest.notification else 0
    after = named.day - number
    return weekday, add_working_days(submission.notified, after, manifest.calendar)


def _due(manifest: Manifest, submission: Submission, moment: Moment, owes: str) -> Due:
    zone, clock = ZoneInfo(manifest.timezone), moment.at or manifest.end_of_day
    weekday, counted = _days(manifest, submission, moment)
    by_guidance = datetime.combine(weekday, clock, zone)
    by_count = datetime.combine(counted, clock, zone)
    due = min(by_guidance, by_count)
    confirmed = submission.deadlines.get(moment.id)
    if confirmed:
        due = _confirmed(confirmed.at, manifest.end_of_day, zone)
    who = confirmed.confirmed_by if confirmed else ""
    return Due(moment.id, moment.title, due, by_guidance, who, owes, by_count)


def _confirmed(said: datetime | date, end_of_day: time, zone: ZoneInfo) -> datetime:
    """A day alone is meant to its end; a time with an offset is shown as clocks here show it."""
    if not isinstance(said, datetime):
        return datetime.combine(said, end_of_day, zone)
    return said.astimezone(zone) if said.tzinfo else said.replace(tzinfo=zone)


def next_due(dues: Iterable[Due], now: datetime) -> Due | None:
    """The first deadline that has not passed."""
    return min((d for d in dues if d.due >= now), key=lambda d: d.due, default=None)


def left(due: datetime, now: datetime) -> timedelta:
    """The time that really passes until then; negative once it has.

    Two times of one zone are subtracted as the clock shows them (Python's datetime does so), which
    is an hour wrong where the clocks change in between: hence UTC.
    """
    return due.astimezone(UTC) - now.astimezone(UTC)
