"""Meetings about the tracked children in the fieldwork week: said by a command, or in a file.

"the local authority should also provide the lead inspector with any details of multi-agency
meetings taking place during the fieldwork week" (Annex A): there may be none.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ...manifest.models import Manifest
from ...words import spoken, spoken_day
from ..submission import Meeting, Submission
from ..timetable import fieldwork
from .children import CHOSEN
from .interface import Kind, Matches, Moments, Slot, State
from .single import agency_slot, in_agencys_folder


class Meetings(Kind):
    name = "meetings"

    def slots(self, manifest: Manifest, submission: Submission) -> Iterator[Slot]:
        if manifest.meetings:
            yield agency_slot(self.name, manifest.meetings, manifest, submission, optional=False)

    def matches(self, slots: Sequence[Slot]) -> Matches:
        return in_agencys_folder(slots)

    def absent(self, slot: Slot, submission: Submission, now: datetime, moments: Moments) -> State:
        if submission.meetings:
            return State.PROVIDED
        return State.MISSING if now > moments[slot.deadline] else State.NOT_DUE_YET

    def remarks(
        self,
        slot: Slot,
        manifest: Manifest,
        submission: Submission,
        moments: Moments,
        now: datetime,
    ) -> Iterator[str]:
        chosen = moments.get(CHOSEN)
        if not submission.meetings and submission.children and (chosen is None or now >= chosen):
            yield "no meeting in the fieldwork week is said: record each, or say that there is none"
        week = fieldwork(manifest, submission)
        for meeting in submission.meetings:
            if week and not week.holds(meeting.at.date()):
                days = f"{spoken_day(week.first)} to {spoken_day(week.last)}"
                when = spoken(meeting.at)
                yield f"the meeting about {meeting.child} on {when} is not in the week of {days}"


def meetings_text(meetings: Sequence[Meeting]) -> str:
    """What the lead inspector is told, one line a meeting in the order of time; by ids only."""
    lines = ["Meetings about the tracked children in the fieldwork week", ""]
    for each in sorted(meetings, key=lambda m: m.at.replace(tzinfo=None)):
        place = f", {each.place}" if each.place else ""
        lines.append(f"{spoken(each.at)}  {each.child}  {each.kind}{place}")
    return "\r\n".join([*lines, ""])


KIND = Meetings()
