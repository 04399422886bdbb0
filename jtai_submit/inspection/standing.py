"""Where a submission stands: each thing that is owed with its state, and the verdict."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ..documents.examination import Document
from ..errors import Problem
from ..words import spoken_day
from .inspection import Inspection
from .slots.slots import Slot, SlotKind, State
from .timetable import Due


@dataclass(frozen=True, slots=True)
class SlotReport:
    """One thing owed. `reason`, `by` and `on` belong to what is not applicable; `extra` are findings about the whole."""

    slot: Slot
    state: State
    due: datetime
    files: tuple[Document, ...] = ()
    left_out: tuple[Document, ...] = ()
    reason: str = ""
    by: str = ""
    on: date | None = None
    expected: date | None = None
    extra: tuple[str, ...] = ()

    def shown(self, today: date) -> str:
        """The state as people read it."""
        if self.state is State.MISSING and self.expected:
            return f"Expected {spoken_day(self.expected).partition(' ')[2]}" if self.expected >= today else "Overdue"
        if self.state is State.MISSING and self.due.date() < today:
            return "Overdue"
        if self.state is State.NOT_DUE_YET and self.slot.kind is SlotKind.ITEM:
            return "Only if asked for"
        if self.state is State.CHANGED and not (self.files or self.left_out):
            return "Sent, now gone"
        return WORDS[self.state]


WORDS = {
    State.PROVIDED: "Provided",
    State.MISSING: "Missing",
    State.PROBLEM: "There is a problem",
    State.NOT_APPLICABLE: "Not applicable",
    State.NOT_DUE_YET: "Cannot start yet",
    State.SENT: "Sent",
    State.CHANGED: "Changed since sent",
}
WORST_FIRST = (
    State.PROBLEM,
    State.MISSING,
    State.CHANGED,
    State.PROVIDED,
    State.SENT,
    State.NOT_DUE_YET,
    State.NOT_APPLICABLE,
)


@dataclass(frozen=True, slots=True)
class Completeness:
    """The whole picture at one moment. `gated` says whether redaction was tried on everything."""

    inspection: Inspection
    now: datetime
    slots: tuple[SlotReport, ...]
    strays: tuple[Document, ...]
    next_deadline: Due | None
    warnings: tuple[Problem, ...] = ()
    gated: bool = True

    @property
    def counts(self) -> Counter[str]:
        return Counter({state.value: 0 for state in State}) + Counter(report.state.value for report in self.slots)

    @property
    def failing(self) -> tuple[SlotReport, ...]:
        return tuple(report for report in self.slots if report.state.fails)

    @property
    def ready(self) -> bool:
        return not self.failing

    @property
    def in_hand(self) -> tuple[int, int]:
        """How many of how many that are due are in: provided, sent or not applicable."""
        due = [r for r in self.slots if r.state is not State.NOT_DUE_YET]
        return sum(not r.state.fails for r in due), len(due)

    def groups(self) -> list[tuple[str, list[SlotReport]]]:
        """By agency, then by child, in the manifest's order; (title, reports)."""
        titles = {agency.id: agency.title for agency in self.inspection.manifest.agencies}
        out: dict[str, list[SlotReport]] = {}
        for report in self.slots:
            out.setdefault(report.slot.group, []).append(report)
        return [
            (titles.get(group) or ("Children" if group == "children" else f"Child {group}"), reports)
            for group, reports in out.items()
        ]

    def owner_title(self, slot: Slot) -> str:
        agency = self.inspection.manifest.agency(slot.owner)
        return agency.title if agency else slot.owner

    def lead(self, slot: Slot) -> str:
        """The person to ring, if the submission names one."""
        organisations = self.inspection.submission.agencies.get(slot.owner, ())
        return next((f"{o.lead} ({o.phone})" if o.phone else o.lead for o in organisations if o.lead), "")


def verdict(picture: Completeness) -> str:
    """One line: complete, or what keeps it from being."""
    have, owed = picture.in_hand
    if picture.ready and owed:
        waits = sum(r.state is State.NOT_DUE_YET and r.slot.kind is SlotKind.CHILDREN for r in picture.slots)
        return (
            f"Complete so far: {have} of {owed}. The children are not chosen yet."
            if waits
            else f"Complete: {have} of {owed}."
        )
    counts = picture.counts
    words = [(State.PROBLEM, "with a problem"), (State.MISSING, "missing"), (State.CHANGED, "changed since sent")]
    return (
        f"Not complete: {have} of {owed} in, "
        + ", ".join(f"{counts[s.value]} {word}" for s, word in words if counts.get(s.value))
        + "."
    )


def worst_first(reports: Sequence[SlotReport]) -> list[SlotReport]:
    return sorted(reports, key=lambda r: WORST_FIRST.index(r.state))
