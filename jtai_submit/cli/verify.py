"""`jtai-submit verify`: is a receipt whole, who signed it, and does the audit log still agree?"""

from pathlib import Path
from typing import Annotated

import typer

from ..errors import Exit, Problem, Unusable
from .options import Json, Plain, Quiet, desk
from .screen import Screen


def command(
    receipt: Annotated[Path, typer.Argument(metavar="RECEIPT", help="the receipt, .jtai/receipts/NNNN_….json")],
    key: Annotated[
        Path | None, typer.Option("--key", metavar="FILE", help="the signer's public key, if it is not yours")
    ] = None,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Check a receipt's signature against the signers you know, and against the audit log beside it."""
    from ..custody import receipt as receipts
    from ..custody.audit import AuditLog, Head
    from ..custody.keys import key_id, read_public

    screen = Screen.of("verify", as_json, plain, quiet)
    trusted = dict(desk(screen).keys.trusted())
    if key:
        public = read_public(key)
        trusted[key_id(public)] = public
    checked = receipts.read(receipt, trusted)
    said, log = checked.predicate, receipt.resolve().parent.parent / "audit.jsonl"
    if log.exists() and not AuditLog(log).holds(Head(int(said["audit"]["number"]), str(said["audit"]["hash"]))):
        raise Unusable(
            Problem(
                "K009",
                "the audit log was cut or changed since this receipt was signed",
                "keep it as it is, and find out who changed it",
                str(log),
            )
        )
    data = {
        "signer": checked.signer,
        "known": checked.known,
        "audit_log": "agrees" if log.exists() else "not here",
        "packs": checked.statement["subject"],
    }
    screen.line(f"{receipt.name}: {len(said['packs'])} packs from {said['area']} to {said['portal']}, {said['status']}")
    screen.line(f"Audit log: {data['audit_log']}")
    if said["clock_set_by_hand"]:
        screen.line("The clock was set by hand when it was made: this is a test or a rehearsal.")
    if not checked.known:
        problem = Problem(
            "K007",
            "nobody here knows who signed this receipt",
            "get the signer's public key from the person, and give it with --key FILE",
            str(receipt),
        )
        screen.line(f"Signed by an unknown key {checked.signer[:16]}…", bold=True)
        screen.tell(f"{problem.message}. To fix: {problem.fix} ({problem.code})")
        return screen.done(Exit.NOT_READY, "incomplete", data, [problem])
    screen.line(f"The signature is right, by the known key {checked.signer[:16]}…", bold=True)
    return screen.done(Exit.OK, "complete", data)
