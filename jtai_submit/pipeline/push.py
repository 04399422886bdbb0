"""check → clean → pack → seal → upload → verify → receipt. Nothing is sent before everything is
sealed, except where the gate is known to let it through, or what it refuses is left out; a stop at
any moment leaves a journal from which the same command goes on.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
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
from .orders import Order, documents
from .outbox import Outbox
from .outcome import Completeness, Options, Outcome
from .packs import make
from .passphrase import zip_passphrase
from .plan import packs_of, plan, recognise
from .portals import sealable, shown_address
from .proving import Proving
from .sending import sending
from .survey import Selection, Survey, examine, kept, look


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
        )
        self.orders: dict[str, Order] = {}  # those whose packs are to be sent now, by name

    def run(self) -> Outcome:
        try:
            return self.through()
        except PartlySent as stop:
            stop.packs = self.packs()
            raise

    def standing(self) -> Standing:
        return judge(self.survey, self.journal, self.env, sending=True)

    def through(self) -> Outcome:
        env, survey = self.env, self.survey
        earlier = frozenset(pack.name for pack in self.packs() if pack.state is PackState.SENT)
        self.dispatch.agree()
        self.dispatch.home.entered(forgets=self.portal.forgets, here=self.options.here)
        with env.workers(kept=kept(survey.inspection, env)) as workers:
            recognise(survey, self.journal, workers, env)
            self.say_what_is_elsewhere()
            before = self.standing()
            held = before.unapproved or any(r.holds_back for r in before.slots)
            if held and not self.options.incomplete:
                examine(survey, env)  # look at everything, seal nothing
                return self.not_ready(self.standing())
            planned = plan(self.dispatch, before)
            self.orders, todo = dict(planned.sealed), planned.todo
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
                return self.not_ready(self.standing())
        standing = self.standing()
        proving = Proving(self.dispatch, self.key, self.options.because)
        receipts = (
            [] if self.options.dry_run else proving.receipts(self.packs, self.deadlines(), standing)
        )
        lacking = (State.MISSING, State.PROBLEM)
        incomplete = any(r.state in lacking or r.gone for r in standing.slots)
        status = Completeness.INCOMPLETE if incomplete else Completeness.COMPLETE
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
        return Outcome(Completeness.NOT_READY, standing, self.packs(), dry_run=self.options.dry_run)

    def packs(self) -> tuple[Pack, ...]:
        return packs_of(self.survey, self.journal)

    def deadlines(self) -> list[str]:
        return list(dict.fromkeys(slot.deadline for slot in self.survey.slots))

    def may_send_early(self, todo: Sequence[Order]) -> bool:
        """Whether packs may leave while others are still being sealed: where what is refused is
        left out anyhow, or where the gate has let every one of these very documents through before.
        """
        if self.survey.inspection.submission.seal is Seal.NONE or self.options.dry_run:
            return False
        known = all(load.document.examined.gated for order in todo for load in order.loads)
        return bool(todo) and (self.options.incomplete or known)

    def seal(
        self, todo: Sequence[Order], workers: Workers, *, early: bool = False
    ) -> Iterator[Pack]:
        """Seal one pack after the other; `early`: to be sent as soon as each is sealed."""
        if not early:
            self.env.progress.begin("Cleaning and sealing", sum(order.bytes for order in todo))
        everything = [document for order in todo for document in documents(order)]
        # What goes into a pack that leaves at once is not cleaned for another.
        examined = workers.examine(
            self.survey.inspection.root, everything, want=True, keep=not early
        )
        for order in todo:
            made = make(order, self.survey, self.journal, examined, workers, self.outbox, self.env)
            if made:
                self.orders[made.name] = order
                yield made
        if not early:
            self.env.progress.end()

    def seal_then_send(self, todo: Sequence[Order], workers: Workers) -> bool:
        """Nothing leaves before everything is sealed and nothing was refused. Whether something may
        be sent at all.
        """
        fresh = list(self.seal(todo, workers))
        standing = self.standing()
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
            with self.sending(total, workers) as hand:
                for pack in packs:
                    hand(pack)
        return True

    def seal_and_send(self, todo: Sequence[Order], workers: Workers) -> bool:
        """The next pack is sealed while the last is on its way. Whether there was something to
        send.
        """
        waiting = [p for p in self.packs() if p.name in self.orders]
        total = sum(order.bytes for order in todo) + sum(p.bytes for p in waiting)
        self.env.progress.begin(
            "Cleaning, sealing and sending", total + sum(order.bytes for order in todo)
        )
        sealed = self.seal(todo, workers, early=True)
        first = next(sealed, None)
        if first is None and not waiting:
            return bool(self.packs())
        room = sum(order.room for order in todo) + sum(p.bytes for p in waiting)
        self.dispatch.room_for(room, max(order.room for order in todo))
        with self.sending(total, workers) as hand:
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

    def sending(
        self, total: int, workers: Workers
    ) -> AbstractContextManager[Callable[[Pack], None]]:
        """A round of sending, which takes packs as they are ready."""
        parallel = self.options.parallel
        return sending(self.dispatch, self.orders, workers, total=total, parallel=parallel)
