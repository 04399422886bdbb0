"""`jtai-submit child`: the children that the inspectors chose."""

from typing import Annotated

import typer

from ..actions.child import add_children
from .options import EXITS, HERE, In, Json, Plain, Quiet
from .options import app as new_app
from .screen import Screen

app = new_app()
_IDS = "ids such as C1; letters, digits and hyphens, never a name"
_UNIQUE = "the id by which the inspectors chose the child, in the same order"


@app.callback(epilog=EXITS)
def group() -> None:
    """The children that the inspectors chose."""


@app.command(epilog=EXITS)
def add(
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help=_IDS)],
    unique_id: Annotated[list[str] | None, typer.Option("--unique-id", metavar="N", help=_UNIQUE)] = None,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Add the tracked children to submission.yaml, and make their folders."""
    screen = Screen.of("child", as_json, plain, quiet)
    result = add_children(directory, ids, unique_id or ())
    folder = result.inspection.documents / "children"
    screen.line(f"Added {', '.join(ids)}: folders are in {folder}", bold=True)
    screen.warn(result.inspection.warnings)
    return screen.done(result)
