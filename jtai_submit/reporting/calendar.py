"""The timetable as an iCalendar file (RFC 5545) that Outlook and Google Calendar take in.

It leaves the machine: nobody's name and no id of a child stands in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from ..inspection.timetable import Due, Week
from ..words import spoken

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_LASTS = timedelta(minutes=30)  # a moment as something that can be seen in a calendar
_ALARMS = (timedelta(days=-1), timedelta(hours=-2))
_PRODUCT = "-//jtai-submit//timetable//EN"


@dataclass(frozen=True, slots=True)
class Dates:
    """What the calendar shows. `texts` are the guidance's own words, by the id of the moment."""

    area: str
    manifest: str
    theme: str
    year: int  # of notification
    deadlines: tuple[Due, ...]
    moments: tuple[Due, ...]
    week: Week | None
    texts: Mapping[str, str]


def calendar(dates: Dates, now: datetime) -> bytes:
    """The file: one event for each deadline, each moment of the inspectors, and their week."""
    from icalendar import Calendar, vText

    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    # RFC 5546, 3.2.1: published, not an invitation: nobody is asked to answer, no ATTENDEE stands
    made.add("method", "PUBLISH")
    # The name that both programs show; of X- names the library does not know that they are texts.
    made.add("x-wr-calname", vText(f"{dates.area}: {dates.theme}"))
    for due in dates.deadlines:
        event = _timed(dates, due, now)
        for before in _ALARMS:
            event.add_component(_alarm(due, before))
        made.add_component(event)
    for moment in dates.moments:
        made.add_component(_timed(dates, moment, now))
    if dates.week:
        made.add_component(_week(dates, dates.week, now))
    data: bytes = made.to_ical()
    return data


def read_back(data: bytes) -> int:
    """How many events a reader finds. Raises `ValueError` where it is not as RFC 5545 has it."""
    from icalendar import Calendar

    read = Calendar.from_ical(data.decode())
    faults = [*read.errors, *(fault for each in read.walk() for fault in each.errors)]
    if faults:
        raise ValueError(f"{len(faults)} lines are not iCalendar: {faults[0]}")
    return len(read.walk("VEVENT"))


def _event(dates: Dates, name: str, title: str, now: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", _uid(dates, name))
    event.add("dtstamp", now.astimezone(UTC))
    # RFC 5545, 3.8.7.4: grows with each revision; without it Outlook keeps an older file's times
    event.add("sequence", _sequence(now))
    event.add("summary", f"{dates.area}: {title}")
    event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    return event


def _uid(dates: Dates, name: str) -> str:
    """The same for a deadline in every file, so that a later file moves it (RFC 7986, 5.3).

    Made of a hash: the area and the theme cannot be read in it.
    """
    said = f"{dates.manifest}/{dates.area.casefold()}/{dates.year}/{name}"
    return f"{uuid5(NAMESPACE_URL, f'jtai-submit:{said}')}@jtai-submit"


def _sequence(now: datetime) -> int:
    """Minutes since 2000: larger in every later file, and within 31 bits (RFC 5545, 3.3.8)."""
    return max(0, int((now - datetime(2000, 1, 1, tzinfo=UTC)).total_seconds()) // 60) % 2**31


def _timed(dates: Dates, due: Due, now: datetime) -> "Event":
    event = _event(dates, due.id, due.title, now)
    # In UTC: no VTIMEZONE is needed, and every program shows it in the reader's own time.
    start = due.due.astimezone(UTC)
    event.add("dtstart", start)
    event.add("dtend", start + _LASTS)  # RFC 5545, 3.6.1: the end itself is no part of the event
    event.add("description", "\n".join(_words(dates, due)))
    return event


def _words(dates: Dates, due: Due) -> Iterable[str]:
    yield dates.texts.get(due.id, "")
    yield f"Planned to {spoken(due.due)}, local time. Owed by: {due.owes.replace('-', ' ')}."
    if due.confirmed_by:
        yield "Confirmed for this inspection."
    if due.parted and due.by_count is not None:
        yield (
            f"The guidance has two readings: its weekday is {spoken(due.by_guidance)}, "
            f"its numbered working day is {spoken(due.by_count)}."
        )


def _week(dates: Dates, week: Week, now: datetime) -> "Event":
    event = _event(dates, "fieldwork", week.title, now)
    event.add("dtstart", week.first)
    event.add("dtend", week.last + timedelta(days=1))  # RFC 5545, 3.6.1: exclusive, for days too
    event.add("description", "Inspectors are in the area.")
    return event


def _alarm(due: Due, before: timedelta) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", due.title)  # RFC 5545, 3.6.6: an alarm that is displayed has words
    alarm.add("trigger", before)
    return alarm
