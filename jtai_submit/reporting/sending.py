"""Sent or not: what arrived when, how that was verified, and what was withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from ..inspection.sendings import SentStanding
from ..inspection.slots.interface import State
from ..inspection.standing import SlotStanding, Standing
from ..words import counted, spoken

# How arrival was verified, strongest first, in a director's words (the portals' tiers).
VERIFIED = {
    "server-sha256": "the secure site computed the same SHA-256",
    "chunk-checksum": "the secure site checked each part against its checksum",
    "quickxor": "the secure site computed the same QuickXorHash",
    "read-back": "read back from the secure site and compared",
    "size": "the secure site shows the same size; its content was not compared",
    "none": "not verified",
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """One pack that arrived."""

    what: str
    when: str
    verified: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Something that went by mistake, why, and whether those who hold it were told."""

    what: str
    why: str
    told: str


@dataclass(frozen=True, slots=True)
class Sending:
    """What is sent: in a line, what is still to be sent, each arrival, each withdrawal."""

    short: str
    summary: str
    to_send: str
    arrivals: tuple[Arrival, ...]
    withdrawn: tuple[Withdrawn, ...]


def sending(standing: Standing) -> Sending:
    return Sending(
        short=_short(standing),
        summary=_summary(standing),
        to_send=_to_send(standing),
        arrivals=tuple(_arrival(each, standing) for each in standing.sent),
        withdrawn=_withdrawn(standing),
    )


def said(moment: datetime, standing: Standing) -> str:
    """A moment in the inspection's own time."""
    return spoken(moment.astimezone(standing.now.tzinfo))


def _short(standing: Standing) -> str:
    if not standing.sent:
        return "Nothing is sent yet."
    last = said(max(each.at for each in standing.sent), standing)
    return f"Last sent: {last}."


def _summary(standing: Standing) -> str:
    if not standing.sent:
        return "Nothing is sent yet."
    packs = standing.sent
    documents = counted(sum(each.files for each in packs), "document")
    last = said(max(each.at for each in packs), standing)
    arrived = f"{counted(len(packs), 'pack')} with {documents} arrived, the last on {last}."
    weak = sum(each.verified in ("size", "none") for each in packs)
    if not weak:
        return f"{arrived} Each arrival was verified."
    return f"{arrived} {weak} could not be verified in full."


def _to_send(standing: Standing) -> str:
    new = _count(standing, State.PROVIDED)
    again = _count(standing, State.CHANGED)
    parts = [f"{new} in and not sent"] * bool(new and standing.sent)
    parts += [f"{again} changed since sent"] * bool(again)
    return f"Still to send: {', '.join(parts)}." if parts else ""


def _count(standing: Standing, state: State) -> int:
    return sum(report.state is state for report in standing.slots)


def _arrival(pack: SentStanding, standing: Standing) -> Arrival:
    deadline = next((d.title for d in standing.deadlines if d.id == pack.deadline), "")
    version = f", version {pack.version}" if pack.version > 1 else ""
    until = f", for {deadline[:1].lower()}{deadline[1:]}" if deadline else ""
    holds = f": {counted(pack.files, 'document')}" if pack.files else ""  # the index holds none
    what = f"{pack.title}{version}{until}{holds}"
    verified = VERIFIED.get(pack.verified, pack.verified)
    return Arrival(what, said(pack.at, standing), verified)


def _withdrawn(standing: Standing) -> tuple[Withdrawn, ...]:
    titles = {report.slot.id: report for report in standing.slots}
    told = "The people who hold it were told by a receipt."
    untold = "The people who hold it are told by the next receipt: send again."
    return tuple(
        Withdrawn(
            what=_title(titles.get(each.slot), each.slot),
            why=f"{each.because} ({each.by}, {said(each.at, standing)})",
            told=told if each.told else untold,
        )
        for each in standing.withdrawn
    )


def _title(report: SlotStanding | None, slot: str) -> str:
    if report:
        return report.slot.shown
    child, _, document = slot.partition("/")
    return f"Child {child}: {document.replace('-', ' ')}" if document else slot
