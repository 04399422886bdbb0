"""`jtai-submit open`: decrypt, check and unpack."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions.open_packs import open_packs
from ..words import counted
from .computer import environment
from .options import Json, Plain, Quiet
from .screen import Screen

_TO = "where the documents go; a new folder for each pack is made in it"
_IDENTITY = "an age identity file; without it your own keys"


def command(
    packs: Annotated[list[Path], typer.Argument(metavar="PACK…", help="the packs, *.zip.age")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help=_TO)],
    identity: Annotated[Path | None, typer.Option("--identity", metavar="FILE", help=_IDENTITY)] = None,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Open packs: every byte is checked first. The documents then lie readable in DIR."""
    screen = Screen.of("open", as_json, plain, quiet)
    result = open_packs(packs, to, environment(screen), identity)
    for each in result.packs:
        what = f"{counted(each.files, 'document')}, every one as it was packed, in {each.folder}"
        screen.line(f"Opened {each.pack.name}: {what}", indent=4)
    screen.line(f"Next: read index.html in {result.packs[0].folder}", bold=True)
    return screen.done(result)
