"""Lists: the child-level lists and the lists of cases (Annex A, "Lists of children at risk of
neglect").
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from ...manifest.models import Manifest
from ..submission import Submission
from .interface import Kind, Matches, Slot, State
from .single import in_one_folder

FOLDER = "lists"


class ChildLists(Kind):
    """Any file in `lists/` may hold one list or several: which, its name or its content says.

    So the folder answers every list here, and the survey keeps those that the file really holds.
    """

    name = "list"

    def slots(self, manifest: Manifest, submission: Submission) -> Iterator[Slot]:
        # Annex A asks the director of children's services, and the local authority with partners
        default = manifest.agencies[0].slug
        for asked in manifest.every_list:
            slot_id = f"{self.name}/{asked.slug}"
            yield Slot(
                id=slot_id,
                kind=self.name,
                title=asked.title,
                text=asked.text,
                folder=FOLDER,
                group=FOLDER,
                deadline=asked.deadline,
                owner=submission.owners.get(slot_id, default),
                shared=True,
            )

    def matches(self, slots: Sequence[Slot]) -> Matches:
        return in_one_folder(slots, FOLDER)

    def absent(
        self, slot: Slot, submission: Submission, now: datetime, moments: Mapping[str, datetime]
    ) -> State:
        return State.MISSING


KIND = ChildLists()
