"""`jtai-submit keys`: a person's own keys."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import Problem, Refused, Usage
from .options import Json, Plain, Quiet, configuration, desk
from .screen import Screen

if TYPE_CHECKING:
    from ..custody.keys import PublicKeys
    from ..pipeline.environment import Desk

_SHORT = 12  # characters


def command(
    what: Annotated[
        str,
        typer.Argument(
            metavar="[new|show|backup|recover]",
            help="make keys, show their public parts, make a page to recover them, or use it",
        ),
    ] = "show",
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="the page of backup or recover")] = None,
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
    if what not in ("new", "show", "backup", "recover"):
        fix = "use: keys new, keys show, keys backup FILE, or keys recover FILE"
        raise Usage(Problem("", f'"{what}" is not something that keys can do', fix))
    table = desk(screen)
    if what in ("backup", "recover"):
        if file is None:
            raise Usage(Problem("", f"keys {what} needs a file", f"such as: jtai-submit keys {what} recovery.txt"))
        return (_backup if what == "backup" else _recover)(screen, table, file)
    public = _new(screen, table, post_quantum) if what == "new" else table.keys.public()
    if public is None:
        raise no_keys()
    if what == "new":
        screen.line(f"Made your keys in {configuration()}. Nobody can find out a forgotten passphrase: keep it safe.")
    screen.line(f"Recipient  {public.recipient}")
    screen.line(f"Signer     ed25519:{public.signer.hex()}")
    screen.line(f"Known as   {public.key_id[:16]}…: so verify and receipts name the signer")
    screen.line(
        "Put the recipient under recipients: in submission.yaml. Give the signer line to people who verify receipts."
    )
    return screen.done(
        0, "complete", {"recipient": public.recipient, "signer": public.signer.hex(), "key_id": public.key_id}
    )


def _backup(screen: Screen, table: "Desk", file: Path) -> int:
    from ..custody import recovery
    from ..custody.keys import no_keys
    from ..packing.recipients import identities, sealed_text

    public, sealed = table.keys.public(), table.keys.sealed_identity()
    if public is None or sealed is None:
        raise no_keys()
    passphrase = table.secrets.passphrase("Passphrase of your keys")
    signing = table.keys.signing_key(passphrase)
    (identity,) = identities(sealed, lambda: passphrase)
    code = recovery.new_code()
    page = recovery.page(
        str(identity), signing, code, sealed_text, name="their owner", on=f"{table.now:%d.%m.%Y}", key_id=public.key_id
    )
    try:
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(page)
        file.chmod(0o600)
    except OSError as e:
        fix = "name a new file in a folder that may be written to"
        raise Usage(Problem("", f"the page cannot be written: {e.strerror}", fix, str(file))) from None
    screen.line(f"Wrote {file}. Print it, lock it away, and delete the file.", bold=True)
    screen.line("Recovery code, to be written by hand on another paper (it is shown once, and stored nowhere):")
    screen.line(code, indent=4, bold=True)
    return screen.done(0, "complete", {"file": str(file), "recovery_code": code})


def _recover(screen: Screen, table: "Desk", file: Path) -> int:
    from ..custody import recovery
    from ..packing.hybrid import HybridIdentity
    from ..packing.recipients import X25519Identity, identity, opened_text, sealed_text

    try:
        text = file.read_text("utf-8", "replace")
    except OSError as e:
        raise Usage(Problem("", f"the page cannot be read: {e.strerror}", "name the file", str(file))) from None
    _none_yet(table)
    code = table.secrets.get("RECOVERY_CODE", "Recovery code (six groups of five)")
    if not code:
        raise Refused(
            Problem(
                "K004",
                "nobody is there to type the recovery code",
                "run it in a terminal, or set JTAI_SUBMIT_RECOVERY_CODE",
            )
        )
    found, signing = recovery.read(text, code, opened_text, str(file))
    passphrase = _new_passphrase(screen, table)
    opens = identity(found)
    assert isinstance(opens, (X25519Identity, HybridIdentity))
    sealed = sealed_text(f"{found}\n", passphrase)
    public = table.keys.create(str(opens.recipient()), sealed, passphrase, signing)
    screen.line(f"Your keys are back in {configuration()}: packs open, and receipts are signed as before.", bold=True)
    return screen.done(
        0, "complete", {"recipient": public.recipient, "signer": public.signer.hex(), "key_id": public.key_id}
    )


def _none_yet(table: "Desk") -> None:
    """Raises `Unusable` (K005) where there are keys: they are never replaced."""
    if table.keys.public():
        table.keys.create("", b"", b"")  # refuses, in words


def _new_passphrase(screen: Screen, table: "Desk") -> bytes:
    passphrase = table.secrets.passphrase("New passphrase (long is better than odd)")
    asked = not table.secrets.environment.get("JTAI_SUBMIT_PASSPHRASE") and sys.stdin.isatty()
    if asked and table.secrets.ask and table.secrets.ask("The same passphrase again").encode() != passphrase:
        raise Usage(Problem("K003", "the two passphrases differ", "run the command again"))
    if len(passphrase) < _SHORT:
        screen.tell(
            "Warning: this passphrase is short. It guards keys that open children's documents; four words are better."
        )
    return passphrase


def _new(screen: Screen, table: "Desk", post_quantum: bool) -> "PublicKeys":
    from ..packing.recipients import generate, generate_hybrid, sealed_text

    _none_yet(table)
    passphrase = _new_passphrase(screen, table)
    identity = generate_hybrid() if post_quantum else generate()
    return table.keys.create(str(identity.recipient()), sealed_text(f"{identity}\n", passphrase), passphrase)
