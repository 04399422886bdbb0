"""`jtai-submit receipts`: proof of what was sent."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import Problem, Unusable, Usage
from ..words import counted, size
from .options import HERE, InOption, Json, Plain, Quiet, desk, inspection
from .screen import Screen

if TYPE_CHECKING:
    from ..custody.receipt import Receipt


def command(
    what: Annotated[
        str,
        typer.Argument(
            metavar="[list|show|confirm]", help="list them, show one, or confirm that you uploaded its packs by hand"
        ),
    ] = "list",
    name: Annotated[str, typer.Argument(metavar="[NUMBER]", help="which receipt, such as 1")] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="who uploaded them by browser, for confirm")] = "",
    directory: InOption = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """List the receipts of an inspection, or show what one says."""
    from ..custody import receipt

    screen = Screen.of("receipts", as_json, plain, quiet)
    if what not in ("list", "show", "confirm"):
        raise Usage(
            Problem(
                "",
                f'"{what}" is not something that receipts can do',
                "use: receipts list, receipts show NUMBER, or receipts confirm NUMBER --by NAME",
            )
        )
    folder, trusted = inspection(directory).own / "receipts", desk(screen).keys.trusted()
    paths = sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.json"))
    if what != "list":
        paths = [
            p
            for p in paths
            if p.name == name or p.stem == name or p.stem.partition("_")[0].lstrip("0") == name.lstrip("0")
        ]
        if len(paths) != 1:
            raise Usage(
                Problem("", f'there is no receipt "{name}"', f"see: jtai-submit receipts list --in {directory}")
            )
    if what == "confirm":
        return _confirm(screen, directory, paths[0], by)
    read = [(path, receipt.read(path, trusted)) for path in paths]
    for path, each in read:
        _tell(screen, path, each, whole=what == "show")
    if not read:
        screen.line("There are no receipts yet: nothing was sent.")
    return screen.done(0, "complete", {"receipts": [_data(path, each) for path, each in read]})


def _confirm(screen: Screen, directory: Path, path: Path, by: str) -> int:
    """A person who uploaded the packs by browser says so; the log keeps it, with what lies in the folder at that moment."""
    from ..custody import receipt
    from ..pipeline.later import confirm

    if not by.strip():
        raise Usage(Problem("M010", "nobody is named", 'say who uploaded them: --by "…"', "--by"))
    table = desk(screen)
    read = receipt.read(path, table.keys.trusted())
    if not read.known:
        fix = "the one who signed it confirms it"
        raise Unusable(Problem("K007", "nobody here knows who signed this receipt", fix, str(path)))
    packs = confirm(inspection(directory), path.name, read.predicate, by, table)
    for pack in packs:
        screen.line(f"Confirmed: {by} uploaded {pack}", indent=4)
    return screen.done(0, "complete", {"receipt": path.name, "packs": packs, "by": by})


def _tell(screen: Screen, path: Path, each: "Receipt", *, whole: bool) -> None:
    from ..words import spoken

    said = each.predicate
    made = datetime.fromisoformat(said["made"])
    known = "" if each.known else ", signed by somebody who is not known here"
    screen.line(
        f"{path.stem}  {spoken(made)} {made.year}, {counted(len(said['packs']), 'pack')} to {said['portal']}, {said['status']}{known}",
        indent=4,
    )
    if not whole:
        return
    for pack in said["packs"]:
        screen.line(
            f"    {pack['name']}: {counted(len(pack['files']), 'file')}, {size(pack['bytes'])}, verified by {pack['verification']}",
            indent=6,
        )
        screen.line(f"      SHA-256 {pack['sha256']}", indent=6)
    for gone in said.get("withdrawn", ()):
        for document in gone["documents"]:
            screen.line(f"    Withdrawn: {document['name']} in {document['pack']}: {gone['because']}", indent=6)
    for left in said["not_sent"]:
        screen.line(f"    Not sent: {left['slot']}, {left['state']}: {left['why']}", indent=6)
    screen.line(f"    As a page: {path.with_suffix('.html')}")


def _data(path: Path, each: "Receipt") -> dict[str, Any]:
    return {
        "file": str(path),
        "signer": each.signer,
        "known": each.known,
        "subject": each.statement["subject"],
        **each.predicate,
    }
