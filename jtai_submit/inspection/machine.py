"""What this computer remembers of inspection folders, so that an old or second copy of one is
noticed.

A folder that was put back from a backup, or copied, carries a journal that knows nothing of what
was sent since. The memory lies in the user's configuration folder: a random id of the computer and,
for each inspection, how often its journal was saved, and where the folder lay.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from ..storage import read_file, write_atomically
from .journal import Journal
from .lock import locked

_FILE = "inspections.json"
Random = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Seen:
    """An inspection folder as it was when it was last used here."""

    count: int
    folder: str
    portal: str = ""


@dataclass(slots=True)
class _Memory:
    machine: str
    inspections: dict[str, Seen] = field(default_factory=dict)


_MEMORY = TypeAdapter(_Memory)


class Machine:
    """This computer, as the user's configuration folder knows it."""

    def __init__(self, folder: Path, random: Random = os.urandom) -> None:
        self.path, self.random = folder / _FILE, random

    def seen(self, inspection: str) -> Seen | None:
        return self._load().inspections.get(inspection)

    def used(self, folder: Path, portal: str) -> bool:
        """Whether something was sent from a folder to a portal, whatever lies there now."""
        every = self._load().inspections.values()
        return any((seen.folder, seen.portal) == (str(folder), portal) for seen in every)

    @property
    def id(self) -> str:
        return self._load().machine

    def saw(self, journal: Journal, folder: Path) -> None:
        """Remember that this journal was written here."""
        with locked(self.path.with_suffix(".lock"), "another command keeps its memory"):
            memory = self._load()
            memory.inspections[journal.id] = Seen(journal.count, str(folder), journal.portal)
            self._save(memory)

    def new_id(self) -> str:
        return self.random(8).hex()

    def _load(self) -> _Memory:
        try:
            return _MEMORY.validate_json(read_file(self.path))
        except (OSError, ValueError):  # the first time, or spoiled: it is only a second look
            memory = _Memory(self.new_id())
            self._save(memory)
            return memory

    def _save(self, memory: _Memory) -> None:
        write_atomically(self.path, _MEMORY.dump_json(memory, indent=1))
