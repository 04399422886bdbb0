"""`jtai-submit init`: the folder tree and a commented submission.yaml."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions.init import init
from ..words import typed
from .options import Json, Plain, Quiet
from .screen import Screen

_AREA = "the area's name, such as Exampleshire"
_NOTIFIED = "the day of notification, like 2017-05-09"
_NOTES = "a note in each folder: what belongs there, until when, whom to ring"
_CHILD = "a tracked child's id; once for each child"


def command(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="the new inspection folder")],
    area: Annotated[str, typer.Option("--area", metavar="NAME", help=_AREA)],
    notified: Annotated[str, typer.Option("--notified", metavar="DATE", help=_NOTIFIED)],
    manifest: Annotated[
        str, typer.Option("--manifest", metavar="ID", help="which list of what is asked")
    ] = "neglect-2017",
    child: Annotated[list[str] | None, typer.Option("--child", metavar="ID", help=_CHILD)] = None,
    with_notes: Annotated[bool, typer.Option("--with-notes", help=_NOTES)] = False,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Make the inspection folder: a folder for each document, and submission.yaml to fill in."""
    screen = Screen.of("init", as_json, plain, quiet)
    result = init(directory, manifest, area, notified, child or (), with_notes=with_notes)
    made = f"{result.folders} folders and submission.yaml"
    screen.line(f"Made {directory} for {result.inspection.submission.area}: {made}.")
    screen.line("Drop each document into its folder below documents. The coordinator goes on with:")
    screen.line(f"  {typed(('setup', str(directory)))}", whole=True)
    screen.warn(result.inspection.warnings)
    screen.line(f"Next: {typed(('check', str(directory)))}", bold=True, whole=True)
    return screen.done(result)
