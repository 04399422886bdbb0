"""Where a submission stands at one moment: everything owed with its state, the verdict, and the
next step.

A Standing is a value that knows no folder and no document: pages, emails and other machines are
made from it alone.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from pydantic import TypeAdapter

from ..errors import Problem
from ..words import counted, spoken_day
from .approvals import ApprovalStanding, Approved
from .finding import FileSummary, Finding
from .sendings import ChasedStanding, SentStanding, WithdrawnStanding
from .slots.interface import Slot, State
from .timetable import Due


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ring about something owed; empty texts where the submission names nobody."""

    agency: str  # its title
    lead: str = ""
    phone: str = ""
    email: str = ""

    @property
    def ring(self) -> str:
        return f"{self.lead} ({self.phone})" if self.lead and self.phone else self.lead


@dataclass(frozen=True, slots=True)
class PartStanding:
    """One part of what a slot asks for. `by` says that it is there; until then, `found` is a
    document that by its name may hold it.
    """

    id: str
    title: str
    done: bool
    by: str = ""
    found: str = ""

    def to_dict(self) -> dict[str, object]:
        return {"id": self.id, "title": self.title, "done": self.done, "by": self.by or None}


@dataclass(frozen=True, slots=True)
class OrganisationStanding:
    """How many of an organisation's documents are in for one slot; one is owed."""

    name: str
    in_: int
    of: int = 1

    def to_dict(self) -> dict[str, object]:
        return {"name": self.name, "in": self.in_, "of": self.of}


@dataclass(frozen=True, slots=True)
class SlotStanding:
    """One thing owed. `reason`, `by` and `on` belong to what is not applicable; `findings` are
    about the whole.
    """

    slot: Slot
    state: State
    due: datetime
    contact: Contact
    group_title: str
    files: tuple[FileSummary, ...] = ()
    left_out: tuple[FileSummary, ...] = ()
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    by: str = ""
    on: date | None = None
    expected: date | None = None
    taken_out: int = 0  # documents that were sent for it and are not there any more
    parts: tuple[PartStanding, ...] = ()
    organisations: tuple[OrganisationStanding, ...] = ()  # where the agency is several
    to_send: int = 0  # documents that are there and were not sent for it as they are

    @property
    def holds_back(self) -> bool:
        """Whether nothing else is sent, either, until this is in order."""
        missing = self.state is State.MISSING and not self.slot.alone
        return missing or self.state is State.PROBLEM

    @property
    def gone(self) -> bool:
        """Whether something was sent for it, and nothing is there any more."""
        return self.state is State.CHANGED and not (self.files or self.left_out)

    def shown(self, today: date) -> str:
        """The state as people read it."""
        if self.state is State.MISSING and self.expected:
            day = spoken_day(self.expected).partition(" ")[2]
            return f"Expected {day}" if self.expected >= today else "Overdue"
        if self.state is State.MISSING and self.due.date() < today:
            return "Overdue"
        if self.state is State.NOT_DUE_YET and self.slot.on_request:
            return "Only if asked for"
        if self.state is State.NOT_DUE_YET and self.slot.optional:
            return "Optional"
        return "Sent, now gone" if self.gone else WORDS[self.state]

    def to_dict(self) -> dict[str, object]:
        """As it stands under `slots` in JSON."""
        return {
            "id": self.slot.id,
            "title": self.slot.title,
            "group": self.slot.group,
            "owner": self.slot.owner,
            "state": self.state.value,
            "due": self.due.isoformat(),
            "expected": self.expected.isoformat() if self.expected else None,
            "reason": self.reason,
            "by": self.by,
            "files": [file.to_dict() for file in (*self.files, *self.left_out)],
        } | self._made_up_of()

    def _made_up_of(self) -> dict[str, object]:
        """Parts and organisations, where the slot has them."""
        out: dict[str, object] = {}
        if self.parts:
            out["parts"] = [part.to_dict() for part in self.parts]
        if self.organisations:
            out["organisations"] = [each.to_dict() for each in self.organisations]
        return out


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
_TO_NOTE = {
    State.PROBLEM: "with a problem",
    State.MISSING: "missing",
    State.CHANGED: "changed since sent",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The whole at one moment. `gated` says whether redaction was tried on everything."""

    area: str
    manifest: str
    theme: str
    now: datetime
    slots: tuple[SlotStanding, ...]
    strays: tuple[FileSummary, ...] = ()
    next_deadline: Due | None = None
    warnings: tuple[Problem, ...] = ()
    gated: bool = True
    withdrawn: tuple[WithdrawnStanding, ...] = ()
    coordinator: Contact = Contact("")  # who pushes
    unconfined: tuple[str, ...] = ()  # what readers of documents are not kept from on this computer
    delivered: bool = True  # false for a list to be ready by: nothing of it is sent
    elsewhere: int = 0  # packs that went to another portal than the one that is named now
    sent: tuple[SentStanding, ...] = ()  # in the order in which they arrived
    deadlines: tuple[Due, ...] = ()
    chased: tuple[ChasedStanding, ...] = ()  # the last letter to each agency
    approvals: tuple[ApprovalStanding, ...] = ()  # that the submission asks for
    # Seconds that it takes to clean, seal and send what is in and not sent, as fast as the last
    # push was; 0 where nothing was measured.
    sending_takes: int = 0

    @property
    def to_tell(self) -> list[WithdrawnStanding]:
        """Withdrawals that no receipt has stated yet."""
        return [each for each in self.withdrawn if not each.told]

    @property
    def counts(self) -> Counter[str]:
        every = Counter({state.value: 0 for state in State})
        return every + Counter(report.state.value for report in self.slots)

    @property
    def failing(self) -> tuple[SlotStanding, ...]:
        return tuple(report for report in self.slots if report.state.fails)

    @property
    def unapproved(self) -> list[ApprovalStanding]:
        """What nobody has approved as it is now."""
        return [each for each in self.approvals if each.state is not Approved.GIVEN]

    @property
    def all_in(self) -> bool:
        return not self.failing

    @property
    def ready(self) -> bool:
        return self.all_in and not self.unapproved

    @property
    def in_hand(self) -> tuple[int, int]:
        """How many of how many that are due are in: provided, sent or not applicable."""
        due = [r for r in self.slots if r.state is not State.NOT_DUE_YET]
        return sum(not r.state.fails for r in due), len(due)

    @property
    def children_to_come(self) -> bool:
        """Whether the inspectors have not chosen the children yet."""
        return any(r.slot.kind == "children" and not r.state.fails for r in self.slots)

    @property
    def verdict(self) -> str:
        """One line: complete, or what keeps it from being."""
        have, owed = self.in_hand
        if self.all_in and owed:
            waits = f" {counted(len(self.unapproved), 'approval')} to come." * (not self.ready)
            if self.children_to_come:
                return f"Complete so far: {have} of {owed}. The children are not chosen yet.{waits}"
            return f"Complete: {have} of {owed}.{waits}"
        counts = self.counts
        bad = [f"{counts[s.value]} {word}" for s, word in _TO_NOTE.items() if counts.get(s.value)]
        return f"Not complete: {have} of {owed} in, {', '.join(bad)}."

    def groups(self) -> list[tuple[str, list[SlotStanding]]]:
        """By agency, then by child, in the manifest's order; (title, what is owed)."""
        out: dict[str, list[SlotStanding]] = {}
        for report in self.slots:
            out.setdefault(report.group_title, []).append(report)
        return list(out.items())

    def to_dict(self) -> dict[str, object]:
        """`data` of check's JSON document, version 1."""
        due = self.next_deadline
        return {
            "slots": [report.to_dict() for report in self.slots],
            "counts": {state.value: self.counts[state.value] for state in State},
            "next_deadline": due and {"id": due.id, "title": due.title, "due": due.due.isoformat()},
            "strays": [each.to_dict() | {"suggestion": each.suggestion} for each in self.strays],
            "gate": self.gated,
            "unconfined": list(self.unconfined),
            "approvals": [each.to_dict() for each in self.approvals],
        }

    def public(self) -> "Standing":
        """What may leave this machine: no name of a file, no sentence that could tell one, no place
        in our YAML.
        """
        slots = tuple(
            replace(
                report,
                files=tuple(file.public() for file in report.files),
                left_out=tuple(file.public() for file in report.left_out),
            )
            for report in self.slots
        )
        strays = tuple(file.public() for file in self.strays)
        return replace(self, slots=slots, strays=strays, warnings=())


@dataclass(frozen=True, slots=True)
class Stored:
    """A Standing as JSON, with the version of its form."""

    standing: Standing
    jtai_standing: Literal[1] = 1


_STORED = TypeAdapter(Stored)


def to_json(standing: Standing) -> bytes:
    return _STORED.dump_json(Stored(standing), indent=1)


def from_json(data: bytes) -> Standing:
    """Raises `ValueError` where it is none, or one of a later form."""
    return _STORED.validate_json(data).standing


def worst_first(reports: Sequence[SlotStanding]) -> list[SlotStanding]:
    return sorted(reports, key=lambda r: WORST_FIRST.index(r.state))
