"""What is asked of the portal beside sending, what arrived, and what is taken back."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from ..custody.audit import AuditLog
from ..delivery.codes import CODES as DELIVERY
from ..delivery.courier import Courier
from ..delivery.interface import Parcel, Portal, Tier
from ..errors import Stop, Temporary
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal, Pack, PackState
from ..inspection.machine import Machine
from ..inspection.submission import Seal
from ..packing.codes import CODES as PACKING
from ..packing.index import upload_checklist
from ..packing.names import area_slug
from ..words import size, spoken
from .agreement import Signers, agree
from .environment import Environment
from .home import Home
from .outbox import Outbox
from .proof import logged, public_receipt
from .sealing import small_parcel
from .survey import Survey
from .withdrawal import notices

_CLOCKS_APART = timedelta(minutes=5)


def cannot_write(error: OSError, where: Path) -> Temporary:
    """A disk that is full, a folder that may not be written to, a drive that is gone."""
    fix = (
        "make room on the disk, check that the folder may be written to, and run the same "
        "command again"
    )
    message = f"a file of the inspection folder cannot be written: {error.strerror or error}"
    return Temporary(PACKING["S008"].problem(message, fix, str(error.filename or where)))


class Dispatch:
    """All that is asked of the portal, and what the journal and the log keep of it. `dry` sends
    nothing and keeps nothing.
    """

    def __init__(
        self,
        survey: Survey,
        portal: Portal,
        journal: Journal,
        outbox: Outbox,
        env: Environment,
        *,
        dry: bool,
    ) -> None:
        self.survey = survey
        self.portal = portal
        self.journal = journal
        self.outbox = outbox
        self.env = env
        self.dry = dry
        self.log = AuditLog(self.inspection.own / "audit.jsonl")
        self.home = Home(self.inspection, journal, Machine(env.keys.folder))
        self.courier = Courier(portal, journal, sleep=env.sleep, waiting=self.waiting)

    @property
    def inspection(self) -> Inspection:
        return self.survey.inspection

    def agree(self) -> None:
        """Before anything: journal, audit log and receipts must say the same.

        Raises `Unusable` (P013, K009 and others, as `agreement.agree` does).
        """
        keys = self.env.keys
        agree(self.inspection.own, self.journal, Signers(keys.trusted(), keys.retirements()))

    def room_for(self, total: int, largest: int) -> None:
        """Raises `Temporary` (P004) before the first byte where the portal says that it is too
        small.
        """
        limits = self.courier.ask(self.portal.limits)
        loose = self.inspection.submission.seal is Seal.NONE
        if limits.largest is not None and largest > limits.largest and not loose:
            message = (
                f"the secure site takes files up to {size(limits.largest)}; the largest "
                f"pack has {size(largest)}"
            )
            raise Temporary(
                DELIVERY["P004"].problem(
                    message, "ask the people who run the site to take larger files"
                )
            )
        if limits.room is not None and total > limits.room:
            message = (
                f"the secure site has room for {size(limits.room)}; {size(total)} are to be sent"
            )
            raise Temporary(
                DELIVERY["P004"].problem(message, "ask the people who run the site for more room")
            )
        if (
            limits.clock
            and abs(apart := limits.clock - self.env.moment) > _CLOCKS_APART
            and not self.env.clock_set
        ):
            ahead = "behind" if apart > timedelta() else "ahead of"
            minutes = abs(apart).total_seconds() // 60
            self.env.progress.say(
                f"This computer's clock is {minutes:.0f} minutes {ahead} the secure site's: "
                f"receipts bear its time"
            )

    def beside(self, name: str, data: bytes, seal: Seal) -> None:
        """What goes once beside the packs: how to open them, or a checklist for the person who
        uploads them.
        """
        if self.dry or self.inspection.submission.seal is not seal:
            return
        parcel = small_parcel(name, data)
        fact = f"{parcel.sha256} {self.journal.portal}"
        if self.journal.beside.get(name) == fact:
            return
        session = self.journal.session(name)
        if session and session.sha256 not in ("", parcel.sha256):  # an older one of ours
            self.courier.ask(partial(self.courier.give_up, name, session))
            self.journal.remember_session(name, None)
        self.courier.deliver(parcel, lambda offset: None)
        self.journal.beside[name] = fact
        self.journal.save()

    def vouch(self, receipt: Path) -> None:
        """Lay the public receipt beside the packs that it is about. Where the site does not take it
        now, the next push lays it there: the packs have arrived, and the receipt is signed."""
        self.laid(*public_receipt(self.inspection, receipt))

    def tell(self) -> None:
        """Lay a notice beside the packs for each document that was withdrawn, once a receipt has
        stated it."""
        for name, data in notices(self.inspection, self.journal):
            self.laid(name, data)

    def list_for_upload(self, packs: Sequence[Pack]) -> None:
        """Where nothing is sealed a person may upload it all: a list of what is new."""
        area = self.inspection.submission.area
        fresh = [name for name, _ in notices(self.inspection, self.journal)]
        told = [name for name in fresh if name not in self.journal.beside]
        if packs or told:
            data = upload_checklist(area, [(p.name, p.count, p.bytes) for p in packs], told)
            self.beside(f"{area_slug(area)}_upload-checklist.txt", data, Seal.NONE)

    def laid(self, name: str, data: bytes) -> None:
        """Lay a file beside the packs that no newer one will replace; what hinders it is said."""
        try:
            self.beside(name, data, self.inspection.submission.seal)
            self.journal.remember_session(name, None)
        except Stop as stop:
            why = "; ".join(problem.message for problem in stop.problems)
            self.env.progress.say(f"Warning: {name} does not lie beside the packs yet: {why}")

    def arrived(self, pack: Pack, tier: Tier) -> None:
        now = self.env.moment
        with self.journal.lock:  # the log first: what it knows, the journal can learn (`agreement`)
            self.log.append(
                now,
                "sent",
                pack=pack.name,
                sha256=pack.sha256,
                bytes=pack.bytes,
                verification=tier.value,
                files=[logged(f) for f in pack.files],
            )
            pack.verification, pack.state, pack.sent_at = (
                tier.value,
                PackState.SENT,
                now.isoformat(),
            )
            pack.portal = self.journal.portal
            self.journal.save()
            self.home.remember()

    def sealed(self, pack: Pack) -> Parcel:
        path = self.outbox.path(pack)
        assert path or self.dry
        return Parcel(
            pack.parcel, pack.bytes, pack.sha256, lambda: (path or self.inspection.root).open("rb")
        )

    def take_back(self, pack: Pack) -> None:
        """A sealed pack no longer says what the folder says. Where it arrived already, that is
        recorded; where it was begun, it is taken off the portal and its number is never given
        again; otherwise it never was.
        """
        begun = self.journal.sessions_of(pack)
        session = self.journal.session(pack.parcel)
        if session and pack.seal != Seal.NONE:
            parcel = self.sealed(pack)
            if self.courier.ask(lambda: self.portal.has(session.address, parcel)):
                self.arrived(
                    pack, self.courier.ask(lambda: self.portal.finish(session.address, parcel))
                )
                return
            gone = self.courier.ask(lambda: self.portal.offset(session.address, parcel)) is None
            if session.whole and gone and self.portal.forgets:
                # Acknowledged to the last byte, and no longer spoken of.
                self.arrived(pack, Tier.NONE)
                return
        self.abandon(pack)
        self.outbox.drop(pack)
        if begun:
            pack.state = PackState.ABANDONED
        else:
            self.journal.packs.remove(pack)
        self.journal.save()

    def abandon(self, pack: Pack) -> None:
        """Take whatever is there of a pack off this portal; what was begun on another is said."""
        for name in self.journal.sessions_of(pack):
            if mine := self.journal.session(name):
                self.courier.ask(partial(self.courier.give_up, name, mine))
                self.journal.remember_session(name, None)
            else:
                there = self.journal.sessions[name].portal
                self.env.progress.say(
                    f"Warning: {name} was begun at {there}, and what is there of it stays there"
                )

    def waiting(self, why: str, seconds: float) -> None:
        until = self.env.moment + timedelta(seconds=seconds)
        how_long = f"{seconds:.0f} seconds" if seconds >= 1.5 else "a moment"
        self.env.progress.say(
            f"Waiting {how_long} for the secure site: {why} (until {spoken(until)})"
        )
