"""What the director decides, and by when: what nobody else can, told from a Standing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..inspection.slots.interface import State
from ..inspection.standing import SlotStanding, Standing
from ..words import counted, duration, spoken

CLOSE = timedelta(hours=24)  # before a deadline: what nobody has promised by then is late
LONG = timedelta(minutes=30)  # of sending: then it matters when it begins
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Decision:
    """One question, what it is about, and the moment by which it must be answered."""

    question: str
    about: str
    until: str


def to_bring(report: SlotStanding) -> bool:
    """Whether somebody has to bring or mend it; what is only to be sent again is not meant."""
    return report.state in (State.MISSING, State.PROBLEM) or report.gone


def is_late(report: SlotStanding, standing: Standing) -> bool:
    """Whether it is overdue, was promised for too late, or nobody promised it and time runs out."""
    if standing.now > report.due:
        return True
    if report.expected:
        return report.expected < standing.now.date() or report.expected > report.due.date()
    return report.due - standing.now <= CLOSE


def decisions(standing: Standing) -> tuple[Decision, ...]:
    """In order of weight."""
    return tuple(_all(standing))


def _all(standing: Standing) -> Iterator[Decision]:
    yield from _not_told(standing)
    yield from _elsewhere(standing)
    yield from _begin(standing)
    yield from _incomplete(standing)
    yield from _hidden(standing)
    yield from _refused(standing)
    yield from _reasons(standing)


def _not_told(standing: Standing) -> Iterator[Decision]:
    if standing.to_tell:
        held = counted(len(standing.to_tell), "thing was", "things were")
        question = f"Tell the inspectors now that {held} sent by mistake?"
        yield Decision(question, ", ".join(each.slot for each in standing.to_tell), "Now")


def _elsewhere(standing: Standing) -> Iterator[Decision]:
    if standing.elsewhere:
        packs = counted(standing.elsewhere, "pack")
        question = f"Send {packs} again, to the secure site that is named now?"
        yield Decision(question, "They went to another secure site.", _until(standing))


def _begin(standing: Standing) -> Iterator[Decision]:
    """What takes long to send has to begin before everything is in."""
    takes, due = timedelta(seconds=standing.sending_takes), standing.next_deadline
    if due is None or takes < LONG:
        return
    latest = due.due - takes
    question = "Send what is in, before the rest is here?"
    about = f"That takes {duration(takes)}, as fast as the last push went."
    yield Decision(question, about, f"By {spoken(latest)}" if latest > standing.now else "Now")


def _incomplete(standing: Standing) -> Iterator[Decision]:
    """What may not be there in time: send without it, or ask the lead inspector for more."""
    late = [report for report in standing.failing if to_bring(report) and is_late(report, standing)]
    if not late:
        return
    many = counted(len(late), "document")
    passed = any(standing.now > report.due for report in late)
    question = (
        f"The deadline has passed: send without {many}, and say why?"
        if passed
        else f"{many} may not be in by the deadline: send without, or agree another day?"
    )
    yield Decision(question, _named(late), "Now" if passed else _until(standing, late))


def _hidden(standing: Standing) -> Iterator[Decision]:
    """Content that does not show: only a person can say whether it stays."""
    mine = [report for report in standing.slots if _blocked(report, decidable=True)]
    if mine:
        question = f"{_documents(mine, decidable=True)}: does what does not show stay in, or go?"
        yield Decision(question, _named(mine), _until(standing, mine))


def _refused(standing: Standing) -> Iterator[Decision]:
    """What cannot be sent as it is: another copy, or left out."""
    mine = [report for report in standing.slots if _blocked(report, decidable=False)]
    if mine:
        question = f"{_documents(mine, decidable=False)} cannot be sent: mend, or leave out?"
        yield Decision(question, _named(mine), _until(standing, mine))


def _reasons(standing: Standing) -> Iterator[Decision]:
    """Inspectors read why something is not applicable."""
    mine = [report for report in standing.slots if report.state is State.NOT_APPLICABLE]
    if mine and any(r.state in (State.PROVIDED, State.MISSING) for r in standing.slots):
        reasons = counted(len(mine), "reason", "reasons")
        question = f"Do you stand behind {reasons} why something is not applicable?"
        yield Decision(question, "They are listed below. Inspectors read them.", _until(standing))


def _blocked(report: SlotStanding, *, decidable: bool) -> int:
    """How many documents are refused for something that a person may (or may not) decide."""
    found = (file.findings for file in report.files)
    return sum(any(f.blocks and f.decidable is decidable for f in each) for each in found)


def _documents(reports: Sequence[SlotStanding], *, decidable: bool) -> str:
    return counted(sum(_blocked(r, decidable=decidable) for r in reports), "document")


def _named(reports: Sequence[SlotStanding]) -> str:
    names = "; ".join(report.slot.shown for report in reports[:_NAMED])
    more = len(reports) - _NAMED
    return f"{names} and {more} more" if more > 0 else names


def _until(standing: Standing, about: Sequence[SlotStanding] = ()) -> str:
    moments: list[datetime] = [report.due for report in about if report.due >= standing.now]
    if not moments and standing.next_deadline:
        moments = [standing.next_deadline.due]
    return f"By {spoken(min(moments))}" if moments else "Now"
