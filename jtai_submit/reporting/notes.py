"""A note for the folder of each thing owed: what belongs there, until when, whom to ring."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..documents.walk import NOTE
from ..inspection.slots.interface import Slot
from ..inspection.standing import Contact
from ..inspection.timetable import Due
from ..words import spoken_day
from .plain import COMMAND, bulleted, heading, wrapped

NAME = "READ ME.txt"  # check and push pass it over (documents/walk.py)


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that belongs in a folder, until when, and who gathers it."""

    slot: Slot
    due: Due
    lead: Contact

    @property
    def until(self) -> str:
        until = self.slot.due or self.due.due  # a late request has its own
        return f"{spoken_day(until.date())} {until.year}, {until:%H:%M}"

    @property
    def whom(self) -> str:
        return f"{self.lead.agency}: {self.lead.ring}" if self.lead.ring else self.lead.agency


def note(owed: Sequence[Owed], coordinator: Contact) -> bytes:
    """The note as Windows Notepad reads it: UTF-8 with a mark, lines that end in CR LF. `owed` is
    all that belongs in the folder.
    """
    lines = _of_one(owed[0], coordinator) if len(owed) == 1 else _of_several(owed, coordinator)
    first, _, last = owed[0].slot.id.partition("/")
    beside = _BESIDE.get(first) or _BESIDE.get(last, ())
    text = wrapped([NOTE, "", *lines, *_HOW, *beside])
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _of_one(owed: Owed, coordinator: Contact) -> Iterator[str]:
    slot, due, lead = owed.slot, owed.due, owed.lead
    yield slot.shown
    yield from heading("What is asked for, in the inspectors' own words")
    yield slot.text
    if slot.look_back:
        yield f"From the last {slot.look_back} months before the inspection."
    if slot.on_request:
        yield "Only where the lead inspector asks for it."
    yield from heading("Until when")
    yield ("" if slot.due else f"{due.title}: ") + owed.until
    yield from heading("Who gathers it, and whom to ring")
    yield owed.whom
    if coordinator.ring != lead.ring:
        yield f"Coordinator: {coordinator.ring or coordinator.agency}"
    yield from heading("If there is none")
    yield "Say why; what stands in quotes is for you to fill in:"
    yield from _exempt(slot)


def _of_several(owed: Sequence[Owed], coordinator: Contact) -> Iterator[str]:
    yield f"{len(owed)} things: a file for each, or one workbook with a sheet for each."
    for each in owed:
        yield from ("", *bulleted(each.slot.shown, f"until {each.until}", each.whom))
    yield from ("", f"Coordinator: {coordinator.ring or coordinator.agency}")
    yield from heading("If there is none of one")
    yield "Say why; what stands in quotes is for you to fill in, and the name is one of:"
    yield from (f"  {each.slot.id}" for each in owed)
    yield from _exempt(owed[0].slot)


def _exempt(slot: Slot) -> list[str]:
    return ["", f'{COMMAND}exempt {slot.id} --because "…" --by "…"']


_HOW = (
    *heading("How"),
    "Put the documents into this folder as they are. The program removes their metadata.",
    "Several documents are fine; so are folders inside this one.",
    "This note is not sent.",
)
# What else makes these provided: by the first or the last part of their ids.
_BESIDE = {
    "answers": (
        "The sheet for each holder, and the way back:",
        f"{COMMAND}answers sheet HOLDER",
        f"{COMMAND}answers take FILE",
    ),
    "consent": ("Who consented, or why not:", f"{COMMAND}consent --help"),
    "meetings": ("A meeting that is arranged:", f"{COMMAND}meeting add --help"),
}
