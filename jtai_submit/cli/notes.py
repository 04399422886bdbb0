"""`jtai-submit notes`: a note in each folder."""

from ..actions.notes import notes
from ..reporting.notes import NAME
from ..words import counted
from .options import HERE, Directory, Json, Plain, Quiet
from .screen import Screen


def command(
    directory: Directory = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Put a note into each folder, or renew it: what belongs there, until when, whom to ring."""
    screen = Screen.of("notes", as_json, plain, quiet)
    result = notes(directory)
    written = counted(result.written, "note")
    screen.line(f"{written} written ({NAME}). They are never sent.", bold=True)
    for path in result.kept:
        screen.line(f"Somebody else's file, left as it is and not sent: {path}", indent=4)
    return screen.done(result)
