"""`jtai-submit push`: clean, pack, seal, send, verify, and keep a receipt."""

from typing import Annotated

import typer

from ..actions.push import push
from ..pipeline.outcome import Options
from ..pipeline.survey import Selection
from .computer import environment
from .options import (
    HERE,
    Agency,
    Child,
    Convert,
    Directory,
    DryRun,
    For,
    Json,
    Parallel,
    Plain,
    Quiet,
    Rate,
)
from .pushed import show_pushed
from .screen import Screen

_INCOMPLETE = "leave out what is missing or refused; needs --because"
_BECAUSE = "why it is sent incomplete; stands in the receipt"
_HERE = "go on with this copy of the folder: nobody sends from another any more"


def command(
    directory: Directory = HERE,
    deadline: For = "",
    agency: Agency = "",
    child: Child = "",
    dry_run: DryRun = False,
    incomplete: Annotated[bool, typer.Option("--incomplete", help=_INCOMPLETE)] = False,
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help=_BECAUSE)] = "",
    convert: Convert = False,
    parallel: Parallel = 2,  # by measurement: more lines gain little
    limit_rate: Rate = "",
    here: Annotated[bool, typer.Option("--here", help=_HERE)] = False,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Clean, pack, seal and send everything; after a stop the same command goes on. Originals are
    never changed.
    """
    screen = Screen.of("push", as_json, plain, quiet)
    screen.dry(dry_run)
    selection = Selection(agency, child, deadline, whole_group=True, convert=convert)
    options = Options(incomplete, because, dry_run, parallel, here)
    result = push(directory, selection, options, environment(screen), limit_rate=limit_rate)
    show_pushed(screen, result, directory)
    screen.dry(dry_run)
    return screen.done(result)
