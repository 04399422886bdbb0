"""`jtai-submit history`: everything that happened, from the audit log."""

from typing import Annotated

import typer

from ..actions.history import history
from ..words import counted, spoken
from .computer import environment
from .options import HERE, Directory, Json, Plain, Quiet
from .screen import Screen

_RESTORE = "after a power cut: put the copies in the place of what it spoiled"


def command(
    directory: Directory = HERE,
    restore: Annotated[bool, typer.Option("--restore", help=_RESTORE)] = False,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Show what was sent when, after log, journal and receipts were compared: nobody
    changed them.
    """
    screen = Screen.of("history", as_json, plain, quiet)
    result = history(directory, environment(screen), restore=restore)
    for path in result.restored:
        screen.line(f"Put back: {path}; what was spoiled lies beside it", indent=4)
    for at, words in result.told():
        screen.line(f"{spoken(at)}  {words}", indent=4)
    if not result.events:
        screen.line("Nothing was sent yet.")
        return screen.done(result)
    lines = counted(len(result.events), "line")
    if behind := result.unanchored:
        since = f"{counted(behind, 'line')} since the last receipt, anchored by nothing yet"
        screen.line(f"{since}: the next receipt signs where the log stands.")
    screen.line(f"The log is whole: {lines}, and every receipt agrees with it.", bold=True)
    return screen.done(result)
