"""A note in each folder: what belongs there, until when, whom to ring."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..documents.walk import is_note
from ..inspection.inspection import Inspection
from ..inspection.slots.registry import slots
from ..inspection.timetable import timetable
from ..pipeline.judge import contact_of
from ..reporting.notes import NAME, Owed, note
from ..storage import read_file, write_atomically
from .opening import opened
from .result import Done


@dataclass(frozen=True, slots=True)
class Noted(Done):
    """How many notes were written; `kept` are files of that name that somebody else wrote."""

    written: int
    kept: tuple[str, ...]

    def to_dict(self) -> Mapping[str, object]:
        return {"written": self.written, "kept": list(self.kept)}


def notes(directory: Path) -> Noted:
    """Write or refresh the note in every folder. What is not ours stays as it is."""
    return write_notes(opened(directory))


def in_new_folders(inspection: Inspection) -> None:
    """Where the folders have notes, those that were just made get theirs."""
    if next(inspection.documents.glob(f"*/*/{NAME}"), None):
        write_notes(inspection)


def _ours(path: Path) -> bool:
    """Whether a note may be written there."""
    try:
        return is_note(read_file(path))
    except FileNotFoundError:
        return True
    except OSError:  # a folder, a pipe: somebody put it there
        return False


def write_notes(inspection: Inspection) -> Noted:
    manifest, submission = inspection.manifest, inspection.submission
    dues = {due.id: due for due in timetable(manifest, submission)}
    coordinator = contact_of(manifest.agencies[0].slug, inspection)
    by_folder: dict[str, list[Owed]] = {}
    for slot in slots(manifest, submission):
        owed = Owed(slot, dues[slot.deadline], contact_of(slot.owner, inspection))
        by_folder.setdefault(slot.folder, []).append(owed)
    kept = []
    for folder, every in by_folder.items():
        path = inspection.documents / folder / NAME
        if not _ours(path):
            kept.append(path.relative_to(inspection.root).as_posix())
            continue
        write_atomically(path, note(every, coordinator))
    return Noted(len(by_folder) - len(kept), tuple(kept))
