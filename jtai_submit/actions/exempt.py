"""Saying that something is not applicable, and taking that back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import Usage
from ..inspection.edits import edit
from ..inspection.inspection import Inspection
from ..inspection.splices import appended, entry, removed
from ..manifest.codes import CODES as MANIFEST
from ..pipeline.environment import Environment
from ..pipeline.survey import Selection, look
from .opening import command, known_slot, opened, reasoned
from .result import Done


@dataclass(frozen=True, slots=True)
class Exempted(Done):
    """`file` lies in its folder all the same: then the file counts. `undone`: it is owed again."""

    slot: str
    because: str
    by: str
    file: str = ""
    undone: bool = False

    def to_dict(self) -> Mapping[str, object]:
        return {
            "slot": self.slot,
            "because": self.because,
            "by": self.by,
            "undone": self.undone,
            "file": self.file or None,
        }


def exempt(directory: Path, slot: str, because: str, by: str, env: Environment) -> Exempted:
    """Write that there is no such document, and why. Raises `Usage` for an unknown slot, or one
    that is exempt already.
    """
    reasoned(because, by)
    inspection = opened(directory)
    meant = known_slot(slot, inspection)
    line = entry(slot=meant, because=because, by=by, on=env.now.date().isoformat())

    def change(now: Inspection) -> str:
        if any(each.slot == meant for each in now.submission.not_applicable):
            fix = f"take it back first: {command(directory, 'exempt', meant, '--undo')}"
            raise Usage(MANIFEST["M021"].problem(f"{meant} is not applicable already", fix))
        return appended(now.source, "not_applicable", line)

    survey = look(edit(inspection, change), Selection(), env)
    there = (d.path for d in survey.documents if meant in d.slots and not d.left_out)
    return Exempted(meant, because, by, next(there, ""))


def undo_exempt(directory: Path, slot: str) -> Exempted:
    """Take back that something is not applicable. Raises `Usage` where nobody said so."""
    inspection = opened(directory)
    said = {each.slot: each for each in inspection.submission.not_applicable}
    meant = slot if slot in said else known_slot(slot, inspection)

    def change(now: Inspection) -> str:
        for n, each in enumerate(now.submission.not_applicable):
            if each.slot == meant:
                return removed(now.source, "not_applicable", n)
        fix = f"see what is not applicable: {command(directory, 'check')}"
        raise Usage(MANIFEST["M012"].problem(f"{meant} was not said to be not applicable", fix))

    edit(inspection, change)
    gone = said.get(meant)
    return Exempted(meant, gone.because if gone else "", gone.by if gone else "", undone=True)
