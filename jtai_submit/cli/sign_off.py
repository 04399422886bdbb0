"""`jtai-submit sign-off`: an agency's lead approves exactly what is there."""

from typing import Annotated

import typer

from ..actions.approve import ask_for, sign_off, undo_sign_off
from .approved import show_given
from .computer import environment
from .options import HERE, By, Evidence, For, In, Json, Plain, Quiet, Undo
from .screen import Screen

_REQUIRE = "from now on nothing is sent before each agency's lead signed off"


def command(
    agency: Annotated[str, typer.Argument(metavar="[AGENCY]", help="such as police")] = "",
    deadline: For = "",
    by: By = "",
    evidence: Evidence = "",
    require: Annotated[bool, typer.Option("--require", help=_REQUIRE)] = False,
    undo: Undo = False,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Approve what an agency hands over for a deadline, as it is now. A later change voids it."""
    screen = Screen.of("sign-off", as_json, plain, quiet)
    if require:
        asked = ask_for(directory, sign_off=not undo)
        when = "is" if asked.approval.sign_off else "is not"
        screen.line(f"Each agency's sign-off {when} asked for before anything is sent.", bold=True)
        return screen.done(asked)
    env = environment(screen)
    if undo:
        result = undo_sign_off(directory, agency, deadline, env)
    else:
        result = sign_off(directory, agency, deadline, by, evidence, env)
    show_given(screen, result)
    return screen.done(result)
