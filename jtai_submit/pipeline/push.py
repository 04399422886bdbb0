"""check → clean → pack → seal → upload → verify → receipt. Nothing is sent before everything is
sealed, except where the gate is known to let it through, or what it refuses is left out; a stop at
any moment leaves a journal from which the same command goes on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from ..checks.registry import BOOK as CHECKS
from ..custody.keys import Signer
from ..delivery.dry_run import DryRun
from ..delivery.interface import Portal
from ..errors import PartlySent, Temporary
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal, Pack, PackState, only_one
from ..inspection.slots.interface import State
from ..inspection.standing import Standing
from ..inspection.submission import Seal
from ..redaction.examining import Workers
from ..words import counted
from .decisions import pin
from .dispatch import Dispatch, cannot_write
from .environment import Environment
from .judge import judge
from .orders import Order, documents, orders
from .outbox import Outbox
from .packs import make
from .passphrase import zip_passphrase
from .portals import sealable, shown_address
from .proof import write_receipt
from .survey import Selection, Survey, examine, kept, look, weigh
from .withdrawal import unstated


class Status(StrEnum):
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    NOT_READY = "not-ready"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a push came to. `packs` are all packs of the selection, the earlier ones too."""

    status: Status
    standing: Standing
    packs: tuple[Pack, ...]
    receipt: str = ""
    dry_run: bool = False
    earlier: frozenset[str] = frozenset()  # names of those that had been sent before


@dataclass(frozen=True, slots=True)
class Options:
    incomplete: bool = False
    because: str = ""
    dry_run: bool = False
    parallel: int = 1  # packs on their way at a time
    here: bool = False  # a person said that this copy of the folder is the one to go on with


def push(
    inspection: Inspection,
    selection: Selection,
    portal: Portal,
    signer: Callable[[], Signer] | None,
    env: Environment,
    options: Options,
) -> Outcome:
    """Send what the selection owes. `signer` opens the signing key: it is asked for before anything
    is sealed, and only where something is to be sealed or proven.

    Raises `Stop`s as `errors` draws them; a submission that is not ready is an outcome, not an
    exception.
    """
    sealable(inspection)
    survey = look(inspection, selection, env)
    try:
        if options.dry_run:
            journal = Journal.load(inspection.own)
            journal.path = None
            return _Push(survey, DryRun(portal), journal, None, env, options).run()
        with only_one(inspection.own):
            return _Push(survey, portal, Journal.load(inspection.own), signer, env, options).run()
    except OSError as e:
        raise cannot_write(e, inspection.own) from None
    finally:
        env.progress.end()  # a bar must not outlive a stop


class _Push:
    def __init__(
        self,
        survey: Survey,
        portal: Portal,
        journal: Journal,
        signer: Callable[[], Signer] | None,
        env: Environment,
        options: Options,
    ) -> None:
        self.survey = survey
        self.portal = portal
        self.journal = journal
        self.env = env
        self.options = options
        self._open_key = signer
        self._key: Signer | None = None
        self.outbox = Outbox(None if options.dry_run else survey.inspection.own / "outbox")
        journal.portal = shown_address(survey.inspection) or portal.kind
        self.dispatch = Dispatch(
            survey,
            portal,
            journal,
            self.outbox,
            env,
            dry=options.dry_run,
            parallel=options.parallel,
        )
        self.orders: dict[str, Order] = {}  # those whose packs are to be sent now, by name

    def run(self) -> Outcome:
        try:
            return self.through()
        except PartlySent as stop:
            stop.packs = self.packs()
            raise

    def through(self) -> Outcome:
        env, survey = self.env, self.survey
        earlier = frozenset(pack.name for pack in self.packs() if pack.state is PackState.SENT)
        self.dispatch.agree()
        self.dispatch.home.entered(forgets=self.portal.forgets, here=self.options.here)
        with env.workers(kept=kept(survey.inspection, env)) as workers:
            self.recognise(workers)
            self.say_what_is_elsewhere()
            before = judge(survey, self.journal, env)
            if not self.options.incomplete and any(r.holds_back for r in before.slots):
                examine(survey, env)  # look at everything, seal nothing
                return self.not_ready(judge(survey, self.journal, env))
            todo = self.plan(before)
            if (todo or self.orders) and not self.options.dry_run:
                self.key()  # nobody waits for a question at the end
            if todo and survey.inspection.submission.seal is Seal.ZIP:
                zip_passphrase(env)  # asked before there is a bar to draw over the question
            try:
                done = (self.seal_and_send if self.may_send_early(todo) else self.seal_then_send)(
                    todo, workers
                )
                survey.unconfined = workers.unconfined()
            finally:
                survey.memory.save(survey.every)
                pin(survey.inspection, survey.documents)
            if not done:
                return self.not_ready(judge(survey, self.journal, env))
        standing = judge(survey, self.journal, env)
        receipts = (
            []
            if self.options.dry_run
            else [self.prove(deadline, standing) for deadline in self.deadlines()]
        )
        incomplete = any(r.state in (State.MISSING, State.PROBLEM) for r in standing.slots)
        status = Status.INCOMPLETE if incomplete else Status.COMPLETE
        receipt = next((r for r in receipts if r), "")
        return Outcome(status, standing, self.packs(), receipt, self.options.dry_run, earlier)

    def say_what_is_elsewhere(self) -> None:
        """The portal was changed: it lacks what went to the one before, and gets it now."""
        if packs := self.journal.elsewhere(self.survey.withdrawn):
            went = (
                f"{counted(len(packs), 'pack')} went to "
                f"{', '.join(sorted({pack.portal for pack in packs}))}"
            )
            self.env.progress.say(
                f"{went}. {self.journal.portal} lacks them: their documents are sent again, to it"
            )

    def key(self) -> Signer:
        """The signing key, opened once."""
        if self._key is None:
            assert self._open_key is not None  # a dry run proves nothing
            self._key = self._open_key()
        return self._key

    def not_ready(self, standing: Standing) -> Outcome:
        return Outcome(Status.NOT_READY, standing, self.packs(), dry_run=self.options.dry_run)

    def deadlines(self) -> list[str]:
        return list(dict.fromkeys(slot.deadline for slot in self.survey.slots))

    def packs(self) -> tuple[Pack, ...]:
        """The packs of the selection that were sent or are to be sent."""
        groups = list(dict.fromkeys((slot.group, slot.deadline) for slot in self.survey.slots))
        mine = [
            p
            for p in self.journal.packs
            if (p.group, p.deadline) in groups and p.state is not PackState.ABANDONED
        ]
        return tuple(sorted(mine, key=lambda p: (groups.index((p.group, p.deadline)), p.version)))

    def recognise(self, workers: Workers) -> None:
        """Hash anew what the journal knows, so that nothing rests on file times: sent already,
        sealed already, or new.
        """
        weigh(self.survey, self.env)
        known = {f.path for pack in self.packs() for f in pack.files}
        memory = self.survey.memory
        again = [d for d in self.survey.sendable if d.path in known]
        for document, _ in workers.examine(self.survey.inspection.root, again, gated=False):
            told = memory.recall(document, gated=True)
            same = told and told.sha256 == document.examined.sha256
            self.survey.put(replace(document, examined=told) if told and same else document)
        for document in self.survey.sendable:
            told = None if document.path in known else memory.recall(document, gated=True)
            if told:
                self.survey.put(replace(document, examined=told))

    def plan(self, standing: Standing) -> list[Order]:
        """What has to be sealed: it has to go and is not sealed yet. A sealed pack that no longer
        fits its folder is taken back.
        """
        wanted = orders(self.survey, standing.slots, self.journal)
        fitting = {}
        for order in wanted:
            waiting = self.journal.sealed(order.group, order.deadline)
            if waiting and self.fits(waiting, order):
                fitting[order.group, order.deadline] = waiting
                self.orders[waiting.name] = order
        stale = [
            p for p in self.packs() if p.state is PackState.SEALED and p.name not in self.orders
        ]
        for pack in stale:
            self.dispatch.take_back(pack)
        for pack in self.journal.packs:
            if pack.state is PackState.ABANDONED and any(
                map(self.journal.session, self.journal.sessions_of(pack))
            ):
                self.dispatch.abandon(pack)  # the portal was another one when it was given up
        if stale:  # what had arrived, or was begun, changes what is new and which number it gets
            wanted = orders(
                self.survey, judge(self.survey, self.journal, self.env).slots, self.journal
            )
        due = {d.id: d.due for d in self.survey.dues}
        todo = [order for order in wanted if (order.group, order.deadline) not in fitting]
        return sorted(todo, key=lambda order: (due[order.deadline], order.bytes))

    def may_send_early(self, todo: list[Order]) -> bool:
        """Whether packs may leave while others are still being sealed: where what is refused is
        left out anyhow, or where the gate has let every one of these very documents through before.
        """
        if self.survey.inspection.submission.seal is Seal.NONE or self.options.dry_run:
            return False
        known = all(load.document.examined.gated for order in todo for load in order.loads)
        return bool(todo) and (self.options.incomplete or known)

    def seal(self, todo: list[Order], workers: Workers, *, quiet: bool = False) -> Iterator[Pack]:
        """Seal one pack after the other."""
        if not quiet:
            self.env.progress.begin("Cleaning and sealing", sum(order.bytes for order in todo))
        everything = [document for order in todo for document in documents(order)]
        examined = workers.examine(self.survey.inspection.root, everything, want=True)
        for order in todo:
            made = make(order, self.survey, self.journal, examined, self.outbox, self.env)
            if made:
                self.orders[made.name] = order
                yield made
        if not quiet:
            self.env.progress.end()

    def seal_then_send(self, todo: list[Order], workers: Workers) -> bool:
        """Nothing leaves before everything is sealed and nothing was refused. Whether something may
        be sent at all.
        """
        fresh = list(self.seal(todo, workers))
        standing = judge(self.survey, self.journal, self.env)
        refused = (
            any(r.state is State.PROBLEM for r in standing.slots) and not self.options.incomplete
        )
        if refused or not (fresh or self.packs()):
            for pack in fresh:
                self.outbox.drop(pack)
            return False
        self.journal.packs += fresh
        self.journal.save()
        due = {d.id: d.due for d in self.survey.dues}
        packs = sorted(
            (p for p in self.packs() if p.name in self.orders),
            key=lambda p: (due[p.deadline], p.bytes),
        )
        if packs:
            # Their room is taken already.
            begun = {p.name for p in packs if self.journal.sessions_of(p)}
            total = sum(p.bytes for p in packs)
            self.dispatch.room_for(
                sum(p.bytes for p in packs if p.name not in begun), max(p.bytes for p in packs)
            )
            self.env.progress.begin("Sending", total)
            with self.dispatch.sending(total, self.orders, workers) as hand:
                for pack in packs:
                    hand(pack)
        return True

    def seal_and_send(self, todo: list[Order], workers: Workers) -> bool:
        """The next pack is sealed while the last is on its way. Whether there was something to
        send.
        """
        waiting = [p for p in self.packs() if p.name in self.orders]
        total = sum(order.bytes for order in todo) + sum(p.bytes for p in waiting)
        self.env.progress.begin(
            "Cleaning, sealing and sending", total + sum(order.bytes for order in todo)
        )
        sealed = self.seal(todo, workers, quiet=True)
        first = next(sealed, None)
        if first is None and not waiting:
            return bool(self.packs())
        self.dispatch.room_for(total, max(order.bytes for order in todo))
        with self.dispatch.sending(total, self.orders, workers) as hand:
            for pack in waiting:
                hand(pack)
            for pack in chain([first] if first else [], sealed):
                if pack.left and not self.options.incomplete:
                    self.outbox.drop(pack)
                    fix = "run the same command again"
                    raise Temporary(
                        CHECKS["D013"].problem(
                            "a document changed while it was being sent", fix, pack.left[0][1]
                        )
                    )
                self.journal.packs.append(pack)
                self.journal.save()
                hand(pack)
        return True

    def fits(self, pack: Pack, order: Order) -> bool:
        """Whether a sealed pack is what would be sealed now."""
        now = [
            (load.slot.id, load.document.path, load.document.examined.sha256)
            for load in order.loads
        ]
        same = pack.covers(now) and pack.made_of == order.made_of(
            self.survey, self.journal, self.env.version
        )
        return same and (pack.seal == Seal.NONE or self.options.dry_run or self.outbox.whole(pack))

    def prove(self, deadline: str, standing: Standing) -> str:
        """A receipt for what arrived and has none yet; otherwise the name of the last one."""
        arrived = [p for p in self.packs() if p.deadline == deadline and p.state is PackState.SENT]
        unproven, withdrawn = (
            [p for p in arrived if not p.receipt],
            unstated(self.survey, self.journal),
        )
        if not unproven and not withdrawn:
            for name in dict.fromkeys(pack.receipt for pack in arrived):
                self.dispatch.vouch(self.survey.inspection.own / "receipts" / name)
            return arrived[-1].receipt if arrived else ""
        portal, because = self.journal.portal, self.options.because
        path = write_receipt(
            self.survey.inspection,
            deadline,
            unproven,
            standing,
            self.journal,
            self.key(),
            self.env,
            portal=portal,
            because=because,
            withdrawn=withdrawn,
        )
        self.dispatch.home.remember()
        self.dispatch.vouch(path)
        return path.name
