"""Items: the numbered pieces of other information, 1.1 to 6.5 (Annex A, "Other information")."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from ...manifest.models import Manifest
from ..submission import Submission
from .interface import Matches, Slot, State

NUMBER = re.compile(r"(?<![\d.])(\d{1,2}\.\d{1,2})(?![\d]|\.\d)")
_LEADING = re.compile(r"\d*")


class Items:
    """A folder is an item's by the number that it begins with, below a folder with the agency's number."""

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

    def absent(self, slot: Slot, submission: Submission, now: datetime, moments: Mapping[str, datetime]) -> State:
        asked = not slot.on_request or slot.id in submission.requested
        return State.MISSING if asked else State.NOT_DUE_YET


KIND = Items()
