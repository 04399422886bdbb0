"""`jtai-submit verify`: is a receipt whole, who signed it, and does the audit log still agree?"""

from pathlib import Path
from typing import Annotated, Literal

import typer

from ..actions.verify import Verdict, Verified, verify
from ..words import counted
from .computer import environment
from .options import HERE, In, Json, Plain, Quiet
from .screen import Screen

_KEY = "the signer's public key, if it is not yours: the line that keys show prints, or its file"
_RECEIPT = "its number, or its file; without it the newest"
_AGAINST = "ask the secure site again whether it is all there"
_THERE = {
    "": "is not there",
    "different": "is there, but is not what was sent",
    "cannot be asked": "cannot be asked",
}
_VERDICTS = {
    Verdict.UNKNOWN: "Signed by an unknown key {}",
    Verdict.RIGHT: "The signature is right, by the known key {}",
    Verdict.LOST: "The signature is right, but the secure site does not hold all of it.",
    Verdict.UNASKED: "The signature is right, but the secure site could not be asked for all.",
}


def command(
    receipt: Annotated[str, typer.Argument(metavar="[RECEIPT]", help=_RECEIPT)] = "",
    key: Annotated[Path | None, typer.Option("--key", metavar="KEY", help=_KEY)] = None,
    against: Annotated[Literal["portal"] | None, typer.Option("--against", help=_AGAINST)] = None,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Check a receipt: its signature by the signers you know, and the audit log beside it."""
    screen = Screen.of("verify", as_json, plain, quiet)
    ask = against is not None
    result = verify(receipt, environment(screen), key=key, ask_portal=ask, directory=directory)
    _show(screen, result)
    return screen.done(result)


def _show(screen: Screen, result: Verified) -> None:
    stated, signer = result.receipt.predicate, f"{result.receipt.signer[:16]}…"
    about = f"{counted(len(stated.packs), 'pack')} from {stated.area} to {stated.portal}"
    screen.line(f"{result.path.name}: {about}, {stated.status}")
    screen.line(f"Audit log: {result.audit_log}")
    for each in result.asked:
        words = _THERE.get(each.there, f"is there, verified by {each.there}")
        screen.line(f"{each.name}: {words}", indent=4)
    if stated.clock_set_by_hand:
        screen.line("The clock was set by hand when it was made: this is a test or a rehearsal.")
    screen.line(_VERDICTS[result.verdict].format(signer), bold=True)
    for problem in dict.fromkeys(result.problems):
        screen.tell(f"{problem.message}. To fix: {problem.fix} ({problem.code})")
