"""When things are due. Annex A names each moment twice, as a working day and as a weekday; both are computed, and the
earlier one is planned to, because no source says which wins where a bank holiday makes them differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ..manifest.calendar import add_working_days
from ..manifest.models import Manifest, Moment
from .submission import Submission


@dataclass(frozen=True, slots=True)
class Due:
    """One moment with its times, all in local time with offset."""

    id: str
    title: str
    due: datetime
    by_guidance: datetime
    confirmed_by: str
    owes: str


def timetable(manifest: Manifest, submission: Submission) -> tuple[Due, ...]:
    """Every deadline in the manifest's order."""
    return tuple(_due(manifest, submission, moment, moment.owes) for moment in manifest.deadlines)


def moments(manifest: Manifest, submission: Submission) -> tuple[Due, ...]:
    """What the inspectors do in between."""
    return tuple(_due(manifest, submission, moment, "inspectors") for moment in manifest.moments)


def _due(manifest: Manifest, submission: Submission, moment: Moment, owes: str) -> Due:
    zone, clock = ZoneInfo(manifest.timezone), moment.at or manifest.end_of_day
    monday = submission.notified - timedelta(days=submission.notified.weekday())
    weekday = monday + timedelta(weeks=moment.week - 1, days=moment.weekday.number)
    counted = add_working_days(submission.notified, moment.day - manifest.notification.day, manifest.calendar)
    by_guidance = datetime.combine(weekday, clock, zone)
    due = min(by_guidance, datetime.combine(counted, clock, zone))
    confirmed = submission.deadlines.get(moment.id)
    if confirmed:
        due = confirmed.at if confirmed.at.tzinfo else confirmed.at.replace(tzinfo=zone)
    return Due(moment.id, moment.title, due, by_guidance, confirmed.confirmed_by if confirmed else "", owes)


def next_due(dues: Iterable[Due], now: datetime) -> Due | None:
    """The first deadline that has not passed."""
    return min((d for d in dues if d.due >= now), key=lambda d: d.due, default=None)
