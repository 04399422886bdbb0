"""Saying that something is not applicable."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import Usage
from ..inspection.edits import edit
from ..inspection.inspection import Inspection
from ..inspection.splices import appended, entry
from ..manifest.codes import CODES as MANIFEST
from ..pipeline.environment import Environment
from .opening import known_slot, opened, reasoned
from .result import Done


@dataclass(frozen=True, slots=True)
class Exempted(Done):
    slot: str
    because: str
    by: str

    def to_dict(self) -> Mapping[str, object]:
        return {"slot": self.slot, "because": self.because, "by": self.by}


def exempt(directory: Path, slot: str, because: str, by: str, env: Environment) -> Exempted:
    """Write that there is no such document, and why. Raises `Usage` for an unknown slot, or one that is exempt already."""
    reasoned(because, by)
    line = entry(slot=slot, because=because, by=by, on=env.now.date().isoformat())

    def change(inspection: Inspection) -> str:
        known_slot(slot, inspection)
        if any(each.slot == slot for each in inspection.submission.not_applicable):
            fix = "change its line in submission.yaml"
            raise Usage(MANIFEST["M021"].problem(f"{slot} is not applicable already", fix))
        return appended(inspection.source, "not_applicable", line)

    edit(opened(directory), change)
    return Exempted(slot, because, by)
