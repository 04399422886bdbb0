"""The joint evaluation of each tracked child, due on day seven (Annex A)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ...manifest.models import Manifest
from ..submission import Submission
from .interface import Kind, Matches, Moments, Slot, State
from .single import child_slots, in_childs_folder


class Evaluations(Kind):
    """One document about each child: `children/<child>/evaluation/`."""

    name = "evaluation"

    def slots(self, manifest: Manifest, submission: Submission) -> Iterator[Slot]:
        yield from child_slots(self.name, manifest.evaluation, manifest, submission, alone=False)

    def matches(self, slots: Sequence[Slot]) -> Matches:
        return in_childs_folder(slots)

    def absent(self, slot: Slot, submission: Submission, now: datetime, moments: Moments) -> State:
        return State.MISSING


KIND = Evaluations()
