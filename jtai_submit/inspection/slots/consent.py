"""Consent of each tracked child and its parents or carers to talk with inspectors (Annex A).

It is recorded in the submission. What inspectors must be told in writing is why somebody did not
consent, or why no discussion is possible.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ...manifest.models import Manifest
from ...words import spoken_day
from ..submission import Answer, Consent, Submission, Who
from .interface import Kind, Matches, Moments, Slot, State
from .single import child_slots, in_childs_folder

_ASKED = {Who.CHILD: "the child", Who.PARENT: "a parent", Who.CARER: "a carer"}
_ANSWERED = {
    Answer.GIVEN: "consent is given",
    Answer.REFUSED: "consent is not given",
    Answer.NOT_POSSIBLE: "a discussion is not possible",
}


class Consents(Kind):
    """Provided once the child and a parent or carer are asked, or a file in its folder says so."""

    name = "consent"

    def slots(self, manifest: Manifest, submission: Submission) -> Iterator[Slot]:
        yield from child_slots(self.name, manifest.consent, manifest, submission, alone=True)

    def matches(self, slots: Sequence[Slot]) -> Matches:
        return in_childs_folder(slots)

    def absent(self, slot: Slot, submission: Submission, now: datetime, moments: Moments) -> State:
        return State.MISSING if list(_unasked(slot, submission)) else State.PROVIDED

    def remarks(
        self,
        slot: Slot,
        manifest: Manifest,
        submission: Submission,
        moments: Moments,
        now: datetime,
    ) -> Iterator[str]:
        if any(each.child == slot.child for each in submission.consents):
            yield from (f"nothing is recorded of {who}" for who in _unasked(slot, submission))


def _unasked(slot: Slot, submission: Submission) -> Iterator[str]:
    """Whose answer is not recorded yet: "the children and their parents or carers"."""
    asked = {each.who for each in submission.consents if each.child == slot.child}
    if Who.CHILD not in asked:
        yield "the child"
    if not asked & {Who.PARENT, Who.CARER}:
        yield "a parent or carer"


def consent_text(child: str, consents: Sequence[Consent]) -> str:
    """What the lead inspector is told in writing about one child."""
    lines = [f"Consent to talk with inspectors: {child}", ""]
    for each in consents:
        asked = f", asked by {each.agency.replace('-', ' ')}" if each.agency else ""
        on = f" on {spoken_day(each.on)}" if each.on else ""
        who = _ASKED[each.who]
        lines.append(f"{who[:1].upper()}{who[1:]}: {_ANSWERED[each.answer]}{asked}{on}.")
        if each.because:
            lines.append(f"  Reasons: {each.because}")
        if each.arrangements:
            lines.append(f"  Arrangements: {each.arrangements}")
    return "\r\n".join([*lines, ""])


KIND = Consents()
