"""Answers: four questions about each of the children that the lead inspector selects (Annex A)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from ...manifest.models import Manifest
from ..submission import Submission
from .interface import Kind, Matches, Slot, State
from .single import in_one_folder

FOLDER = "answers"
GROUP = "lists"
SELECTED = "twenty-chosen"  # the moment by which inspectors have selected them, among `moments`


class Answers(Kind):
    """One slot for each who holds answers; one table in `answers/` serves those that it answers
    for.
    """

    name = "answers"

    def slots(self, manifest: Manifest, submission: Submission) -> Iterator[Slot]:
        # "the local authority should provide the following information", whoever holds it
        default = manifest.agencies[0].slug
        questions = manifest.questions
        for question in questions.each if questions else ():
            slot_id = f"{self.name}/{question.id}"
            yield Slot(
                id=slot_id,
                kind=self.name,
                title=f"Answers of the {question.id.replace('-', ' ')}",
                text=question.text,
                folder=FOLDER,
                group=GROUP,
                deadline=questions.deadline if questions else "",
                owner=submission.owners.get(slot_id, default),
                shared=True,
            )

    def matches(self, slots: Sequence[Slot]) -> Matches:
        return in_one_folder(slots, FOLDER)

    def absent(
        self, slot: Slot, submission: Submission, now: datetime, moments: Mapping[str, datetime]
    ) -> State:
        known = submission.selected or SELECTED not in moments or now > moments[SELECTED]
        return State.MISSING if known else State.NOT_DUE_YET


KIND = Answers()
