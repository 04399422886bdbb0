"""Lists: the child-level lists and the lists of cases (Annex A, "Lists of children at risk of
neglect").
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from ...manifest.models import Manifest
from ..submission import Submission
from .interface import Matches, Slot, State

FOLDER = "lists"


class ChildLists:
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

    def ids(self, manifest: Manifest, submission: Submission) -> Iterable[str]:
        return (slot.id for slot in self.slots(manifest, submission))

    def matches(self, slots: Sequence[Slot]) -> Matches:
        ids = tuple(slot.id for slot in slots)

        def find(folders: Sequence[str]) -> Iterable[str]:
            return ids if folders and folders[0].casefold() == FOLDER else ()

        return find

    def absent(
        self, slot: Slot, submission: Submission, now: datetime, moments: Mapping[str, datetime]
    ) -> State:
        return State.MISSING


KIND = ChildLists()
