"""`jtai-submit keys`: a person's own keys."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import Problem, Usage
from .options import Json, Plain, Quiet, configuration, desk
from .screen import Screen

if TYPE_CHECKING:
    from ..custody.keys import PublicKeys
    from ..pipeline.desk import Desk


def command(
    what: Annotated[str, typer.Argument(metavar="[new|show]", help="make keys, or show their public parts")] = "show",
    post_quantum: Annotated[
        bool,
        typer.Option(
            "--post-quantum", help="keys that withstand a later quantum computer; others then need age 1.3 or later"
        ),
    ] = False,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Make your keys once, or show what others need of them: your age recipient, and your signing key."""
    from ..custody.keys import no_keys

    screen = Screen.of("keys", as_json, plain, quiet)
    if what not in ("new", "show"):
        raise Usage(Problem("", f'"{what}" is not something that keys can do', "use: keys new, or keys show"))
    table = desk(screen)
    public = _new(table, post_quantum) if what == "new" else table.keys.public()
    if public is None:
        raise no_keys()
    if what == "new":
        screen.line(f"Made your keys in {configuration()}. Nobody can find out a forgotten passphrase: keep it safe.")
    screen.line(f"Recipient  {public.recipient}")
    screen.line(f"Signer     ed25519:{public.signer.hex()}")
    screen.line(
        "Put the recipient under recipients: in submission.yaml. Give the signer line to people who verify receipts."
    )
    return screen.done(
        0, "complete", {"recipient": public.recipient, "signer": public.signer.hex(), "key_id": public.key_id}
    )


def _new(table: "Desk", post_quantum: bool) -> "PublicKeys":
    from ..packing.recipients import generate, generate_hybrid, sealed_text

    folder = table.keys
    if folder.public():
        folder.create("", b"", b"")  # refuses, in words
    passphrase = table.secrets.passphrase("New passphrase (long is better than odd)")
    asked = not table.secrets.environment.get("JTAI_SUBMIT_PASSPHRASE") and sys.stdin.isatty()
    if asked and table.secrets.ask and table.secrets.ask("The same passphrase again").encode() != passphrase:
        raise Usage(Problem("K003", "the two passphrases differ", "run the command again"))
    identity = generate_hybrid() if post_quantum else generate()
    return folder.create(str(identity.recipient()), sealed_text(f"{identity}\n", passphrase), passphrase)
