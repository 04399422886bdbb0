"""Late requests: what an inspectorate asks for once inspectors know the children (Annex A)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from ...manifest.models import Manifest
from ...words import spoken_day
from ..submission import Request, Submission
from ..timetable import Due, fieldwork
from .interface import Matches, Moments, Slot, State

FOLDER = "requests"


class Requests:
    """One slot for each request in the submission; its documents lie in `requests/<ID>/`."""

    name = "request"

    def slots(self, manifest: Manifest, submission: Submission) -> Iterator[Slot]:
        for request in submission.requests:
            slot_id = f"{self.name}/{request.id}"
            agency = manifest.agency(submission.owners.get(slot_id, request.owner))
            if agency is None or manifest.requests is None:
                continue  # the submission's rules say so
            yield Slot(
                id=slot_id,
                kind=self.name,
                title=request.title,
                text=_words(request, manifest, submission),
                folder=f"{FOLDER}/{request.id}",
                group=agency.id,
                deadline=manifest.requests.deadline,
                owner=agency.slug,
                number=request.id,
                due=_moment(request, manifest),
                alone=True,
            )

    def ids(self, manifest: Manifest, submission: Submission) -> Iterable[str]:
        return (f"{self.name}/{request.id}" for request in submission.requests)

    def matches(self, slots: Sequence[Slot]) -> Matches:
        by_id = {slot.number.casefold(): slot.id for slot in slots}

        def find(folders: Sequence[str]) -> Iterable[str]:
            if len(folders) < 2 or folders[0].casefold() != FOLDER:
                return ()
            slot = by_id.get(folders[1].casefold())
            return (slot,) if slot else ()

        return find

    def absent(self, slot: Slot, submission: Submission, now: datetime, moments: Moments) -> State:
        return State.MISSING


def request_dues(manifest: Manifest, submission: Submission) -> tuple[Due, ...]:
    """When each request is to be answered, by the slot's id."""
    dues = []
    for request in submission.requests:
        at = _moment(request, manifest)
        title = f"Request {request.id}, {request.title}"
        dues.append(Due(f"{KIND.name}/{request.id}", title, at, at, "", request.owner))
    return tuple(dues)


def _moment(request: Request, manifest: Manifest) -> datetime:
    """The end of the day, local time."""
    return datetime.combine(request.due, manifest.end_of_day, ZoneInfo(manifest.timezone))


def _words(request: Request, manifest: Manifest, submission: Submission) -> str:
    asked = f"asked for by {request.asked_by}" if request.asked_by else "asked for by inspectors"
    if not request.print:
        return asked
    # "If printed copies of these documents are needed, inspectors will request that they are
    # available for when they arrive on site." (Annex A)
    week = fieldwork(manifest, submission)
    arrive = f" on {spoken_day(week.first)}" if week else ""
    return f"{asked}; printed copies too, for when they arrive on site{arrive}"


KIND = Requests()
