"""A note for the folder of each thing owed: what belongs there, until when, whom to ring."""

from collections.abc import Iterator

from ..inspection.slots.interface import Slot
from ..inspection.standing import Contact
from ..inspection.timetable import Due
from ..words import spoken_day
from .plain import heading, wrapped

NAME = "READ ME.txt"  # check and push pass it over (documents/walk.py)
FIRST = "WHAT BELONGS IN THIS FOLDER"  # by which a note of ours is known again


def note(slot: Slot, due: Due, lead: Contact, coordinator: Contact) -> bytes:
    """The note as Windows Notepad reads it: UTF-8 with a mark, lines that end in CR LF."""
    text = wrapped(_lines(slot, due, lead, coordinator))
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def is_ours(data: bytes) -> bool:
    """Whether a file of that name is a note, and may be replaced by a newer one."""
    return data.removeprefix(b"\xef\xbb\xbf").startswith(FIRST.encode())


def _lines(slot: Slot, due: Due, lead: Contact, coordinator: Contact) -> Iterator[str]:
    yield from (FIRST, "", slot.shown)
    yield from heading("What is asked for, in the inspectors' own words")
    yield slot.text
    if slot.look_back:
        yield f"From the last {slot.look_back} months before the inspection."
    if slot.on_request:
        yield "Only where the lead inspector asks for it."
    yield from heading("Until when")
    until = slot.due or due.due  # a late request has its own
    title = "" if slot.due else f"{due.title}: "
    yield f"{title}{spoken_day(until.date())} {until.year}, {until:%H:%M}"
    yield from heading("Who gathers it, and whom to ring")
    yield f"{lead.agency}: {lead.ring}" if lead.ring else lead.agency
    if coordinator.ring != lead.ring:
        yield f"Coordinator: {coordinator.ring or coordinator.agency}"
    yield from heading("How")
    yield "Put the documents into this folder as they are. The program removes their metadata."
    yield "Several documents are fine; so are folders inside this one."
    yield f"If there is none, say why: jtai-submit exempt {slot.id}"
    yield "This note is not sent."
