"""A wrong document went: say so, and what must be done now."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..inspection.edits import edit
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal, only_one
from ..inspection.splices import appended, listed
from ..pipeline.environment import Environment
from ..pipeline.survey import Selection, examine, look
from ..pipeline.withdrawal import TO_DO, gone_by_mistake, noted
from .opening import known_slot, opened, reasoned
from .result import Done


@dataclass(frozen=True, slots=True)
class Withdrawn(Done):
    """`documents` by their names in the packs; `left` says whether something else lies in the slot's folder."""

    slot: str
    documents: tuple[str, ...]
    left: bool

    def to_dict(self) -> Mapping[str, object]:
        return {"slot": self.slot, "documents": list(self.documents), "to_do": TO_DO}


def withdraw(directory: Path, slot: str, because: str, by: str, env: Environment) -> Withdrawn:
    """Record that what was sent for a slot, and is not in its folder any more, went by mistake."""
    inspection = opened(directory)
    known_slot(slot, inspection)
    reasoned(because, by)
    survey = look(inspection, Selection(), env)
    examine(survey, env, gated=False)
    gone = gone_by_mistake(slot, survey, Journal.load(inspection.own))
    at = env.now.isoformat(timespec="seconds")
    line = listed({"slot": slot, "because": because, "by": by, "at": at}, "sha256", list(gone))

    def change(now: Inspection) -> str:
        return appended(now.source, "withdrawn", line)

    # A push that is on its way would not know of it: nothing is written then.
    with only_one(inspection.own):
        edit(inspection, change)
        noted(inspection, env, slot, because, by, list(gone.values()))
    left = any(slot in document.slots for document in survey.documents)
    return Withdrawn(slot, tuple(gone.values()), left)
