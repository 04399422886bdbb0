"""`jtai-submit meeting`: meetings about the tracked children in the fieldwork week."""

from typing import Annotated

import typer

from ..actions.meeting import add_meeting, undo_meeting
from .help import app as new_app
from .options import EXITS, HERE, By, In, Json, Plain, Quiet, Undo
from .screen import Screen

app = new_app()
_KIND = "such as: review child protection conference"
_AT = "local time, like 2017-05-23T10:00"


@app.callback(epilog=EXITS)
def group() -> None:
    """Meetings about the tracked children in the fieldwork week."""


@app.command(epilog=EXITS)
def add(
    child: Annotated[str, typer.Argument(metavar="CHILD", help="a child's id")],
    kind: Annotated[str, typer.Argument(metavar="KIND", help=_KIND)] = "meeting",
    at: Annotated[str, typer.Option("--at", metavar="TIME", help=_AT)] = "",
    place: Annotated[str, typer.Option("--place", metavar="TEXT", help="where it is")] = "",
    by: By = "",
    undo: Undo = False,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Record a meeting. It is written into a file that is sent to the lead inspector."""
    screen = Screen.of("meeting", as_json, plain, quiet)
    if undo:
        result = undo_meeting(directory, child, at)
        screen.line("The meeting is taken back.", bold=True)
    else:
        result = add_meeting(directory, child, kind, at, place, by)
        screen.line(f"Recorded: {child}, {kind}, {at}", bold=True)
    if result.file.edited:
        screen.line(f"{result.file.path} was changed by hand: put the meeting there, too.")
    screen.warn(result.inspection.warnings)
    return screen.done(result)
