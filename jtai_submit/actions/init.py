"""A new inspection folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..delivery.portals.registry import portal_models
from ..inspection.inspection import Inspection
from ..inspection.layout import create, occupied
from .notes import write_notes
from .result import Edited


@dataclass(frozen=True, slots=True)
class Made(Edited):
    inspection: Inspection
    folders: int

    def to_dict(self) -> Mapping[str, object]:
        return {
            "folder": str(self.inspection.root),
            "area": self.inspection.submission.area,
            "manifest": self.inspection.manifest.manifest,
            "folders": self.folders,
        }


def init(
    directory: Path,
    manifest: str,
    area: str,
    notified: str,
    children: Sequence[str],
    *,
    with_notes: bool = False,
) -> Made:
    """Make the folder tree and a commented submission.yaml; `with_notes` a note in each folder too.

    Raises `Usage`; nothing is overwritten.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise occupied(directory)
    examples = [model.example for model in portal_models().values()]
    inspection = create(directory, manifest, area, notified, children, examples)
    if with_notes:
        write_notes(inspection)
    folders = sum(1 for p in inspection.documents.rglob("*") if p.is_dir())
    return Made(inspection, folders)
