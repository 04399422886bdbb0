"""`jtai-submit open`: decrypt, check and unpack."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import Problem, Refused, Unusable
from ..words import counted
from .options import Json, Plain, Quiet, desk
from .screen import Screen

if TYPE_CHECKING:
    from ..packing.age import Identity
    from ..pipeline.environment import Desk


def command(
    packs: Annotated[list[Path], typer.Argument(metavar="PACK…", help="the packs, *.zip.age")],
    to: Annotated[
        Path,
        typer.Option("--to", metavar="DIR", help="where the documents go; a new folder for each pack is made in it"),
    ],
    identity: Annotated[
        Path | None, typer.Option("--identity", metavar="FILE", help="an age identity file; without it your own keys")
    ] = None,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Open packs: every byte is checked first. The documents then lie readable in DIR."""
    from ..packing.opening import open_pack

    screen = Screen.of("open", as_json, plain, quiet)
    table = desk(screen)
    keys = _identities(identity, table) if any(p.suffix != ".zip" for p in packs) else []
    opened = []
    for pack in packs:
        if not pack.is_file():
            raise Unusable(Problem("S003", "there is no such pack", "check the path", str(pack)))
        folder, entries = open_pack(
            pack, to, keys, lambda: (table.secrets.get("ZIP_PASSPHRASE", "Passphrase of the pack") or "").encode()
        )
        screen.line(
            f"Opened {pack.name}: {counted(len(entries), 'document')}, every one as it was packed, in {folder}",
            indent=4,
        )
        opened.append(
            {"pack": str(pack), "folder": str(folder), "files": len(entries), "bytes": sum(e.bytes for e in entries)}
        )
    screen.line(f"Next: read index.html in {opened[0]['folder']}", bold=True)
    return screen.done(0, "complete", {"packs": opened})


def _identities(path: Path | None, table: "Desk") -> "list[Identity]":
    from ..custody.keys import wrong_passphrase
    from ..packing import age, recipients

    try:
        data = path.read_bytes() if path else table.keys.sealed_identity()
    except OSError:
        raise Unusable(Problem("K010", "the identity file cannot be read", "check the path", str(path))) from None
    if data is None:
        raise Unusable(Problem("K002", "there are no keys on this computer", "name an identity file: --identity FILE"))
    try:
        return recipients.identities(data, lambda: table.secrets.passphrase("Passphrase of the identity"))
    except age.NoMatch:
        raise wrong_passphrase() from None
    except Refused:
        raise
    except (age.AgeError, ValueError) as e:
        raise Unusable(
            Problem(
                "K010",
                f"this is not an identity file: {e}",
                "use the file that begins with AGE-SECRET-KEY-1",
                str(path),
            )
        ) from None
