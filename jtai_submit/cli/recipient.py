"""`jtai-submit recipient`: whose keys open the packs."""

from typing import Annotated

import typer

from ..actions.settings import Set, add_recipient, remove_recipient
from .computer import environment
from .help import app as new_app
from .options import EXITS, HERE, In, Json, Plain, Quiet
from .screen import Screen

app = new_app()
Name = Annotated[
    str, typer.Argument(metavar="NAME", help="whose key it is, such as Lead inspector")
]


@app.callback(epilog=EXITS)
def group() -> None:
    """Whose keys open the packs."""


@app.command(epilog=EXITS)
def add(
    name: Name,
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="an age recipient: age1…, or own for your own")
    ],
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Name somebody who can open the packs. The same name again replaces the key."""
    screen = Screen.of("recipient", as_json, plain, quiet)
    own = environment(screen).keys.public()
    return _shown(screen, add_recipient(directory, name, key, own))


@app.command(epilog=EXITS)
def remove(
    name: Name,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Take somebody out; packs that were sent stay as they are."""
    screen = Screen.of("recipient", as_json, plain, quiet)
    return _shown(screen, remove_recipient(directory, name))


def _shown(screen: Screen, result: Set) -> int:
    screen.line(f"{result.words}.", bold=True)
    screen.warn(result.inspection.warnings)
    return screen.done(result)
