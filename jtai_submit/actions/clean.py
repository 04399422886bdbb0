"""Wiping the program's own copies."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..pipeline import later
from ..pipeline.environment import Environment
from .opening import opened
from .result import Done


@dataclass(frozen=True, slots=True)
class Cleaned(Done):
    """How much was wiped, and the packs that stay because they were not sent yet."""

    files: int
    bytes: int
    kept: tuple[str, ...]

    def to_dict(self) -> Mapping[str, object]:
        return {"files": self.files, "bytes": self.bytes, "kept": list(self.kept)}


def clean(directory: Path, env: Environment) -> Cleaned:
    """Wipe sent packs, remembered findings and rehearsals; documents, receipts and the log stay."""
    wiped = later.clean(opened(directory), env)
    return Cleaned(wiped.files, wiped.bytes, wiped.waiting)
