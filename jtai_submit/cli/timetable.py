"""`jtai-submit timetable`: every deadline in local time, and who owes what."""

from .options import HERE, Directory, Json, Plain, Quiet, clock, inspection, warn
from .screen import Screen


def command(directory: Directory = HERE, as_json: Json = False, plain: Plain = False, quiet: Quiet = False) -> int:
    """Show every deadline in local time, the guidance's own reading of it, and who owes what."""
    from ..inspection.timetable import moments, timetable
    from ..words import spoken

    screen = Screen.of("timetable", as_json, plain, quiet)
    here, now = inspection(directory), clock().now
    dues = timetable(here.manifest, here.submission)
    between = moments(here.manifest, here.submission)
    screen.line(f"{here.submission.area}, {here.manifest.title}", bold=True)
    for due in sorted((*dues, *between), key=lambda d: d.due):
        passed = " (passed)" if due.due < now else ""
        who = due.owes if due.owes == "inspectors" else f"{due.id}, owed by {due.owes.replace('-', ' ')}"
        screen.line(f"  {spoken(due.due):<28} {due.title} ({who}){passed}", indent=31)
        if due.confirmed_by:
            screen.line(f"  {'':<28} confirmed by {due.confirmed_by}", indent=31)
        if due.by_guidance != due.due:
            screen.line(f"  {'':<28} the guidance's own reading is {spoken(due.by_guidance)}", indent=31)
    warn(screen, here.warnings)
    data = {
        "deadlines": [{"id": d.id, "title": d.title, "due": d.due.isoformat(), "by_guidance": d.by_guidance.isoformat(),
                       "confirmed_by": d.confirmed_by or None, "owes": d.owes} for d in dues],
        "moments": [{"id": d.id, "title": d.title, "due": d.due.isoformat()} for d in between],
    }  # fmt: skip
    return screen.done(0, "complete", data, here.warnings)
