"""What is asked and done after a push: is it still there, did anybody touch the log, wipe our own
copies.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from ..custody.audit import AuditLog
from ..custody.statement import Predicate, StatedPack
from ..delivery.codes import CODES as DELIVERY
from ..delivery.courier import Courier
from ..delivery.interface import Parcel, Portal, Tier
from ..errors import Problem, Temporary, Unusable, Usage
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal, PackState, only_one
from ..inspection.machine import Machine
from .agreement import Event, Signers, examined
from .environment import Environment
from .home import Home
from .portals import shown_address
from .sheets import sheets


class There(StrEnum):
    """What the secure site may say of a pack that is not simply there."""

    NOT = ""
    DIFFERENT = "different"
    UNASKED = "cannot be asked"


@dataclass(frozen=True, slots=True)
class Asked:
    """One pack of a receipt, asked for again: a tier, `different`, `cannot be asked`, or empty
    where it is not there.
    """

    name: str
    there: str


def ask_again(
    predicate: Predicate, portal: Portal, inspection: Inspection, env: Environment
) -> list[Asked]:
    """Ask the portal for every pack of a receipt. Raises a `Stop` where it does not answer,
    `Unusable` (P021) where the packs went to another.
    """
    if (now := shown_address(inspection)) != predicate.portal:
        fix = "put that portal back into submission.yaml for this question"
        raise Unusable(
            DELIVERY["P021"].problem(
                f"the packs went to {predicate.portal}; submission.yaml names {now}", fix
            )
        )
    journal = Journal.load(inspection.own)
    journal.path, journal.portal = None, shown_address(inspection)
    courier = Courier(
        portal, journal, sleep=env.sleep, waiting=lambda why, seconds: env.progress.say(why)
    )
    env.progress.begin("Asking the secure site", sum(pack.bytes for pack in predicate.packs))
    out = []
    for pack in predicate.packs:
        out.append(Asked(pack.name, _weakest(courier, journal, pack)))
        env.progress.move(pack.bytes, pack.name)
    env.progress.end()
    return out


def _weakest(courier: Courier, journal: Journal, pack: StatedPack) -> str:
    found = list[Tier]()
    for parcel in _parcels(pack):
        session = journal.session(parcel.name)
        address = session.address if session else ""
        if courier.portal.forgets and not address:
            return There.UNASKED
        try:
            tier = courier.ask(partial(courier.portal.confirm, address, parcel))
        except Temporary as stop:
            if [p.code for p in stop.problems] != ["P009"]:
                raise
            return There.DIFFERENT
        if tier is None:
            return There.NOT
        found.append(tier)
    return Tier.weakest(found).value


def _parcels(pack: StatedPack) -> list[Parcel]:
    """What lies on the portal of one pack: one file, or with `seal: none` each document."""
    name = pack.name
    if name.endswith((".age", ".zip")):
        return [Parcel.there(name, pack.bytes, pack.sha256)]
    every = [(f.name, f.bytes, f.sha256) for f in pack.files]
    every += [(each.name, each.bytes, each.sha256) for each in pack.extras]
    return [Parcel.there(f"{name}/{inside}", count, sha) for inside, count, sha in every]


def history(inspection: Inspection, signers: Signers, machine: Machine) -> Sequence[Event]:
    """Every event of the audit log, after log, journal and receipts were compared, and the journal
    with what this computer remembers.

    Raises `Unusable` (K009, K015, P013 and others, K007 for a receipt of an unknown signer).
    """
    events = examined(inspection.own, Journal.load(inspection.own), signers, strict=True)
    is_complete(inspection, machine)
    return events


def is_complete(inspection: Inspection, machine: Machine) -> None:
    """Whether nothing went from here that is not known here. Raises `Unusable` (K015)."""
    journal = Journal.load(inspection.own)
    journal.portal = shown_address(inspection)
    Home(inspection, journal, machine).complete()


def agrees(own: Path, signers: Signers) -> bool:
    """Whether a log lies beside the receipts and everything agrees; False where none lies there.

    Raises `Unusable` as `history` does, but for receipts of unknown signers.
    """
    if not (own / "audit.jsonl").exists() and not (own / "journal.json").exists():
        return False
    examined(own, Journal.load(own), signers, strict=False)
    return True


def confirm(
    inspection: Inspection, name: str, predicate: Predicate, by: str, env: Environment
) -> list[str]:
    """Keep in the log that a person uploaded a receipt's packs by hand. Raises `Usage` where it
    went to no folder.
    """
    if not predicate.portal.startswith("folder "):
        raise Usage(
            Problem(
                "",
                "these packs were uploaded by jtai-submit itself",
                f"ask: jtai-submit verify {name} --against portal",
            )
        )
    with only_one(inspection.own):
        log = AuditLog(inspection.own / "audit.jsonl")
        done = {
            str(each["pack"]): str(each["by"])
            for each in log.lines()
            if each["event"] == "confirmed"
        }
        if predicate.packs and all(pack.name in done for pack in predicate.packs):
            who = done[predicate.packs[0].name]
            raise Usage(
                Problem("", f"{who} has confirmed that already", "see: jtai-submit history")
            )
        for pack in predicate.packs:
            log.append(
                env.moment, "confirmed", pack=pack.name, sha256=pack.sha256, receipt=name, by=by
            )
    return [pack.name for pack in predicate.packs]


@dataclass(frozen=True, slots=True)
class Wiped:
    files: int
    bytes: int
    waiting: tuple[str, ...]


def clean(inspection: Inspection, env: Environment) -> Wiped:
    """Wipe our own copies: packs that were sent or given up, findings, rehearsals, upload sessions
    of what is complete. Journal, receipts and log stay; packs that still wait stay too, and are
    named.
    """
    own = inspection.own
    with only_one(own):
        journal = Journal.load(own)
        waiting = {p.parcel for p in journal.packs if p.state is PackState.SEALED}
        doomed = [p for p in (own / "outbox").glob("*") if p.name not in waiting]
        doomed += [
            p
            for folder in ("cache", "rehearsals")
            for p in (own / folder).rglob("*")
            if p.is_file()
        ]
        doomed += [path for each in sheets(inspection) if (path := Path(each)).is_file()]
        lists = (own / "sheets.json", own / "child-undo.json", *own.glob("answers-before.xlsx*"))
        doomed += [path for path in lists if path.is_file()]
        count, size = len(doomed), sum(p.stat().st_size for p in doomed)
        for path in doomed:
            path.unlink(missing_ok=True)
        for folder in ("cache", "rehearsals"):
            shutil.rmtree(own / folder, ignore_errors=True)
        # Of what lies beside the packs: a newer one takes its place.
        kept = (*waiting, *journal.beside)
        done = [name for name in journal.sessions if not name.startswith(kept)]
        for name in done:
            journal.remember_session(name, None)
        AuditLog(own / "audit.jsonl").append(
            env.moment, "cleaned", files=count, bytes=size, sessions=len(done)
        )
    return Wiped(count, size, tuple(sorted(waiting)))
