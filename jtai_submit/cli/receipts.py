"""`jtai-submit receipts`: proof of what was sent."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions import receipts
from ..custody.receipt import Receipt
from ..words import counted, held, size, spoken
from .computer import environment
from .help import app as new_app
from .options import EXITS, HERE, In, Json, Plain, Quiet
from .screen import Screen

app = new_app()
_NUMBER = "which receipt, such as 1; without it the newest"
Number = Annotated[str, typer.Argument(metavar="[NUMBER]", help=_NUMBER)]
_BY = "who uploaded them by browser"


@app.callback(epilog=EXITS)
def group() -> None:
    """List the receipts of an inspection, or show what one says."""


@app.command("list", epilog=EXITS)
def listed(
    directory: In = HERE, as_json: Json = False, plain: Plain = False, quiet: Quiet = False
) -> int:
    """All receipts, one a line."""
    screen = Screen.of("receipts", as_json, plain, quiet)
    result = receipts.listed(directory, environment(screen))
    for path, each in result.receipts:
        _line(screen, path, each)
    if not result.receipts:
        screen.line("There are no receipts yet: they are written when everything has arrived.")
    return screen.done(result)


@app.command(epilog=EXITS)
def show(
    number: Number = "",
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """What one receipt says."""
    screen = Screen.of("receipts", as_json, plain, quiet)
    result = receipts.shown(directory, number, environment(screen))
    for path, each in result.receipts:
        _line(screen, path, each)
        _whole(screen, path, each)
    return screen.done(result)


@app.command(epilog=EXITS)
def confirm(
    number: Number = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=_BY)] = "",
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Keep in the log that you uploaded a receipt's packs by hand."""
    screen = Screen.of("receipts", as_json, plain, quiet)
    result = receipts.confirm(directory, number, by, environment(screen))
    for pack in result.packs:
        screen.line(f"Confirmed: {by} uploaded {pack}", indent=4)
    return screen.done(result)


def _line(screen: Screen, path: Path, each: Receipt) -> None:
    stated = each.predicate
    known = "" if each.known else ", signed by somebody who is not known here"
    when = f"{spoken(stated.made)} {stated.made.year}"
    what = f"{counted(len(stated.packs), 'pack')} to {stated.portal}, {stated.status}"
    screen.line(f"{path.stem}  {when}, {what}{known}", indent=4)


def _whole(screen: Screen, path: Path, each: Receipt) -> None:
    stated = each.predicate
    for pack in stated.packs:
        facts = f"{held(pack.count)}, {size(pack.bytes)}"
        screen.line(f"    {pack.name}: {facts}, verified by {pack.verification}", indent=6)
        screen.line(f"      SHA-256 {pack.sha256}", indent=6)
    for gone in stated.withdrawn:
        for document in gone.documents:
            what = f"{gone.title}: {document.name}" if gone.title else document.name
            where = f"{what} in {document.pack}"
            screen.line(f"    Withdrawn: {where}: {gone.because}", indent=6)
    for left in stated.not_sent:
        because = f" ({left.why})" if left.why else ""
        screen.line(f"    {left.shown}{because}", indent=6)
    screen.line(f"    As a page: {path.with_suffix('.html')}")
