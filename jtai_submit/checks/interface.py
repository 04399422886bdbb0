"""What a rule is."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..documents.examination import Document, Finding, Noticed
from ..errors import Code
from ..inspection.slots.slots import Slot


@dataclass(frozen=True, slots=True)
class Context:
    """What rules may ask beside the document: the others with the same content, its slots, watched words."""

    slots: Mapping[str, Slot] = field(default_factory=dict)
    same: Mapping[str, Sequence[str]] = field(default_factory=dict)  # sha256 → paths
    watched: Sequence[str] = ()
    notified: date | None = None
    withdrawn: Collection[tuple[str, str]] = ()  # (slot, SHA-256) of what went by mistake


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about one document. `find` gives a message for each finding.

    `says` puts what a worker noticed in words, and `helps` says what to do about just that.
    """

    code: str
    entry: Code
    find: Callable[[Document, Context], Iterable[str]] | None = None
    says: Callable[[Noticed], str] | None = None
    helps: Callable[[Noticed], str] | None = None

    def finding(self, message: str, fix: str = "") -> Finding:
        return Finding(self.code, message, fix or self.entry.fix, self.entry.blocks)
