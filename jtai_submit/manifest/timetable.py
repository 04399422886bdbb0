"""When things are due. Annex A names each moment twice, as a working day and as a weekday; both are computed, and the
earlier one is planned to, because no source says which wins where a bank holiday makes them differ."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from .models import Manifest, Moment
from .submission import Submission

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """One moment with its times, all in local time with offset."""

    id: str
    title: str
    due: datetime
    by_guidance: datetime
    confirmed_by: str
    owes: str


@cache
def bank_holidays(calendar: str) -> tuple[frozenset[date], date]:
    """The bank holidays of a calendar and the last day up to which they are known.

    From the table that the Ministry of Justice publishes as `govuk-bank-holidays`; its file is read directly because
    the package's own class would look for a newer table on the network.
    """
    table = json.loads(files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text("utf-8"))
    days = frozenset(date.fromisoformat(event["date"]) for event in table[calendar]["events"])
    return days, date(max(days).year, 12, 31)


def working_day(day: date, calendar: str) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(calendar)[0]


def add_working_days(day: date, count: int, calendar: str) -> date:
    while count > 0:
        day += timedelta(days=1)
        count -= working_day(day, calendar)
    return day


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


def spoken(moment: datetime) -> str:
    """`Tuesday 16 May, 17:00`, as people say it, whatever the computer's language."""
    return f"{spoken_day(moment.date())}, {moment:%H:%M}"


def spoken_day(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
