"""`jtai-submit portal`: where packs are sent to."""

from typing import Annotated

import typer

from ..actions.settings import set_portal
from ..delivery.portals.registry import NAMES
from ..words import typed
from .computer import environment
from .help import app as new_app
from .options import EXITS, HERE, In, Json, Plain, Quiet
from .screen import Screen

app = new_app()
_SETTINGS = "what that kind needs, such as url=https://portal.example/files/"


@app.callback(epilog=EXITS)
def group() -> None:
    """Where packs are sent to."""


@app.command("set", epilog=EXITS)
def set_(
    kind: Annotated[str, typer.Argument(metavar="|".join(NAMES), help="the kind of site")],
    settings: Annotated[list[str], typer.Argument(metavar="name=value…", help=_SETTINGS)],
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Say where packs are sent to. Passwords never stand here: jtai-submit login keeps them."""
    screen = Screen.of("portal", as_json, plain, quiet)
    result = set_portal(directory, kind, settings, environment(screen))
    screen.line(result.words, bold=True)
    where = () if directory == HERE else ("--in", str(directory))
    screen.line(f"Next: {typed(('login', '--check', *where))}", bold=True, whole=True)
    return screen.done(result)
