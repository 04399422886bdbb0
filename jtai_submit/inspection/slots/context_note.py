"""The note on the local context, which the director may add to the lists of day one (Annex A)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ...manifest.models import Manifest
from ..submission import Submission
from .interface import Kind, Matches, Moments, Slot, State
from .single import agency_slot, in_agencys_folder


class ContextNotes(Kind):
    """Never owed: "the DCS can advise the lead inspector of this when they provide these lists"."""

    name = "context-note"

    def slots(self, manifest: Manifest, submission: Submission) -> Iterator[Slot]:
        asked = manifest.context_note
        if asked:
            yield agency_slot(self.name, asked, manifest, submission, optional=True)

    def matches(self, slots: Sequence[Slot]) -> Matches:
        return in_agencys_folder(slots)

    def absent(self, slot: Slot, submission: Submission, now: datetime, moments: Moments) -> State:
        return State.NOT_DUE_YET


KIND = ContextNotes()
