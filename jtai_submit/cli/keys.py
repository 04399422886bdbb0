"""`jtai-submit keys`: a person's own keys."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions import keys
from ..words import spoken
from .computer import environment
from .help import app as new_app
from .options import EXITS, Json, Plain, Quiet
from .screen import Screen

app = new_app()
Page = Annotated[Path, typer.Argument(metavar="FILE", help="the recovery page")]
_REASON = "why; it stands in the statement"
_POST_QUANTUM = "keys that withstand a later quantum computer; others then need age 1.3 or later"


@app.callback(epilog=EXITS)
def group() -> None:
    """Make your keys once, or show what others need of them: your age recipient, and your signing
    key.
    """


@app.command(epilog=EXITS)
def new(
    post_quantum: Annotated[bool, typer.Option("--post-quantum", help=_POST_QUANTUM)] = False,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Make your keys; they are never replaced."""
    screen = Screen.of("keys", as_json, plain, quiet)
    result = keys.new_keys(environment(screen), post_quantum=post_quantum)
    _warn_if_short(screen, result)
    forgotten = "Nobody can find out a forgotten passphrase: keep it safe."
    screen.line(f"Made your keys in {result.folder}. {forgotten}")
    _show(screen, result)
    return screen.done(result)


@app.command(epilog=EXITS)
def show(as_json: Json = False, plain: Plain = False, quiet: Quiet = False) -> int:
    """What others need of them."""
    screen = Screen.of("keys", as_json, plain, quiet)
    result = keys.shown_keys(environment(screen))
    _show(screen, result)
    return screen.done(result)


@app.command(epilog=EXITS)
def backup(file: Page, as_json: Json = False, plain: Plain = False, quiet: Quiet = False) -> int:
    """Write a page to print, and show a code that belongs on another paper."""
    screen = Screen.of("keys", as_json, plain, quiet)
    result = keys.backup(file, environment(screen))
    screen.line(f"Wrote {file}. Print it, lock it away, and delete the file.", bold=True)
    code = "Recovery code, to be written by hand on another paper"
    if as_json:  # a secret never stands in JSON: it is told beside it
        screen.tell(f"{code}: {result.code}")
    screen.line(f"{code} (it is shown once, and stored nowhere):")
    screen.line(result.code, indent=4, bold=True)
    return screen.done(result)


@app.command(epilog=EXITS)
def recover(file: Page, as_json: Json = False, plain: Plain = False, quiet: Quiet = False) -> int:
    """Make your keys of a page and its code again."""
    screen = Screen.of("keys", as_json, plain, quiet)
    result = keys.recover(file, environment(screen))
    _warn_if_short(screen, result)
    back = "packs open, and receipts are signed as before"
    screen.line(f"Your keys are back in {result.folder}: {back}.", bold=True)
    return screen.done(result)


@app.command(epilog=EXITS)
def retire(
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=_REASON)] = "",
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Say that your signing key counts no more, such as when you leave, or somebody may have it."""
    screen = Screen.of("keys", as_json, plain, quiet)
    result = keys.retire(environment(screen), reason)
    since = f"{spoken(result.at)} {result.at.year}"
    screen.line(f"Retired the key {result.public.key_id[:16]}… from {since} on.", bold=True)
    screen.line("Receipts from before stay good, and packs from before still open with it.")
    screen.line("Give this file to the people who verify your receipts, beside NAME.pub, as")
    screen.line(f"NAME.retirement.json: {result.statement}", whole=True)
    screen.line("Next: jtai-submit keys new", bold=True, whole=True)
    return screen.done(result)


def _warn_if_short(screen: Screen, result: keys.Keys) -> None:
    if result.short:
        screen.tell(
            "Warning: this passphrase is short. It guards keys that open children's documents; "
            "four words are better."
        )


def _show(screen: Screen, result: keys.Keys) -> None:
    public = result.public
    screen.line(f"Recipient  {public.recipient}", whole=True)
    screen.line(f"Signer     ed25519:{public.signer.hex()}", whole=True)
    screen.line(f"Known as   {public.key_id[:16]}…: so verify and receipts name the signer")
    screen.line(
        "So that you can open packs yourselves: jtai-submit recipient add 'Our own copy' own, in "
        "the inspection folder. Give the signer line to people who verify receipts."
    )
