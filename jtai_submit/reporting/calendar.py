"""Deadlines as an iCalendar file (RFC 5545): no names, no ids, nothing of what is asked."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ..inspection.standing import Standing
from ..inspection.timetable import Due

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_BEFORE = (timedelta(days=1), timedelta(hours=2))
_LENGTH = timedelta(minutes=30)


def calendar(dues: Iterable[Due], standing: Standing) -> bytes:
    """One event a deadline, with two alarms. Importing it again updates the events."""
    return of(dues, f"{standing.area}\n{standing.manifest}", standing.now)


def of(dues: Iterable[Due], inspection: str, now: datetime) -> bytes:
    """The same for an inspection as `inspection` names it: each event's UID is made of that."""
    from icalendar import Calendar

    whole = Calendar()
    whole.add("prodid", "-//jtai-submit//deadlines//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    for due in dues:
        whole.add_component(_event(due, inspection, now))
    return bytes(whole.to_ical())


def _event(due: Due, inspection: str, now: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    digest = hashlib.sha256(f"{inspection}\n{due.id}".encode()).hexdigest()
    event.add("uid", f"{digest[:32]}@jtai-submit.invalid")
    event.add("summary", f"Inspection, {due.title[:1].lower()}{due.title[1:]}: documents are due")
    # In UTC: every calendar shows it in local time, and no VTIMEZONE can be wrong.
    event.add("dtstamp", now.astimezone(UTC))
    event.add("last-modified", now.astimezone(UTC))
    event.add("dtstart", (due.due - _LENGTH).astimezone(UTC))
    event.add("dtend", due.due.astimezone(UTC))
    event.add("sequence", int(now.timestamp()) // 60 % 2**31)
    event.add("transp", "TRANSPARENT")
    for before in _BEFORE:
        event.add_component(_alarm(before))
    return event


def _alarm(before: timedelta) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Documents for the inspection are due")
    alarm.add("trigger", -before)
    return alarm
