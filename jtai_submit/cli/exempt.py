"""`jtai-submit exempt`: say that something is not applicable."""

from typing import Annotated

import typer

from ..actions.exempt import exempt, undo_exempt
from .computer import environment
from .options import HERE, By, In, Json, Plain, Quiet, Undo
from .screen import Screen

_SLOT = "an item such as 3.7, or a child's document such as C1/chronology"
_BECAUSE = "the reason, as inspectors will read it"


def command(
    slot: Annotated[str, typer.Argument(metavar="SLOT", help=_SLOT)],
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help=_BECAUSE)] = "",
    by: By = "",
    undo: Undo = False,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Say that there is no such document, and why. One line is added to submission.yaml; the rest
    stays as it is.
    """
    screen = Screen.of("exempt", as_json, plain, quiet)
    if undo:
        result = undo_exempt(directory, slot)
        screen.line(f"{result.slot} is owed again.", bold=True)
        return screen.done(result)
    result = exempt(directory, slot, because, by, environment(screen))
    screen.line(f"{result.slot} is now not applicable: {result.because}", bold=True)
    if result.file:
        screen.line(f"But there is a file, and the file counts: {result.file}", indent=4)
        screen.line("Take it out of its folder, if there is none to send.")
    return screen.done(result)
