"""`jtai-submit tracking`: an aid for the joint evaluation of one child."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions.tracking import write_aid
from .options import HERE, In, Json, Plain, Quiet
from .screen import Screen


def command(
    child: Annotated[str, typer.Argument(metavar="CHILD", help="a child's id")],
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="where it goes")] = None,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Write the inspectors' own questions about a child for Word. It is an aid, not owed."""
    screen = Screen.of("tracking", as_json, plain, quiet)
    result = write_aid(directory, child, to)
    screen.line(f"Wrote {result.file}. It is an aid, not owed: keep it, do not send it.", bold=True)
    return screen.done(result)
