"""`jtai-submit verify`: is a receipt whole, who signed it, and does the audit log still agree?"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..actions.verify import Verified, verify
from ..words import counted
from .computer import environment
from .options import HERE, In, Json, Plain, Quiet
from .screen import Screen

_KEY = (
    "the signer's public key, if it is not yours: the line that keys show prints, or a file of it"
)
_RECEIPT = "the receipt: its number, or its file; without it the newest"
_AGAINST = "ask the secure site again whether it is all there"
_THERE = {
    "": "is not there",
    "different": "is there, but is not what was sent",
    "cannot be asked": "cannot be asked",
}


class Against(StrEnum):
    PORTAL = "portal"


def command(
    receipt: Annotated[str, typer.Argument(metavar="[RECEIPT]", help=_RECEIPT)] = "",
    key: Annotated[Path | None, typer.Option("--key", metavar="KEY", help=_KEY)] = None,
    against: Annotated[Against | None, typer.Option("--against", help=_AGAINST)] = None,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Check a receipt's signature against the signers you know, and against the audit log beside
    it.
    """
    screen = Screen.of("verify", as_json, plain, quiet)
    ask, env = against is not None, environment(screen)
    result = verify(receipt, env, key=key, ask_portal=ask, directory=directory)
    _show(screen, result)
    return screen.done(result)


def _show(screen: Screen, result: Verified) -> None:
    stated, signer = result.receipt.predicate, f"{result.receipt.signer[:16]}…"
    packs = counted(len(stated.packs), "pack")
    about = f"{packs} from {stated.area} to {stated.portal}, {stated.status}"
    screen.line(f"{result.path.name}: {about}")
    screen.line(f"Audit log: {result.audit_log}")
    for each in result.asked:
        words = _THERE.get(each.there, f"is there, verified by {each.there}")
        screen.line(f"{each.name}: {words}", indent=4)
    if stated.clock_set_by_hand:
        screen.line("The clock was set by hand when it was made: this is a test or a rehearsal.")
    told = [f"{p.message}. To fix: {p.fix} ({p.code})" for p in result.problems]
    if not result.receipt.known:
        screen.line(f"Signed by an unknown key {signer}", bold=True)
        screen.tell(told[0])
    elif result.lost:
        known = any(each.there != "cannot be asked" for each in result.lost)
        what = "does not hold all of it" if known else "could not be asked for all of it"
        screen.line(f"The signature is right, but the secure site {what}.", bold=True)
        for line in dict.fromkeys(told):
            screen.line(line, indent=4)
    else:
        screen.line(f"The signature is right, by the known key {signer}", bold=True)
