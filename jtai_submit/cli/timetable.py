"""`jtai-submit timetable`: every deadline in local time, who owes what, and what is next."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..actions.timetable import Timetable, timetable
from ..inspection.timetable import Due
from ..words import duration, spoken, spoken_day
from .computer import clock
from .options import HERE, Directory, Json, Plain, Quiet
from .screen import Screen

_ICS = "also write it as a file for Outlook, Google Calendar and others; no names, no ids"


def command(
    directory: Directory = HERE,
    ics: Annotated[Path | None, typer.Option("--ics", metavar="FILE", help=_ICS)] = None,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Show every deadline in local time, the guidance's own readings of it, and who owes what."""
    screen = Screen.of("timetable", as_json, plain, quiet)
    result = timetable(directory, clock().now, ics)
    inspection = result.inspection
    screen.line(f"{inspection.submission.area}, {inspection.manifest.title}", bold=True)
    for due in result.in_order():
        _show(screen, due, result)
    if result.week:
        week = result.week
        screen.line(f"  {_days(week.first, week.last)}: {week.title}", indent=31)
        if week.parted:
            readings = f"by weekday as above, by working days {_days(*week.by_count)}"
            screen.line(f"  {'':<28} two readings: {readings}", indent=31)
    screen.warn(inspection.warnings)
    if result.ics:
        read = f"{result.events} events, read back by RFC 5545"
        screen.line(f"Wrote {result.ics}: {read}.", whole=True)
    if coming := result.next:
        words = f"Next: {coming.title}, {spoken(coming.due)}, in {duration(result.left)}"
        screen.line(words, bold=True)
    else:
        screen.line("Every deadline has passed.", bold=True)
    return screen.done(result)


def _days(first: date, last: date) -> str:
    return f"{spoken_day(first)} to {spoken_day(last)}"


def _show(screen: Screen, due: Due, result: Timetable) -> None:
    passed = " (passed)" if due.due < result.now else ""
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
