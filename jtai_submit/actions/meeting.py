"""Meetings about the tracked children in the fieldwork week: recorded, and written down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ..errors import Problem, Usage
from ..inspection.inspection import Inspection
from ..inspection.slots.meetings import KIND, meetings_text
from ..inspection.slots.registry import slots
from ..inspection.splices import appended, entry, removed
from ..inspection.submission import Meeting
from ..manifest.codes import CODES as MANIFEST
from .opening import known_child, opened
from .result import Edited
from .written import Kept, kept_in_step, recorded

FILE = "Meetings in the fieldwork week.txt"


@dataclass(frozen=True, slots=True)
class Meetings(Edited):
    """The meetings as they are recorded now, and the file that says them."""

    inspection: Inspection
    file: Kept

    def to_dict(self) -> Mapping[str, object]:
        meetings = [m.model_dump(mode="json") for m in self.inspection.submission.meetings]
        return {"meetings": meetings, "file": None if self.file.edited else str(self.file.path)}


def add_meeting(directory: Path, child: str, kind: str, at: str, place: str, by: str) -> Meetings:
    """Record a meeting. Raises `Usage` for an unknown child, no time, a meeting twice."""
    inspection = opened(directory)
    meant = known_child(child, inspection)
    when = _time(at, inspection)
    line = entry(child=meant, kind=kind, at=when, place=place, by=by)

    def change(now: Inspection) -> str:
        if _place_of(now, meant, when) is not None:
            fix = "take it back first: add --undo"
            message = f"a meeting about {meant} at that time is recorded already"
            raise Usage(MANIFEST["M021"].problem(message, fix))
        return appended(now.source, "meetings", line)

    return _recorded(inspection, change)


def undo_meeting(directory: Path, child: str, at: str) -> Meetings:
    """Take a meeting back. Raises `Usage` where none is recorded."""
    inspection = opened(directory)
    meant = known_child(child, inspection)
    when = _time(at, inspection)

    def change(now: Inspection) -> str:
        n = _place_of(now, meant, when)
        if n is None:
            fix = "see meetings: in submission.yaml"
            message = f"no meeting about {meant} at that time is recorded"
            raise Usage(MANIFEST["M012"].problem(message, fix))
        return removed(now.source, "meetings", n)

    return _recorded(inspection, change)


def _time(said: str, inspection: Inspection) -> str:
    """As clocks here show it."""
    try:
        if len(said) <= len("2017-05-23"):
            raise ValueError("a day without a time")
        at = _local(datetime.fromisoformat(said), ZoneInfo(inspection.manifest.timezone))
        return at.isoformat(timespec="minutes")
    except (ValueError, OverflowError):
        message = f'"{said}" is not a date and time'
        raise Usage(MANIFEST["M016"].problem(message, "write it like 2017-05-23T10:00")) from None


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None) if at.tzinfo else at


def _place_of(inspection: Inspection, child: str, at: str) -> int | None:
    recorded = inspection.submission.meetings
    zone = ZoneInfo(inspection.manifest.timezone)
    same = (n for n, each in enumerate(recorded) if _same(each, child, at, zone))
    return next(same, None)


def _same(meeting: Meeting, child: str, at: str, zone: ZoneInfo) -> bool:
    return meeting.child == child and _local(meeting.at, zone).isoformat(timespec="minutes") == at


def _recorded(inspection: Inspection, change: Callable[[Inspection], str]) -> Meetings:
    after, kept = recorded(inspection, change, meetings_in_step)
    if kept is None:
        message = f"{after.manifest.manifest} does not ask for meetings"
        raise Usage(Problem("", message, "see: jtai-submit timetable"))
    return Meetings(after, kept)


def meetings_in_step(before: Inspection, after: Inspection) -> Kept | None:
    """Write down what is recorded `after` a change; None where nobody asks for meetings."""
    owed = slots(after.manifest, after.submission)
    slot = next((each for each in owed if each.kind == KIND.name), None)
    path = after.documents / slot.folder / FILE if slot else None
    return kept_in_step(path, _text(before), _text(after)) if path else None


def _text(inspection: Inspection) -> str:
    meetings = inspection.submission.meetings
    return meetings_text(meetings) if meetings else ""
