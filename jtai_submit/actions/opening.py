"""Opening an inspection folder, and what people say about it: shared by the actions."""

from pathlib import Path

from ..delivery.portals.registry import KINDS
from ..errors import Problem, Usage
from ..inspection.inspection import Inspection, open_inspection
from ..inspection.rules import unknown_slot
from ..inspection.slots.registry import slot_ids
from ..manifest.codes import CODES as MANIFEST


def opened(directory: Path) -> Inspection:
    """The inspection in a folder. Raises `Unusable` with every mistake."""
    return open_inspection(directory, KINDS)


def reasoned(because: str, by: str) -> None:
    """What people decide has a reason and a name. Raises `Usage` (M010)."""
    if not because.strip() or not by.strip():
        fix = 'give both: --because "…" --by "…"'
        raise Usage(MANIFEST["M010"].problem("the reason or the name is empty", fix))


def known_slot(slot: str, inspection: Inspection) -> None:
    """Raises `Usage` where the inspection asks for no such item or document."""
    manifest, submission = inspection.manifest, inspection.submission
    if slot not in slot_ids(manifest, submission):
        raise Usage(Problem(*unknown_slot(slot, manifest, submission)))
