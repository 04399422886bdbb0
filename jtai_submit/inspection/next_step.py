"""The one thing to do now, as a value: who shows it quotes the commands for the shell that they will be typed in."""

from dataclasses import dataclass

from ..words import TO_FILL_IN
from .finding import FileSummary, Finding
from .slots.interface import State
from .standing import SlotStanding, Standing, worst_first

_REASON = ("--because", TO_FILL_IN, "--by", TO_FILL_IN)
_LACKING = ("P003", "S006")  # what only the person who pushes can mend


@dataclass(frozen=True, slots=True)
class Command:
    """Arguments of `jtai-submit`; `…` where a person writes something of her own. `label` says what it is for."""

    arguments: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do: in words, or as a command; and what else would do."""

    words: str = ""
    command: Command | None = None
    otherwise: tuple[Command, ...] = ()


def next_step(standing: Standing, directory: str) -> NextStep:
    """`directory` is the inspection folder as the person named it, `.` where she is in it."""
    return _Adviser(standing, directory).step()


class _Adviser:
    def __init__(self, standing: Standing, directory: str) -> None:
        here = directory == "."
        self.standing = standing
        self.directory = () if here else (directory,)
        self.inside = () if here else ("--in", directory)
        self.documents = "documents" if here else f"{directory}/documents"

    def step(self) -> NextStep:
        if self.standing.ready:
            return self.when_ready()
        first = worst_first(self.standing.failing)[0]
        if first.state is State.PROBLEM:
            return self.about_a_problem(first)
        if first.state is State.CHANGED:
            return self.about_a_change(first)
        return self.about_what_is_missing(first)

    def when_ready(self) -> NextStep:
        done = (State.SENT, State.NOT_APPLICABLE, State.NOT_DUE_YET)
        if all(report.state in done for report in self.standing.slots):
            return NextStep("nothing; everything that is due was sent")
        lacking = [w.fix for w in self.standing.warnings if w.code in _LACKING]
        if lacking:
            return NextStep(f"{'; '.join(lacking)} (the person who pushes does that)")
        push = ("push", *self.directory)
        send = Command(push, "Then, to send it")
        return NextStep(command=Command((*push, "--dry-run")), otherwise=(send,))

    def about_a_problem(self, report: SlotStanding) -> NextStep:
        file, finding = _first_block(report)
        fix = finding.edit[:1].lower() + finding.edit[1:]
        words = f"{file.path}: {finding.message}. To fix: {fix}"
        if not finding.decidable:
            return NextStep(words)
        decide = ("decide", file.path, finding.code, "keep", *_REASON, *self.inside)
        label = "To keep it (or anonymise, or remove)"
        return NextStep(words, otherwise=(Command(decide, label),))

    def about_a_change(self, report: SlotStanding) -> NextStep:
        push = Command(("push", *self.directory), "")
        if not report.gone:
            return NextStep(command=push)
        withdraw = ("withdraw", report.slot.id, *_REASON, *self.inside)
        words = "What was sent is gone: if it went by mistake, withdraw it; otherwise put it back."
        return NextStep(words, Command(withdraw))

    def about_what_is_missing(self, report: SlotStanding) -> NextStep:
        slot = report.slot
        if slot.kind == "children":
            return NextStep(command=Command(("child", "add", TO_FILL_IN, *self.inside)))
        what = slot.title if slot.child else slot.shown
        exempt = ("exempt", slot.id, *_REASON, *self.inside)
        words = f"put {what} into {self.documents}/{slot.folder}"
        return NextStep(words, otherwise=(Command(exempt, "If there is none"),))


def _first_block(report: SlotStanding) -> tuple[FileSummary, Finding]:
    return next((file, f) for file in report.files for f in file.findings if f.blocks)
