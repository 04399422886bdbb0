"""Clean, pack, seal, send, verify, and keep a receipt."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..checks.registry import BOOK
from ..custody.keys import Signer
from ..errors import Exit, Problem, Usage
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal, Pack, PackState
from ..inspection.next_step import NextStep, next_step
from ..inspection.slots.interface import State
from ..inspection.slots.registry import slots
from ..inspection.standing import SlotStanding
from ..inspection.timetable import timetable
from ..manifest.models import ManifestKind
from ..pipeline import push as pipeline
from ..pipeline.environment import Environment
from ..pipeline.outcome import Completeness, Options, Outcome
from ..pipeline.portals import open_portal, sealable
from ..pipeline.survey import Selection
from ..pipeline.turn import next_to_send
from ..words import counted
from .approve import unapproved
from .opening import asker, opened
from .result import Status


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push came to. `by_hand`: the packs lie in a folder, and a person may have to upload
    them.
    """

    outcome: Outcome
    next: NextStep
    warnings: tuple[Problem, ...] = ()
    by_hand: bool = False
    waiting: tuple[str, ...] = ()  # deadlines for which nothing was sent so far

    @property
    def ready(self) -> bool:
        return self.outcome.status is not Completeness.NOT_READY

    @property
    def exit(self) -> Exit:
        return Exit.OK if self.ready else Exit.NOT_READY

    @property
    def status(self) -> Status:
        complete = self.outcome.status is Completeness.COMPLETE
        return Status.COMPLETE if complete else Status.INCOMPLETE

    @property
    def problems(self) -> Sequence[Problem]:
        return () if self.ready else tuple(_blocking(self.outcome))

    @property
    def fresh(self) -> list[Pack]:
        """The packs that this push sent, or would send."""
        return [p for p in self.outcome.packs if p.name not in self.outcome.earlier]

    @property
    def left_out(self) -> list[SlotStanding]:
        """What is owed and was not sent, or not all of it. A dry run would send what changed."""
        failing = self.outcome.standing.failing
        if self.outcome.dry_run:
            return [r for r in failing if r.state is not State.CHANGED or r.gone]
        return list(failing)

    @property
    def verdict(self) -> str:
        """The last line: what has arrived, and what has not gone."""
        if self.outcome.dry_run:
            return f"Ready to send: {counted(len(self.fresh), 'pack')}."
        every = counted(len(self.outcome.packs), "pack")
        fresh = counted(len(self.fresh), "pack")
        arrived = (
            f"{every} arrived"
            if len(self.fresh) == len(self.outcome.packs)
            else f"{fresh} more arrived, {every} in all"
        )
        if not self.fresh:
            arrived = f"nothing new was sent; {every} arrived before"
        left = counted(len(self.left_out), "thing is", "things are")
        if self.left_out:
            return f"Sent, but {left} left out: {arrived}."
        return f"Complete: {arrived}."

    def to_dict(self) -> Mapping[str, object]:
        packs = packs_data(self.outcome.packs, self.outcome.receipt, self.outcome.dry_run)
        return packs | {"left_out": [report.slot.id for report in self.left_out]}


def push(
    directory: Path,
    selection: Selection,
    options: Options,
    env: Environment,
    *,
    limit_rate: str = "",
) -> Pushed:
    """Send what the selection owes. The passphrase is asked for before anything is sealed.

    Raises `Stop`s as `errors` draws them; a `PartlySent` carries the packs as the journal has them.
    """
    if options.incomplete and not options.because.strip():
        fix = 'add --because "…": it stands in the receipt'
        raise Usage(Problem("", "--incomplete needs a reason", fix, "--because"))
    inspection = opened(directory)
    if inspection.manifest.kind is ManifestKind.READINESS:
        message = f"{inspection.manifest.manifest} is a list to be ready by: nothing of it is sent"
        raise Usage(Problem("", message, "see where it stands: jtai-submit check"))
    sealable(inspection)
    selection = next_to_send(inspection, selection, env)
    portal = open_portal(inspection, env, limit_rate)
    try:
        signer = None if options.dry_run else _signer(env)
        outcome = pipeline.push(inspection, selection, portal, signer, env, options)
    finally:
        portal.close()
    step = next_step(outcome.standing, asker(directory, inspection))
    went = not (options.dry_run or outcome.status is Completeness.NOT_READY)
    waiting = tuple(_not_begun(inspection)) if went else ()
    by_hand = portal.kind == "folder" and bool(outcome.receipt) and not options.dry_run
    # Of a dry run it is said; the push itself does not begin without keys.
    lacking = () if env.keys.public() else tuple(env.keys.absent().problems)
    return Pushed(outcome, step, (*inspection.warnings, *lacking), by_hand, waiting)


def _not_begun(inspection: Inspection) -> Iterator[str]:
    """The deadlines for which something is owed and nothing was sent: each has its own push."""
    manifest, submission = inspection.manifest, inspection.submission
    owed = {slot.deadline for slot in slots(manifest, submission) if not slot.on_request}
    begun = {pack.deadline for pack in Journal.load(inspection.own).sent()}
    yield from (due.title for due in timetable(manifest, submission) if due.id in owed - begun)


def _signer(env: Environment) -> Callable[[], Signer]:
    """How the signing key is opened. Raises `Unusable` (K002) at once where there is none."""
    if env.keys.public() is None:
        raise env.keys.absent()
    return lambda: env.keys.signer(env.secrets.passphrase("Passphrase of your keys"))


def _blocking(outcome: Outcome) -> Iterator[Problem]:
    """Everything that keeps the submission from being sent."""
    for report in outcome.standing.failing:
        if report.state is State.MISSING:
            message = f"{report.slot.id} {report.slot.title} is missing"
            fix = "put it in its folder, or say why there is none"
            yield BOOK["D001"].problem(message, fix, f"documents/{report.slot.folder}")
        for file in report.files:
            yield from (f.problem(file.path) for f in file.findings if f.blocks)
    yield from unapproved(outcome.standing)


def packs_data(
    packs: Sequence[Pack], receipt: str = "", dry_run: bool = False
) -> dict[str, object]:
    """Packs as JSON gives them."""
    return {
        "packs": [pack_data(pack, dry_run) for pack in packs],
        "receipt": f".jtai/receipts/{receipt}" if receipt else None,
        "dry_run": dry_run,
    }


def pack_data(pack: Pack, dry_run: bool = False) -> dict[str, object]:
    sent = pack.state is PackState.SENT
    return {
        "name": pack.parcel,
        "group": pack.group,
        "deadline": pack.deadline,
        "version": pack.version,
        "files": len(pack.files),
        "bytes": pack.bytes,
        "sha256": pack.sha256,
        "state": "sent" if sent else "dry" if dry_run else "pending",
        "verification": pack.verification,
    }
