"""The lines of a timetable."""

from datetime import date, datetime

from ..inspection.timetable import Due, Week
from ..words import spoken, spoken_day
from .screen import Screen


def show_week(screen: Screen, week: Week) -> None:
    """The days on which inspectors are there, in both readings where they part."""
    screen.line(f"  {_days(week.first, week.last)}: {week.title}", indent=31)
    if week.parted:
        readings = f"by weekday as above, by working days {_days(*week.by_count)}"
        screen.line(f"  {'':<28} two readings: {readings}", indent=31)


def _days(first: date, last: date) -> str:
    return f"{spoken_day(first)} to {spoken_day(last)}"


def show_due(screen: Screen, due: Due, now: datetime) -> None:
    """A moment, who owes what by then, and both readings where they part."""
    passed = " (passed)" if due.due < now else ""
    kind = "late request" if due.id.startswith("request/") else due.id
    owed = f"{kind}, owed by {due.owes.replace('-', ' ')}"
    who = due.owes if due.owes == "inspectors" else owed
    screen.line(f"  {spoken(due.due):<28} {due.title} ({who}){passed}", indent=31)
    if due.confirmed_by:
        screen.line(f"  {'':<28} confirmed by {due.confirmed_by}", indent=31)
    if due.parted and due.by_count:
        weekday, counted = spoken(due.by_guidance), spoken(due.by_count)
        reading = f"two readings: by weekday {weekday}, by working days {counted}"
        screen.line(f"  {'':<28} {reading}", indent=31)
    elif due.by_guidance != due.due:
        reading = f"the guidance's own reading is {spoken(due.by_guidance)}"
        screen.line(f"  {'':<28} {reading}", indent=31)
