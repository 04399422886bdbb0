"""`jtai-submit withdraw`: a wrong document went."""

from typing import Annotated

import typer

from ..actions.withdraw import undo_withdraw, withdraw
from ..pipeline.withdrawal import TO_DO
from ..words import TO_FILL_IN, typed
from .computer import environment
from .options import HERE, By, In, Json, Plain, Quiet, Undo
from .screen import Screen

_SLOT = "the item or child's document for which it went, such as 3.4"
_BECAUSE = "why; it stands in the next receipt"


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
    """Say that what was sent for SLOT and is no longer in its folder went by mistake. The next
    receipt tells the people who hold it what to do; ring them now.
    """
    screen = Screen.of("withdraw", as_json, plain, quiet)
    if undo:
        result = undo_withdraw(directory, slot, environment(screen))
        screen.line(f"The withdrawal of {result.slot} is taken back; nobody was told.", bold=True)
        return screen.done(result)
    result = withdraw(directory, slot, because, by, environment(screen))
    for name in result.documents:
        screen.line(f"Withdrawn: {name}", indent=4)
    screen.line(
        "Nothing can be unsent. Ring the people who hold the pack now, and ask them:", bold=True
    )
    screen.line(TO_DO, indent=4)
    push = ["push"] if directory == HERE else ["push", str(directory)]
    if not result.left:
        screen.line(f"While nothing is there for {slot}, it is sent with --incomplete.")
        push += ["--incomplete", "--because", TO_FILL_IN]
    screen.line(f"Next: {typed(push)}", bold=True, whole=True)
    screen.line("Its receipt states this.")
    return screen.done(result)
