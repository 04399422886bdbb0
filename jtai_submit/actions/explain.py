"""The rule book, and the words of what is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..checks.registry import BOOK
from ..custody.codes import CODES as CUSTODY
from ..delivery.codes import CODES as DELIVERY
from ..errors import Code, Problem, Usage, nearest
from ..inspection.codes import CODES as INSPECTION
from ..inspection.slots.interface import Slot
from ..inspection.slots.registry import slots
from ..inspection.standing import Contact
from ..inspection.timetable import Due, timetable
from ..manifest.codes import CODES as MANIFEST
from ..packing.codes import CODES as PACKING
from ..pipeline.judge import contact_of
from ..redaction.codes import CODES as REDACTION
from ..tables.codes import CODES as TABLES
from .opening import known_slot, opened
from .result import Done


@cache
def rule_book() -> dict[str, Code]:
    """Every code of every room."""
    rooms = (MANIFEST, INSPECTION, BOOK, REDACTION, TABLES, CUSTODY, DELIVERY, PACKING)
    return dict(sorted((name, entry) for room in rooms for name, entry in room.items()))


@dataclass(frozen=True, slots=True)
class Explained(Done):
    """Entries of the rule book; `whole` where all were asked for."""

    codes: tuple[Code, ...]
    whole: bool

    def to_dict(self) -> Mapping[str, object]:
        return {
            "codes": [
                {
                    "code": entry.id,
                    "title": entry.title,
                    "meaning": entry.meaning,
                    "fix": entry.advice,
                    "blocks": entry.blocks,
                }
                for entry in self.codes
            ]
        }


def explain(code: str = "") -> Explained:
    """One code in words, or all of them. Raises `Usage` for one that is not there."""
    book = rule_book()
    if not code:
        return Explained(tuple(book.values()), True)
    if code.upper() not in book:
        message = f'there is no code "{code}"{nearest(code, book)}'
        raise Usage(Problem("", message, "see: jtai-submit explain"))
    return Explained((book[code.upper()],), False)


@dataclass(frozen=True, slots=True)
class SlotExplained(Done):
    """One thing that is asked for: its whole wording, where it goes, until when, who gathers it."""

    slot: Slot
    folder: str
    deadline: Due
    contact: Contact

    def to_dict(self) -> Mapping[str, object]:
        return {
            "slot": self.slot.id,
            "title": self.slot.title,
            "text": self.slot.text,
            "folder": self.folder,
            "due": (self.slot.due or self.deadline.due).isoformat(),
            "owner": self.slot.owner,
            "look_back": self.slot.look_back,
            "on_request": self.slot.on_request,
        }


def explain_slot(slot: str, directory: Path) -> SlotExplained:
    """The words of the guidance for one item or document of an inspection. Raises `Usage` for one
    that is not there.
    """
    inspection = opened(directory)
    manifest, submission = inspection.manifest, inspection.submission
    meant = known_slot(slot, inspection)
    found = next((s for s in slots(manifest, submission) if s.id == meant), None)
    if found is None:
        raise Usage(Problem("", f"{meant} is not owed yet", "see: jtai-submit timetable"))
    due = next(d for d in timetable(manifest, submission) if d.id == found.deadline)
    folder = f"{inspection.documents.as_posix()}/{found.folder}"
    return SlotExplained(found, folder, due, contact_of(found.owner, inspection))
