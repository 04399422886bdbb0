"""`jtai-submit timetable`: every deadline in local time, who owes what, and what is next."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions.timetable import timetable
from ..words import duration, spoken
from .computer import clock
from .moments import show_due, show_week
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
        show_due(screen, due, result.now)
    if result.week:
        show_week(screen, result.week)
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
