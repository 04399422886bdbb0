"""Everything that happened, from an audit log that shows every change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..pipeline import later
from ..pipeline.environment import Environment
from .opening import opened
from .result import Done

_WORDS = {
    "sent": "Sent {pack}, arrival verified by {verification}",
    "receipt": "Receipt {receipt}",
    "cleaned": "Our own copies were wiped: {files} in all",
    "withdrawn": "{by} withdrew {slot}: {because}",
    "confirmed": "{by} confirmed by hand that {pack} was uploaded",
}


@dataclass(frozen=True, slots=True)
class History(Done):
    """Every event, after the log was checked against itself and the receipts."""

    events: tuple[Mapping[str, object], ...]

    def told(self) -> list[tuple[datetime, str]]:
        """Each event with its moment, in words."""
        return [(datetime.fromisoformat(str(event["at"])), _in_words(event)) for event in self.events]

    def to_dict(self) -> Mapping[str, object]:
        return {"events": list(self.events)}


def history(directory: Path, env: Environment) -> History:
    """Raises `Unusable` (K009) where the log, or a receipt, was changed."""
    return History(tuple(later.history(opened(directory), env.keys.trusted())))


def _in_words(event: Mapping[str, object]) -> str:
    kind = str(event["event"])
    return _WORDS.get(kind, kind).format_map({name: str(value) for name, value in event.items()})
