"""`jtai-submit timetable`: every deadline in local time, and who owes what."""

from ..actions.timetable import timetable
from ..words import spoken
from .computer import clock
from .options import HERE, Directory, Json, Plain, Quiet
from .screen import Screen


def command(directory: Directory = HERE, as_json: Json = False, plain: Plain = False, quiet: Quiet = False) -> int:
    """Show every deadline in local time, the guidance's own reading of it, and who owes what."""
    screen = Screen.of("timetable", as_json, plain, quiet)
    result, now = timetable(directory), clock().now
    inspection = result.inspection
    screen.line(f"{inspection.submission.area}, {inspection.manifest.title}", bold=True)
    for due in result.in_order():
        passed = " (passed)" if due.due < now else ""
        owed = f"{due.id}, owed by {due.owes.replace('-', ' ')}"
        who = due.owes if due.owes == "inspectors" else owed
        screen.line(f"  {spoken(due.due):<28} {due.title} ({who}){passed}", indent=31)
        if due.confirmed_by:
            screen.line(f"  {'':<28} confirmed by {due.confirmed_by}", indent=31)
        if due.by_guidance != due.due:
            reading = f"the guidance's own reading is {spoken(due.by_guidance)}"
            screen.line(f"  {'':<28} {reading}", indent=31)
    screen.warn(inspection.warnings)
    return screen.done(result)
