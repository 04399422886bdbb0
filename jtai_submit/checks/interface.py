"""What a rule is: about one document, or about one thing that is owed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ..documents.examination import Examined, Noticed
from ..errors import Code
from ..inspection.finding import FileSummary, Finding
from ..inspection.gone import NOTHING_GONE, Gone
from ..inspection.slots.interface import Slot, State
from ..inspection.standing import OrganisationStanding, PartStanding
from ..people.person import Person


@dataclass(frozen=True, slots=True)
class Context:
    """What rules may ask beside the document: the others with the same content, its slots, watched
    words.
    """

    slots: Mapping[str, Slot] = field(default_factory=dict)
    same: Mapping[str, Sequence[str]] = field(default_factory=dict)  # sha256 → paths
    watched: Sequence[str] = ()
    notified: date | None = None
    withdrawn: Gone = NOTHING_GONE
    people: Sequence[Person] = ()
    children: Mapping[str, str] = field(default_factory=dict)  # path → the child in whose folder


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about one document. `find` gives a message for each finding.

    `says` puts what a worker noticed in words, and `helps` says what to do about just that.
    """

    code: str
    entry: Code
    find: Callable[[Examined, Context], Iterable[str]] | None = None
    says: Callable[[Noticed], str] | None = None
    helps: Callable[[Noticed], str] | None = None

    def finding(self, message: str, fix: str = "") -> Finding:
        """What is found, with the advice of the rule book or, where it fits the thing better,
        another.
        """
        entry = replace(self.entry, id=self.code, fix=fix or self.entry.fix)
        return Finding.of(entry, message)


@dataclass(frozen=True, slots=True)
class Owed:
    """What a rule about something owed may look at: the slot, its state, and the files that answer
    it.
    """

    slot: Slot
    state: State
    files: Sequence[FileSummary]
    exempt: bool = False  # whether the submission says that it is not applicable
    parts: Sequence[PartStanding] = ()
    organisations: Sequence[OrganisationStanding] = ()
    overdue: Sequence[str] = ()  # parts that were reviewed too long ago, or nobody says when
    remarks: Sequence[str] = ()  # what its kind has to say beside the state


@dataclass(frozen=True, slots=True)
class SlotRule:
    """A rule about one thing owed. `find` gives a message for each finding; what it finds never
    changes the state.
    """

    code: str
    entry: Code
    find: Callable[[Owed], Iterable[str]]

    def finding(self, message: str) -> Finding:
        return Finding.of(replace(self.entry, id=self.code), message)
