"""A wrong document went: say so, and what must be done now."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import Problem, Usage
from ..inspection.edits import edit
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal, only_one
from ..inspection.splices import appended, listed, removed
from ..pipeline.environment import Environment
from ..pipeline.survey import Selection, examine, look
from ..pipeline.withdrawal import TO_DO, gone_by_mistake, is_stated, noted, taken_back
from .opening import opened, reasoned, sent_slot
from .result import Done


@dataclass(frozen=True, slots=True)
class Withdrawn(Done):
    """`documents` by their names in the packs; `left` says whether something else lies in the
    slot's folder.
    """

    slot: str
    documents: tuple[str, ...]
    left: bool
    undone: bool = False

    def to_dict(self) -> Mapping[str, object]:
        return {
            "slot": self.slot,
            "documents": list(self.documents),
            "to_do": TO_DO,
            "undone": self.undone,
        }


def withdraw(directory: Path, slot: str, because: str, by: str, env: Environment) -> Withdrawn:
    """Record that what was sent for a slot, and is not in its folder any more, went by mistake."""
    inspection = opened(directory)
    slot = sent_slot(slot, inspection)
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


def undo_withdraw(directory: Path, slot: str, env: Environment) -> Withdrawn:
    """Take a withdrawal back that no receipt has stated yet. Raises `Usage` where there is none."""
    inspection = opened(directory)
    meant = sent_slot(slot, inspection)
    with only_one(inspection.own):
        journal = Journal.load(inspection.own)

        def change(now: Inspection) -> str:
            for n, each in enumerate(now.submission.withdrawn):
                if each.slot == meant and not is_stated(each, journal):
                    return removed(now.source, "withdrawn", n)
            fix = "what a receipt has told people cannot be taken back; ring them"
            raise Usage(Problem("", f"no withdrawal of {meant} waits to be told", fix))

        edit(inspection, change)
        taken_back(inspection, env, [meant])
    return Withdrawn(meant, (), True, undone=True)
