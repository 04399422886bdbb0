"""Items: the numbered pieces of other information, 1.1 to 6.5 (Annex A, "Other information")."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from ...manifest.models import Item, Manifest, ManifestKind
from ...words import spoken_month
from ..submission import Submission
from .interface import Matches, Slot, SlotPart, State

NUMBER = re.compile(r"(?<![\d.])(\d{1,2}\.\d{1,2})(?![\d]|\.\d)")
_LEADING = re.compile(r"\d*")


class Items:
    """A folder is an item's by the number that it begins with, below a folder with the agency's
    number.
    """

    name = "item"

    def slots(self, manifest: Manifest, submission: Submission) -> Iterator[Slot]:
        for agency in manifest.agencies:
            for item in agency.items:
                yield Slot(
                    id=item.id,
                    kind=self.name,
                    title=item.title,
                    text=item.text,
                    folder=f"{agency.id}/{item.id}-{item.slug}",
                    group=agency.id,
                    deadline=manifest.item_deadline,
                    owner=submission.owners.get(item.id, agency.slug),
                    number=item.id,
                    look_back=item.look_back,
                    on_request=item.on_request,
                    parts=tuple(parts_of(item, submission.notified)),
                    by_tick=manifest.kind is ManifestKind.READINESS,
                )

    def ids(self, manifest: Manifest, submission: Submission) -> Iterable[str]:
        return manifest.items

    def matches(self, slots: Sequence[Slot]) -> Matches:
        items = {slot.id: slot for slot in slots}

        def find(folders: Sequence[str]) -> Iterable[str]:
            if len(folders) < 2:
                return ()
            agency, item = _LEADING.match(folders[0]), NUMBER.match(folders[1])
            slot = items.get(item[1]) if item else None
            mine = slot and agency and slot.folder.startswith(f"{agency[0]}-")
            return (slot.id,) if slot and mine else ()

        return find

    def absent(
        self, slot: Slot, submission: Submission, now: datetime, moments: Mapping[str, datetime]
    ) -> State:
        ticked = {tick.part for tick in submission.parts if tick.slot == slot.id}
        if slot.by_tick and {part.id for part in slot.parts} <= ticked:
            return State.PROVIDED
        asked = not slot.on_request or slot.id in submission.requested
        return State.MISSING if asked else State.NOT_DUE_YET


def parts_of(item: Item, notified: date) -> Iterator[SlotPart]:
    """What one file does not make complete: the months of the look-back, and the item's parts."""
    for year, month in months_before(notified, item.look_back or 0) if item.by_month else ():
        yield SlotPart(f"{year:04}-{month:02}", spoken_month(year, month))
    yield from (SlotPart(part.id, part.title, part.review) for part in item.parts)


def months_before(day: date, count: int) -> list[tuple[int, int]]:
    """The whole months before the month of a day, (year, month), the earliest first."""
    last = day.year * 12 + day.month - 1
    return [(n // 12, n % 12 + 1) for n in range(last - count, last)]


KIND = Items()
