"""Everything that happened, from an audit log that shows every change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..inspection.journal import only_one
from ..inspection.machine import Machine
from ..pipeline import agreement, later, restoring
from ..pipeline.agreement import unanchored
from ..pipeline.environment import Environment
from .opening import opened
from .result import Done

_WORDS = {
    "sent": "Sent {pack}, arrival verified by {verification}",
    "receipt": "Receipt {receipt}",
    "cleaned": "Our own copies were wiped: {files} in all",
    "withdrawn": "{by} withdrew {slot}: {because}",
    "returned": "{slot} is not withdrawn any more: the withdrawal was taken back",
    "confirmed": "{by} confirmed by hand that {pack} was uploaded",
}


@dataclass(frozen=True, slots=True)
class History(Done):
    """Every event, after the log was checked against itself, the journal and the receipts.

    `restored` are the files that a power cut had spoiled and that were put back.
    """

    events: tuple[Mapping[str, object], ...]
    unanchored: int  # lines that no receipt has seen: nothing that is signed holds them
    restored: tuple[Path, ...] = ()

    def told(self) -> list[tuple[datetime, str]]:
        """Each event with its moment, in words."""
        return [
            (datetime.fromisoformat(str(event["at"])), _in_words(event)) for event in self.events
        ]

    def to_dict(self) -> Mapping[str, object]:
        return {
            "events": list(self.events),
            "unanchored": self.unanchored,
            "restored": [str(path) for path in self.restored],
        }


def history(directory: Path, env: Environment, *, restore: bool = False) -> History:
    """Look at everything that happened; with `restore` put back what a power cut spoiled, first.

    Raises `Unusable` (K007, K009, K013, P013 …) where the log, the journal or a receipt was
    changed.
    """
    restored = restoring.submission_restored(directory) if restore else []
    inspection = opened(directory)
    if restore:
        with only_one(inspection.own):
            restored += restoring.restore(inspection.own)
    signers = agreement.Signers(env.keys.trusted(), env.keys.retirements())
    events = tuple(later.history(inspection, signers, Machine(env.keys.folder)))
    return History(events, unanchored(events, inspection.own), tuple(restored))


def _in_words(event: Mapping[str, object]) -> str:
    kind = str(event["event"])
    return _WORDS.get(kind, kind).format_map({name: str(value) for name, value in event.items()})
