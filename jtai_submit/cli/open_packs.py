"""`jtai-submit open`: decrypt, check and unpack."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions.open_packs import open_packs
from ..errors import Exit
from ..words import counted
from .computer import environment
from .options import Json, Plain, Quiet
from .screen import Screen

_PACKS = "the packs, *.zip.age or *.zip, or a folder of them"
_TO = "where the documents go; a new folder for each pack is made in it"
_IDENTITY = "an age identity file; without it your own keys"


def command(
    packs: Annotated[list[Path], typer.Argument(metavar="PACK…", help=_PACKS)],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help=_TO)],
    identity: Annotated[
        Path | None, typer.Option("--identity", metavar="FILE", help=_IDENTITY)
    ] = None,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Open packs: every byte is checked first. The documents then lie readable in DIR."""
    screen = Screen.of("open", as_json, plain, quiet)
    result = open_packs(packs, to, environment(screen), identity)
    for each in result.packs:
        did = "Opened" if each.fresh else "Open already, and the same:"
        what = f"{counted(each.files, 'document')}, every one as it was packed, in {each.folder}"
        screen.line(f"{did} {each.pack.name}: {what}; {each.vouched}", indent=4)
    fresh = [each for each in result.packs if each.fresh] or result.packs
    if fresh:
        screen.line(f"Next: read index.html in {fresh[0].folder}", bold=True)
    if result.exit is Exit.OK:
        return screen.done(result)
    if result.packs:
        screen.line(f"{counted(len(result.failed), 'pack')} could not be opened:", bold=True)
    return screen.failed(result.exit, result.problems, result.to_dict())
