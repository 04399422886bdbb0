"""Every deadline in local time, and who owes what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Exit, Problem
from ..inspection.inspection import Inspection
from ..inspection.timetable import Due, moments
from ..inspection.timetable import timetable as deadlines
from .opening import opened


@dataclass(frozen=True, slots=True)
class Timetable:
    """The deadlines, and what the inspectors do in between."""

    inspection: Inspection
    deadlines: tuple[Due, ...]
    moments: tuple[Due, ...]

    @property
    def exit(self) -> Exit:
        return Exit.OK

    @property
    def problems(self) -> Sequence[Problem]:
        return self.inspection.warnings

    def in_order(self) -> list[Due]:
        return sorted((*self.deadlines, *self.moments), key=lambda d: d.due)

    def to_dict(self) -> Mapping[str, object]:
        return {
            "deadlines": [
                {
                    "id": d.id,
                    "title": d.title,
                    "due": d.due.isoformat(),
                    "by_guidance": d.by_guidance.isoformat(),
                    "confirmed_by": d.confirmed_by or None,
                    "owes": d.owes,
                }
                for d in self.deadlines
            ],
            "moments": [{"id": d.id, "title": d.title, "due": d.due.isoformat()} for d in self.moments],
        }


def timetable(directory: Path) -> Timetable:
    inspection = opened(directory)
    manifest, submission = inspection.manifest, inspection.submission
    return Timetable(inspection, deadlines(manifest, submission), moments(manifest, submission))
