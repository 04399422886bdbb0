"""What was sent by mistake, and when it counts as sent no more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .submission import Withdrawal


@dataclass(frozen=True, slots=True)
class Gone:
    """Documents that were withdrawn: (slot, SHA-256) → None, or since when its child is one of the
    children again, so that the same document may go once more.
    """

    since: Mapping[tuple[str, str], datetime | None] = field(default_factory=dict)

    @classmethod
    def of(cls, withdrawn: Iterable[Withdrawal]) -> "Gone":
        since: dict[tuple[str, str], datetime | None] = {}
        for each in withdrawn:  # the last that was said of a document counts
            since |= dict.fromkeys(((each.slot, sha) for sha in each.sha256), each.returned)
        return cls(since)

    def bars(self, slot: str, sha256: str) -> bool:
        """Whether a document must not be sent a second time."""
        return (slot, sha256) in self.since and self.since[slot, sha256] is None

    def took(self, slot: str, sha256: str, sent_at: str) -> bool:
        """Whether it was taken back of a pack that was sent at a moment (ISO 8601)."""
        if (slot, sha256) not in self.since:
            return False
        again = self.since[slot, sha256]
        return again is None or not sent_at or datetime.fromisoformat(sent_at) <= again


NOTHING_GONE = Gone()
