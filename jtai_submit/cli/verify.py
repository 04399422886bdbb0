"""`jtai-submit verify`: is a receipt whole, who signed it, and does the audit log still agree?"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import Exit, Problem, Unusable, Usage
from ..words import counted
from .options import Json, Plain, Quiet, desk, inspection
from .screen import Screen

if TYPE_CHECKING:
    from ..pipeline.later import Asked

_PROOF = "the receipt proves that it arrived"
LOST = {  # what the secure site may say of a pack, as `pipeline.later` names it: in words, and what to do
    "": ("is not there", Problem("P019", "the secure site does not hold it (any more)",
         f"ask the people who run the site whether inspectors took it; {_PROOF}")),
    "different": ("is there, but is not what was sent", Problem("P009", "what the secure site holds is not what was sent",
         "ask the people who run the site")),
    "cannot be asked": ("cannot be asked", Problem("P021", "this site knows a pack only by the address of its upload, which is not known here (any more)",
         f"ask the people who run the site; {_PROOF}")),
}  # fmt: skip


def command(
    receipt: Annotated[Path, typer.Argument(metavar="RECEIPT", help="the receipt, .jtai/receipts/NNNN_….json")],
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            metavar="KEY",
            help="the signer's public key, if it is not yours: the line that keys show prints, or a file of it",
        ),
    ] = None,
    against: Annotated[
        str, typer.Option("--against", metavar="portal", help="ask the secure site again whether it is all there")
    ] = "",
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Check a receipt's signature against the signers you know, and against the audit log beside it."""
    from ..custody import receipt as receipts
    from ..custody.keys import key_id, read_public
    from ..pipeline.later import agrees

    screen = Screen.of("verify", as_json, plain, quiet)
    trusted = dict(desk(screen).keys.trusted())
    if key:
        public = read_public(key)
        trusted[key_id(public)] = public
    checked = receipts.read(receipt, trusted)
    said, own = checked.predicate, receipt.resolve().parent.parent
    agreed = agrees(own, said)
    if agreed is False:
        raise Unusable(
            Problem(
                "K009",
                "the audit log was cut or changed since this receipt was signed",
                "keep it as it is, and find out who changed it",
                str(own / "audit.jsonl"),
            )
        )
    data = {
        "signer": checked.signer,
        "known": checked.known,
        "audit_log": "not here" if agreed is None else "agrees",
        "packs": checked.statement["subject"],
    }
    screen.line(
        f"{receipt.name}: {counted(len(said['packs']), 'pack')} from {said['area']} to {said['portal']}, {said['status']}"
    )
    screen.line(f"Audit log: {data['audit_log']}")
    there = _ask(screen, against, said, own.parent) if against else []
    data["against"] = [{"name": each.name, "there": each.there} for each in there]
    if said["clock_set_by_hand"]:
        screen.line("The clock was set by hand when it was made: this is a test or a rehearsal.")
    if not checked.known:
        problem = Problem(
            "K007",
            "nobody here knows who signed this receipt",
            "get the signer's public key from the person, and give it with --key",
            str(receipt),
        )
        screen.line(f"Signed by an unknown key {checked.signer[:16]}…", bold=True)
        screen.tell(f"{problem.message}. To fix: {problem.fix} ({problem.code})")
        return screen.done(Exit.NOT_READY, "incomplete", data, [problem])
    lost = [each for each in there if each.there in LOST]
    if lost:
        problems = [replace(LOST[each.there][1], where=each.name) for each in lost]
        known = any(each.there != "cannot be asked" for each in lost)
        what = (
            "the secure site does not hold all of it" if known else "the secure site could not be asked for all of it"
        )
        screen.line(f"The signature is right, but {what}.", bold=True)
        for fix in dict.fromkeys(f"{p.message}. To fix: {p.fix} ({p.code})" for p in problems):
            screen.line(fix, indent=4)
        return screen.done(Exit.NOT_READY, "incomplete", data, problems)
    screen.line(f"The signature is right, by the known key {checked.signer[:16]}…", bold=True)
    return screen.done(Exit.OK, "complete", data)


def _ask(screen: Screen, against: str, said: dict[str, Any], folder: Path) -> "list[Asked]":
    from ..pipeline.later import ask_again
    from ..pipeline.portals import open_portal

    if against != "portal":
        raise Usage(Problem("", f'"{against}" cannot be asked', "use: --against portal"))
    here, table = inspection(folder), desk(screen)
    portal = open_portal(here, table)
    try:
        asked = ask_again(said, portal, here, table)
    finally:
        portal.close()
    for each in asked:
        words = LOST[each.there][0] if each.there in LOST else f"is there, verified by {each.there}"
        screen.line(f"{each.name}: {words}", indent=4)
    return asked
