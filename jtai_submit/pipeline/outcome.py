"""What a push is told, and what it comes to."""

from dataclasses import dataclass
from enum import StrEnum

from ..inspection.journal import Pack
from ..inspection.standing import Standing


class Completeness(StrEnum):
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    NOT_READY = "not-ready"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a push came to. `packs` are all packs of the selection, the earlier ones too."""

    status: Completeness
    standing: Standing
    packs: tuple[Pack, ...]
    receipt: str = ""
    dry_run: bool = False
    earlier: frozenset[str] = frozenset()  # names of those that had been sent before


@dataclass(frozen=True, slots=True)
class Options:
    incomplete: bool = False
    because: str = ""
    dry_run: bool = False
    parallel: int = 1  # packs on their way at a time
    here: bool = False  # a person said that this copy of the folder is the one to go on with
