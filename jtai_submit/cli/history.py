"""`jtai-submit history`: everything that happened, from the audit log."""

from ..actions.history import history
from ..words import counted, spoken
from .computer import environment
from .options import HERE, Directory, Json, Plain, Quiet
from .screen import Screen


def command(directory: Directory = HERE, as_json: Json = False, plain: Plain = False, quiet: Quiet = False) -> int:
    """Show what was sent when, after checking that nobody changed the log: against itself, and against the receipts."""
    screen = Screen.of("history", as_json, plain, quiet)
    result = history(directory, environment(screen))
    for at, words in result.told():
        screen.line(f"{spoken(at)}  {words}", indent=4)
    if not result.events:
        screen.line("Nothing was sent yet.")
    else:
        lines = counted(len(result.events), "line")
        screen.line(f"The log is whole: {lines}, and every receipt agrees with it.", bold=True)
    return screen.done(result)
