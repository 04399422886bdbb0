"""`jtai-submit release`: the director, or a named deputy, lets exactly what is there go."""

from typing import Annotated

import typer

from ..actions.approve import ask_for, release, undo_release
from .approved import show_given
from .computer import environment
from .options import HERE, By, Evidence, For, In, Json, Plain, Quiet, Undo
from .screen import Screen

_REQUIRE = "who may release, from now on; the director first, then each deputy"


def command(
    deadline: For = "",
    by: By = "",
    evidence: Evidence = "",
    require: Annotated[
        list[str] | None, typer.Option("--require", metavar="NAME", help=_REQUIRE)
    ] = None,
    undo: Undo = False,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Let everything of a deadline go, as it is now. A later change voids it."""
    screen = Screen.of("release", as_json, plain, quiet)
    if require:
        asked = ask_for(directory, released_by=() if undo else require)
        who = " or ".join(asked.approval.released_by)
        words = f"Nothing is sent before {who} released it." if who else "No release is asked for."
        screen.line(words, bold=True)
        return screen.done(asked)
    env = environment(screen)
    if undo:
        result = undo_release(directory, deadline, env)
    else:
        result = release(directory, deadline, by, evidence, env)
    show_given(screen, result)
    return screen.done(result)
