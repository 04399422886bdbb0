"""`jtai-submit part`: say that a part of an item is there."""

from typing import Annotated

import typer

from ..actions.part import tick, undo_tick
from .computer import environment
from .options import HERE, By, In, Json, Plain, Quiet, Undo
from .screen import Screen

_PARTS = "its id as check shows it, such as local, or 2017-03 for a month"
_REVIEWED = "when it was last reviewed, like 2017-03-01"


def command(
    slot: Annotated[str, typer.Argument(metavar="SLOT", help="an item such as 1.2")],
    parts: Annotated[list[str], typer.Argument(metavar="PART…", help=_PARTS)],
    by: By = "",
    reviewed: Annotated[str, typer.Option("--reviewed", metavar="DATE", help=_REVIEWED)] = "",
    undo: Undo = False,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Say that a part of an item is there. Nothing is sent or changed by it."""
    screen = Screen.of("part", as_json, plain, quiet)
    if undo:
        result = undo_tick(directory, slot, parts)
    else:
        result = tick(directory, slot, parts, by, environment(screen), reviewed)
    is_ = "is" if len(result.parts) == 1 else "are"
    verb = f"{is_} open again" if undo else f"{is_} ticked"
    screen.line(f"{result.slot}: {', '.join(result.parts)} {verb}.", bold=True)
    left = "; ".join(result.left)
    screen.line(f"Not ticked yet: {left}" if left else "Every part is ticked.")
    return screen.done(result)
