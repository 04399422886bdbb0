"""check → clean → pack → seal → upload → verify → receipt. Nothing is sent before everything is sealed, and a stop at
any moment leaves a journal from which the same command goes on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import BinaryIO

from ..custody.audit import AuditLog
from ..custody.keys import Signer
from ..delivery.courier import Courier
from ..delivery.interface import Parcel, Portal
from ..delivery.journal import Journal, Pack, PackState, only_one
from ..errors import PartlySent, Problem, Stop, Temporary
from ..manifest.reader import Inspection
from ..manifest.slots import State
from ..manifest.submission import Seal
from ..manifest.timetable import spoken
from ..packing.index import how_to_open, size, upload_checklist
from ..packing.names import area_slug, guide_name
from ..progress import Silent
from ..redaction.workers import Workers
from ..reporting.completeness import Completeness
from .desk import Desk
from .packs import Load, Order, Outbox, loose_parcels, make, orders, small_parcel
from .portals import DryRun, sealable, shown_address
from .proof import write_receipt
from .survey import Selection, Survey, examine, judge, look


class Status(StrEnum):
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    NOT_READY = "not-ready"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a push came to. `packs` are all packs of the deadline, the earlier ones too."""

    status: Status
    picture: Completeness
    packs: tuple[Pack, ...]
    receipt: str = ""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    incomplete: bool = False
    because: str = ""
    dry_run: bool = False


class _Push:
    def __init__(
        self,
        inspection: Inspection,
        survey: Survey,
        portal: Portal,
        journal: Journal,
        signer: Signer | None,
        desk: Desk,
        options: Options,
    ) -> None:
        self.inspection, self.survey, self.journal, self.signer, self.desk, self.options = (
            inspection,
            survey,
            journal,
            signer,
            desk,
            options,
        )
        self.portal = DryRun(portal) if options.dry_run else portal
        self.outbox = Outbox(None if options.dry_run else inspection.own / "outbox")
        self.log = AuditLog(inspection.own / "audit.jsonl")
        self.courier = Courier(self.portal, journal, sleep=desk.sleep, waiting=self.waiting)
        self.made: dict[str, Order] = {}

    def run(self) -> Outcome:
        desk, survey = self.desk, self.survey
        with desk.workers() as workers:
            self.recognise(workers)
            before = judge(survey, self.journal, desk)
            hopeless = [r for r in before.slots if r.state in (State.MISSING, State.PROBLEM)]
            if hopeless and not self.options.incomplete:  # look at everything, seal nothing
                examine(survey, desk)
                return Outcome(
                    Status.NOT_READY, judge(survey, self.journal, desk), self.packs(), dry_run=self.options.dry_run
                )
            fresh = self.seal(before, workers)
            survey.memory.save(survey.seen)
            picture = judge(survey, self.journal, desk)
            if any(r.state is State.PROBLEM for r in picture.slots) and not self.options.incomplete:
                for pack in fresh:
                    self.outbox.drop(pack)
                return Outcome(Status.NOT_READY, picture, self.packs(), dry_run=self.options.dry_run)
            self.journal.packs += fresh
            self.journal.save()
            self.send(workers)
        picture = judge(survey, self.journal, desk)
        receipts = [self.prove(deadline, picture) for deadline in self.deadlines()] if not self.options.dry_run else []
        incomplete = any(r.state in (State.MISSING, State.PROBLEM) for r in picture.slots)
        status = Status.INCOMPLETE if incomplete else Status.COMPLETE
        return Outcome(status, picture, self.packs(), next((r for r in receipts if r), ""), self.options.dry_run)

    def deadlines(self) -> list[str]:
        return list(dict.fromkeys(slot.deadline for slot in self.survey.slots))

    def groups(self) -> list[tuple[str, str]]:
        return list(dict.fromkeys((slot.group, slot.deadline) for slot in self.survey.slots))

    def packs(self) -> tuple[Pack, ...]:
        return tuple(p for p in self.journal.packs if (p.group, p.deadline) in self.groups())

    def recognise(self, workers: Workers) -> None:
        """Hash anew what the journal knows, so that nothing rests on file times: sent already, sealed already, or new."""
        known = {f.path for pack in self.packs() for f in pack.files}
        again = [d for d in self.survey.sendable if d.path in known]
        for document, _ in workers.examine(self.inspection.root, again, gated=False):
            remembered = self.survey.memory.recall(document, gated=True)
            if remembered and remembered.sha256 == document.examined.sha256:
                document.examined = remembered
        for document in self.survey.sendable:
            if document.path not in known:
                document.examined = self.survey.memory.recall(document, gated=True) or document.examined

    def seal(self, picture: Completeness, workers: Workers) -> list[Pack]:
        """Seal what has to go and is not sealed yet. A sealed pack that no longer fits its folder is taken back."""
        todo = []
        for order in orders(self.survey, picture.slots, self.journal):
            order.loads = [load for load in order.loads if not self.refused(load)]
            waiting = self.journal.sealed(order.group, order.deadline)
            if waiting and self.fits(waiting, order):
                self.made[waiting.name] = order
                continue
            if waiting:
                self.take_back(waiting)
            todo.append(order)
        self.desk.progress.begin(
            "Cleaning and sealing", sum(load.document.bytes for order in todo for load in order.loads)
        )
        fresh = []
        for order in todo:
            self.made[order.name] = order
            if pack := make(order, self.survey, self.journal, workers, self.outbox, self.desk):
                fresh.append(pack)
        self.desk.progress.end()
        return fresh

    def refused(self, load: Load) -> bool:
        return any(finding.blocks for finding in load.document.findings)

    def fits(self, pack: Pack, order: Order) -> bool:
        now = {(load.slot.id, load.document.path, load.document.examined.sha256) for load in order.loads}
        return (
            pack.covers() == now
            and pack.seal == self.inspection.submission.seal
            and (pack.seal == Seal.NONE or self.outbox.whole(pack))
        )

    def take_back(self, pack: Pack) -> None:
        for name in [n for n in self.journal.sessions if n == pack.parcel or n.startswith(f"{pack.parcel}/")]:
            self.courier.ask(partial(self.portal.abandon, self.journal.sessions[name]))
            self.journal.remember_session(name, None)
        self.outbox.drop(pack)
        self.journal.packs.remove(pack)
        self.journal.save()

    def send(self, workers: Workers) -> None:
        """Upload every sealed pack of the selection. Raises `PartlySent` where some arrived and others cannot now."""
        waiting = [p for p in self.packs() if p.state is PackState.SEALED]
        if not waiting:
            return
        self.room_for(waiting)
        self.desk.progress.begin("Sending", sum(p.bytes for p in waiting))
        try:
            for extra in self.beside(waiting):
                self.courier.deliver(extra, lambda offset: None)
            for pack in waiting:
                self.deliver(pack, workers)
        except Stop as stop:
            arrived = [p for p in self.packs() if p.state is PackState.SENT]
            if arrived and not self.options.dry_run:
                raise PartlySent(
                    *(
                        replace(p, message=f"{p.message} ({len(arrived)} of {len(self.packs())} packs sent)")
                        for p in stop.problems
                    )
                ) from stop
            raise
        self.desk.progress.end()

    def room_for(self, waiting: Sequence[Pack]) -> None:
        standing = self.courier.ask(self.portal.standing)
        total, largest = sum(p.bytes for p in waiting), max(p.bytes for p in waiting)
        if (
            standing.largest is not None
            and largest > standing.largest
            and self.inspection.submission.seal is not Seal.NONE
        ):
            raise Temporary(
                Problem(
                    "P004",
                    f"the secure site takes files up to {size(standing.largest)}; the largest pack has {size(largest)}",
                    "ask the people who run the site to take larger files",
                )
            )
        if standing.room is not None and total > standing.room:
            raise Temporary(
                Problem(
                    "P004",
                    f"the secure site has room for {size(standing.room)}; {size(total)} are to be sent",
                    "ask the people who run the site for more room",
                )
            )

    def beside(self, waiting: Sequence[Pack]) -> list[Parcel]:
        """What goes once beside the packs: how to open them, or a checklist for the person who uploads them."""
        area = self.inspection.submission.area
        if self.journal.sent():
            return []
        if self.inspection.submission.seal is Seal.NONE:
            listed = [(p.name, len(p.files), p.bytes) for p in waiting]
            return [small_parcel(f"{area_slug(area)}_upload-checklist.txt", upload_checklist(area, listed))]
        return [small_parcel(guide_name(area), how_to_open(area, [p.parcel for p in waiting]))]

    def deliver(self, pack: Pack, workers: Workers) -> None:
        before = 0

        def moved(offset: int) -> None:
            nonlocal before
            self.desk.progress.move(offset - before, pack.name)
            before = offset

        tiers = []
        for parcel in self.parcels(pack, workers):
            before = 0
            tiers.append(self.courier.deliver(parcel, moved))
        if self.options.dry_run:
            return
        order = ["server-sha256", "chunk-checksum", "quickxor", "read-back", "size", "none"]
        pack.verification = max((t.value for t in tiers), key=order.index)  # the weakest of its files
        pack.state, pack.sent_at = PackState.SENT, self.desk.now.isoformat()
        self.log.append(
            self.desk.now, "sent", pack=pack.name, sha256=pack.sha256, bytes=pack.bytes, verification=pack.verification
        )
        self.journal.save()
        for name in [n for n in self.journal.sessions if n == pack.parcel or n.startswith(f"{pack.parcel}/")]:
            self.journal.remember_session(name, None)
        self.desk.progress.say(f"Sent {pack.parcel} ({len(pack.files)} files, {size(pack.bytes)})")

    def parcels(self, pack: Pack, workers: Workers) -> Iterable[Parcel]:
        if pack.seal == Seal.NONE:
            return loose_parcels(pack, self.made[pack.name], self.survey, self.journal, workers, _quiet(self.desk))
        path = self.outbox.path(pack)
        return [Parcel(pack.parcel, pack.bytes, pack.sha256, (lambda: path.open("rb")) if path else _nothing)]

    def waiting(self, why: str, seconds: float) -> None:
        until = self.desk.now + timedelta(seconds=seconds)
        self.desk.progress.say(f"Waiting {seconds:.0f} seconds for the secure site: {why} (until {spoken(until)})")

    def prove(self, deadline: str, picture: Completeness) -> str:
        """A receipt for what arrived and has none yet; otherwise the name of the last one."""
        arrived = [p for p in self.packs() if p.deadline == deadline and p.state is PackState.SENT]
        unproven = [p for p in arrived if not p.receipt]
        if not unproven:
            return arrived[-1].receipt if arrived else ""
        assert self.signer is not None
        path = write_receipt(
            self.inspection,
            deadline,
            unproven,
            picture,
            self.journal,
            self.signer,
            self.desk,
            portal=shown_address(self.inspection) or self.portal.kind,
            because=self.options.because,
        )
        return path.name


def _quiet(desk: Desk) -> Desk:
    return replace(desk, progress=Silent())


def _nothing() -> BinaryIO:
    raise AssertionError("a dry run sends nothing")


def push(
    inspection: Inspection,
    selection: Selection,
    portal: Portal,
    signer: Callable[[], Signer] | None,
    desk: Desk,
    options: Options,
) -> Outcome:
    """Send what the selection owes. `signer` opens the signing key, asked before the first byte is sealed.

    Raises `Stop`s as `errors` draws them; a submission that is not ready is an outcome, not an exception.
    """
    sealable(inspection)
    survey = look(inspection, selection, desk)
    if options.dry_run:
        return _Push(inspection, survey, portal, _in_memory(Journal.load(inspection.own)), None, desk, options).run()
    with only_one(inspection.own):
        journal = Journal.load(inspection.own)
        return _Push(inspection, survey, portal, journal, signer() if signer else None, desk, options).run()


def _in_memory(journal: Journal) -> Journal:
    journal.path = None
    return journal
