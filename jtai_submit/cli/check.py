"""`jtai-submit check`: what is in, what is missing, what is wrong, and what to do next."""

from typing import Annotated

import typer

from ..actions.check import check
from ..pipeline.survey import Selection
from .computer import environment
from .options import HERE, Agency, Child, Convert, Directory, For, Json, Plain, Quiet, Sheet
from .screen import Screen
from .standing import show
from .watch import watched

_WATCH = "check again whenever a file changes, and show what changed, until Ctrl-C"
_QUICK = "do not try cleaning; look at names and types only"


def command(
    directory: Directory = HERE,
    agency: Agency = "",
    child: Child = "",
    deadline: For = "",
    quick: Annotated[bool, typer.Option("--quick", help=_QUICK)] = False,
    watching: Annotated[bool, typer.Option("--watch", help=_WATCH)] = False,
    convert: Convert = False,
    sheet: Sheet = None,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Check completeness and every document, as push would. Nothing is sent."""
    screen = Screen.of("check", as_json, plain, quiet)
    selection = Selection(agency, child, deadline, convert=convert, so_far=True)
    if watching:
        return watched(screen, directory, selection, quick=quick)
    result = check(directory, selection, environment(screen), quick=quick, sheet=sheet)
    show(screen, result.standing, sending=not agency)
    screen.line()
    if sheet:
        screen.line(f"What is taken out, for the owner's eyes alone: {sheet}. Clean wipes it.")
    screen.line(result.standing.verdict, bold=True)
    screen.next(result.next)
    return screen.done(result)
