"""What something owed is made up of: parts that people tick, organisations of an agency."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from ..inspection.finding import FileSummary
from ..inspection.slots.interface import Slot
from ..inspection.slots.item import months_before
from ..inspection.slots.recognised import may_be
from ..inspection.standing import OrganisationStanding, PartStanding
from ..inspection.submission import Submission, Tick


def part_standings(
    slot: Slot, submission: Submission, files: Sequence[FileSummary] = ()
) -> tuple[PartStanding, ...]:
    """Each part of a slot, who said that it is there, or which of its files may be it."""
    ticks, names = _ticks(slot, submission), sorted(file.name for file in files)
    parts = []
    for part in slot.parts:
        tick = ticks.get(part.id)
        found = "" if tick else next((name for name in names if may_be(name, part)), "")
        by = tick.by if tick else ""
        parts.append(PartStanding(part.id, part.title, tick is not None, by, found))
    return tuple(parts)


def overdue(slot: Slot, submission: Submission) -> Iterator[str]:
    """Parts that are ticked and were reviewed too long ago, or of which nobody says when."""
    ticks = _ticks(slot, submission)
    for part in slot.parts:
        tick = ticks.get(part.id)
        if tick is None or part.review is None:
            continue
        if tick.reviewed is None:
            yield f"{part.title}: it is not said when it was last reviewed"
        elif tick.reviewed < _earliest(submission.notified, part.review):
            ago = f"more than {part.review} months before"
            yield f"{part.title}: reviewed on {tick.reviewed}, {ago}"


def organisation_standings(
    slot: Slot, submission: Submission, files: Sequence[FileSummary]
) -> tuple[OrganisationStanding, ...]:
    """For each organisation of the owner, whether a file or folder carries its name."""
    named = [each.name for each in submission.agencies.get(slot.owner, ()) if each.name]
    if len(named) < 2:
        return ()
    below = len(slot.folder.split("/")) + 1  # the parts of a path that are the slot's own folder
    inside = [_plain("/".join(file.path.split("/")[below:])) for file in files]
    out = []
    for name in named:
        there = any(_plain(name) in each for each in inside)
        out.append(OrganisationStanding(name, int(there)))
    return tuple(out)


def _ticks(slot: Slot, submission: Submission) -> dict[str, Tick]:
    return {tick.part: tick for tick in submission.parts if tick.slot == slot.id}


def _earliest(day: date, months: int) -> date:
    year, month = months_before(day, months)[0]
    return date(year, month, min(day.day, 28))


def _plain(text: str) -> str:
    """Letters and digits alone, in small letters and between blanks."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = re.findall(r"[^\W_]+", folded)
    return f" {' '.join(words)} "
