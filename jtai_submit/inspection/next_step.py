"""The one thing to do now, as a value: who shows it quotes the commands for the shell that they
will be typed in.
"""

from dataclasses import dataclass

from ..words import TO_FILL_IN, counted
from .approvals import ApprovalStanding
from .finding import FileSummary, Finding
from .slots.interface import State
from .standing import SlotStanding, Standing, worst_first

_REASON = ("--because", TO_FILL_IN, "--by", TO_FILL_IN)
_LACKING = ("P003", "S006", "K001", "S009")  # what only the person who pushes can mend
_SETTLED = (State.SENT, State.NOT_APPLICABLE, State.NOT_DUE_YET)


@dataclass(frozen=True, slots=True)
class Command:
    """Arguments of `jtai-submit`; `…` where a person writes something of her own. `label` says what
    it is for.
    """

    arguments: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do: in words, or as a command; and what else would do."""

    words: str = ""
    command: Command | None = None
    otherwise: tuple[Command, ...] = ()


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: in which folder (`.` where she is in it), where its documents lie, and for one
    agency alone or not.
    """

    directory: str
    documents: str = "documents"
    agency: bool = False

    @property
    def folder(self) -> tuple[str, ...]:
        return () if self.directory == "." else (self.directory,)

    @property
    def inside(self) -> tuple[str, ...]:
        return () if self.directory == "." else ("--in", self.directory)


def next_step(standing: Standing, asker: Asker) -> NextStep:
    """The first of what is wrong, or how to send what is ready."""
    if standing.ready:
        return _when_in(standing, asker) if asker.agency else _when_ready(standing, asker)
    if standing.all_in:
        return _about_approval(standing.unapproved[0], asker)
    first = worst_first(standing.failing)[0]
    if first.state is State.PROBLEM:
        return _about_a_problem(first, asker)
    if first.state is State.CHANGED:
        return _about_a_change(first, standing, asker)
    return _about_what_is_missing(first, asker)


def _when_in(standing: Standing, asker: Asker) -> NextStep:
    """An agency's lead has nothing to do with sending."""
    who = standing.coordinator.ring or "the council's coordinator"
    return NextStep(f"nothing more for you to do. Your part is in: tell {who}")


def _when_ready(standing: Standing, asker: Asker) -> NextStep:
    if not standing.delivered:
        return NextStep("nothing; everything is in place")
    push = ("push", *asker.folder)
    if standing.elsewhere:
        packs = counted(standing.elsewhere, "pack")
        words = f"{packs} went to another secure site than the one that is named now."
        return NextStep(words, Command((*push, "--dry-run")))
    if all(report.state in _SETTLED for report in standing.slots):
        if standing.to_tell:
            named = ", ".join(each.slot for each in standing.to_tell)
            return NextStep(
                f"What was withdrawn ({named}) is told by the next receipt.", Command(push)
            )
        return NextStep("nothing; everything that is due was sent")
    lacking = [w.fix for w in standing.warnings if w.code in _LACKING]
    if lacking:
        return NextStep(f"{'; '.join(lacking)} (the person who pushes does that)")
    send = Command(push, "Then, to send it")
    return NextStep(command=Command((*push, "--dry-run")), otherwise=(send,))


def _about_approval(approval: ApprovalStanding, asker: Asker) -> NextStep:
    command = (*approval.arguments, "--by", TO_FILL_IN, "--evidence", TO_FILL_IN, *asker.inside)
    return NextStep(f"{approval.message}.", Command(command))


def _about_a_problem(report: SlotStanding, asker: Asker) -> NextStep:
    file, finding = _first_block(report)
    fix = finding.edit[:1].lower() + finding.edit[1:]
    words = f"{file.path}: {finding.message}. To fix: {fix}"
    if not finding.decidable:
        return NextStep(words)
    decide = ("decide", file.path, finding.code, "keep", *_REASON, *asker.inside)
    hidden = finding.code.startswith("H")  # what else can be done about hidden content
    label = "To keep it (or anonymise, or remove)" if hidden else "To keep it"
    return NextStep(words, otherwise=(Command(decide, label),))


def _about_a_change(report: SlotStanding, standing: Standing, asker: Asker) -> NextStep:
    if report.to_send or not report.taken_out:
        if asker.agency:
            who = standing.coordinator.ring or "the council's coordinator"
            changed = f"{report.slot.shown} changed after it was sent"
            return NextStep(f"{changed}: tell {who}, who sends it again")
        return NextStep(command=Command(("push", *asker.folder)))
    gone = counted(report.taken_out, "document that was sent is", "documents that were sent are")
    words = f"{gone} not there any more: if it went by mistake, withdraw it; otherwise put it back."
    withdraw = ("withdraw", report.slot.id, *_REASON, *asker.inside)
    return NextStep(f"{report.slot.shown}: {words}", Command(withdraw))


def _about_what_is_missing(report: SlotStanding, asker: Asker) -> NextStep:
    slot = report.slot
    if slot.kind == "children":
        return NextStep(command=Command(("child", "add", TO_FILL_IN, *asker.inside)))
    if slot.kind == "consent":
        consent = ("consent", slot.child, TO_FILL_IN, TO_FILL_IN, "--by", TO_FILL_IN)
        otherwise = Command(("exempt", slot.id, *_REASON, *asker.inside), "If nobody is asked")
        command = Command((*consent, *asker.inside))
        words = "who was asked (child, parent or carer), and given, refused or not-possible"
        return NextStep(f"{slot.shown} is not recorded: {words}.", command, (otherwise,))
    open_ = [part.id for part in report.parts if not part.done]
    if slot.by_tick:
        words = f"{slot.shown}: tick what is in place"
        part = ("part", slot.id, *open_, "--by", TO_FILL_IN, *asker.inside)
        return NextStep(words, Command(part))
    what = slot.title if slot.child else slot.shown
    exempt = ("exempt", slot.id, *_REASON, *asker.inside)
    words = f"put {what} into {asker.documents}/{slot.folder}"
    return NextStep(words, otherwise=(Command(exempt, "If there is none"),))


def _first_block(report: SlotStanding) -> tuple[FileSummary, Finding]:
    return next((file, f) for file in report.files for f in file.findings if f.blocks)
