"""What a slot is, and what a kind of slot must be able to say of itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from ...manifest.models import Manifest
from ..submission import Submission


class State(StrEnum):
    """A slot is always in exactly one. `fails` says which states keep `check` from passing."""

    PROVIDED = "provided"
    MISSING = "missing"
    PROBLEM = "problem"
    NOT_APPLICABLE = "not-applicable"
    NOT_DUE_YET = "not-due-yet"
    SENT = "sent"
    CHANGED = "changed"

    @property
    def fails(self) -> bool:
        return self in (State.MISSING, State.PROBLEM, State.CHANGED)


@dataclass(frozen=True, slots=True)
class SlotPart:
    """One of several things that a slot asks for. `review`: how many months old it may be."""

    id: str
    title: str
    review: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing owed. `folder` is below `documents/`, with `/`; `owner` is an agency's slug."""

    id: str
    kind: str
    title: str
    text: str
    folder: str
    group: str
    deadline: str
    owner: str
    child: str = ""
    number: str = ""  # what people see before the title: an item's number
    look_back: int | None = None
    on_request: bool = False
    parts: tuple[SlotPart, ...] = ()
    by_tick: bool = False  # a yes to every part makes it provided without a file
    due: datetime | None = None  # where it has a time of its own: a late request
    optional: bool = False  # may be given, is never owed
    alone: bool = False  # where it is missing, it keeps nothing else from being sent
    shared: bool = False  # its folder is that of other slots too, and one file may answer several

    @property
    def shelf(self) -> str:
        """Within what its files are numbered: itself, or the folder that it shares."""
        return self.folder if self.shared else self.id

    @property
    def shown(self) -> str:
        """As people know it: `3.4 Child protection referral document`, `Child C1: Chronology`."""
        if self.child:
            return f"Child {self.child}: {self.title}"
        return f"{self.number} {self.title}".strip()


Matches = Callable[[Sequence[str]], Iterable[str]]
Moments = Mapping[str, datetime]  # every due time, by id


@runtime_checkable
class Remarking(Protocol):
    """A kind that has something to say of a slot beside its state."""

    def remarks(
        self,
        slot: Slot,
        manifest: Manifest,
        submission: Submission,
        moments: Moments,
        now: datetime,
    ) -> Iterable[str]:
        """What is not said yet, or does not fit; it warns, and changes no state."""


class Kind(Protocol):
    """One kind of slot. A further kind is one file with these methods and a line in the
    registry.
    """

    name: str

    def slots(self, manifest: Manifest, submission: Submission) -> Iterable[Slot]:
        """What is owed of this kind, in Annex A's order."""

    def ids(self, manifest: Manifest, submission: Submission) -> Iterable[str]:
        """Every id of this kind that `not_applicable`, `owners`, `expected` and flags may name,
        owed yet or not.
        """
        return (slot.id for slot in self.slots(manifest, submission))

    def matches(self, slots: Sequence[Slot]) -> Matches:
        """A function from the folders below `documents/` that a file lies in to the ids of the
        slots it answers.
        """

    def absent(
        self, slot: Slot, submission: Submission, now: datetime, moments: Mapping[str, datetime]
    ) -> State:
        """The state of a slot of this kind where nothing is there; `moments` are all due times by
        id.
        """
