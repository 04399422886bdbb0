"""The placeholder: until the inspectors have chosen the children, one slot stands for their
documents.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from ...manifest.models import Manifest
from ..submission import Submission
from .interface import Kind, Matches, Slot, State

CHOSEN = "chosen"  # the moment by which the children are known, among `moments`


class Children(Kind):
    """Owed as long as the submission names no child; whatever lies below `children/` answers it."""

    name = "children"

    def slots(self, manifest: Manifest, submission: Submission) -> Iterator[Slot]:
        if manifest.key_documents and not submission.children:
            count = len(manifest.key_documents)
            yield Slot(
                id=self.name,
                kind=self.name,
                title="Key documents of each tracked child",
                text=f"{count} key documents about each child that the lead inspector selects",
                folder=self.name,
                group=self.name,
                deadline=manifest.key_document_deadline,
                owner=manifest.agencies[0].slug,
            )

    def matches(self, slots: Sequence[Slot]) -> Matches:
        ids = tuple(slot.id for slot in slots)

        def find(folders: Sequence[str]) -> Iterable[str]:
            return ids if len(folders) > 1 and folders[0] == self.name else ()

        return find

    def absent(
        self, slot: Slot, submission: Submission, now: datetime, moments: Mapping[str, datetime]
    ) -> State:
        return State.NOT_DUE_YET if now <= moments[CHOSEN] else State.MISSING


KIND = Children()
