"""`jtai-submit request`: what inspectors ask for later."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions.print_set import print_set
from ..actions.request import Asked, add_request, undo_request
from ..words import counted
from .computer import environment
from .help import app as new_app
from .options import EXITS, HERE, In, Json, Plain, Quiet, Undo
from .screen import Screen

app = new_app()
_TITLE = "what is asked for, or an item such as 2.4; with --undo its id, such as R1"
_WHAT = "a child such as C1, an item such as 3.4, C1/chronology, or request/R1"
_FROM = "which inspectorate asks, such as CQC"


@app.callback(epilog=EXITS)
def group() -> None:
    """What inspectors ask for later."""


@app.command(epilog=EXITS)
def add(
    title: Annotated[str, typer.Argument(metavar="TITLE", help=_TITLE)],
    owner: Annotated[str, typer.Option("--owner", metavar="A", help="who answers it")] = "",
    due: Annotated[str, typer.Option("--due", metavar="DATE", help="like 2017-05-24")] = "",
    asked_by: Annotated[str, typer.Option("--from", metavar="WHO", help=_FROM)] = "",
    on_paper: Annotated[bool, typer.Option("--print", help="printed copies on site, too")] = False,
    undo: Undo = False,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Record a late request, and make the folder for its documents."""
    screen = Screen.of("request", as_json, plain, quiet)
    if undo:
        result = undo_request(directory, title)
        screen.line(f"{result.slot} is not asked for any more.", bold=True)
        return screen.done(result)
    asked = Asked(title, owner, due, asked_by, on_paper)
    result = add_request(directory, asked, environment(screen))
    screen.line(f"{result.slot}: its documents go into {result.folder}", bold=True)
    if result.ignored:
        options = " and ".join(result.ignored)
        why = f"the list says who answers {result.slot}, and until when"
        screen.line(f"{options}: not used, {why}.", indent=4)
    screen.warn(result.inspection.warnings)
    return screen.done(result)


@app.command("print", epilog=EXITS)
def print_(
    what: Annotated[list[str], typer.Argument(metavar="WHAT…", help=_WHAT)],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="the PDF to write")],
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Join clean copies into one PDF to print, with contents and page numbers. Nothing is sent."""
    screen = Screen.of("request", as_json, plain, quiet)
    result = print_set(directory, what, to, environment(screen))
    if result.documents:
        documents = counted(len(result.documents), "document")
        pages = counted(result.pages, "page")
        screen.line(f"Wrote {to}: {documents}, {pages}, and the contents.", bold=True)
    for path in result.others:
        screen.line(f"To be printed by itself: {path}", indent=4)
    return screen.done(result)
