"""The parts of an item, as a person says that they are there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..errors import Usage, nearest
from ..inspection.edits import edit
from ..inspection.inspection import Inspection
from ..inspection.slots.item import parts_of
from ..inspection.splices import again, appended, entry, removed, replaced
from ..manifest.codes import CODES as MANIFEST
from ..pipeline.environment import Environment
from .opening import known_slot, opened
from .result import Done


@dataclass(frozen=True, slots=True)
class Ticked(Done):
    """What was ticked, and the titles of what is still open."""

    slot: str
    parts: tuple[str, ...]
    left: tuple[str, ...]
    undone: bool = False

    def to_dict(self) -> Mapping[str, object]:
        return {
            "slot": self.slot,
            "parts": list(self.parts),
            "left": list(self.left),
            "undone": self.undone,
        }


def tick(
    directory: Path,
    slot: str,
    parts: Sequence[str],
    by: str,
    env: Environment,
    reviewed: str = "",
) -> Ticked:
    """Say that parts are there; the same again replaces who said so. Raises `Usage`."""
    inspection = opened(directory)
    meant = known_slot(slot, inspection)
    ids = _known(inspection, meant, parts)
    if not by.strip():
        raise Usage(MANIFEST["M010"].problem("nobody is named who says so", 'add --by "…"'))
    day = _day(reviewed) if reviewed else ""
    on = env.now.date().isoformat()

    def change(now: Inspection) -> str:
        source = now.source
        there = {(each.slot, each.part): n for n, each in enumerate(now.submission.parts)}
        for part in ids:
            line = entry(slot=meant, part=part, by=by, on=on, reviewed=day)
            n = there.get((meant, part))
            if n is None:
                text = appended(source, "parts", line)
            else:
                text = replaced(source, ("parts", n), line)
            source = again(source, text)
        return source.text

    return _result(edit(inspection, change), meant, ids)


def undo_tick(directory: Path, slot: str, parts: Sequence[str]) -> Ticked:
    """Take it back. Raises `Usage` where a part was not ticked."""
    inspection = opened(directory)
    meant = known_slot(slot, inspection)
    ids = _known(inspection, meant, parts)

    def change(now: Inspection) -> str:
        source = now.source
        places = {(each.slot, each.part): n for n, each in enumerate(now.submission.parts)}
        for part in ids:
            if (meant, part) not in places:
                message = f"{part} of {meant} is not ticked"
                raise Usage(MANIFEST["M012"].problem(message, "see parts: in submission.yaml"))
        for n in sorted((places[meant, part] for part in ids), reverse=True):
            source = again(source, removed(source, "parts", n))
        return source.text

    return _result(edit(inspection, change), meant, ids, undone=True)


def _known(inspection: Inspection, slot: str, parts: Sequence[str]) -> tuple[str, ...]:
    """The ids of what is meant, by id or title, each once. Raises `Usage` (M012)."""
    item = inspection.manifest.items.get(slot)
    every = list(parts_of(item, inspection.submission.notified)) if item else []
    names = {part.id.casefold(): part.id for part in every}
    names |= {part.title.casefold(): part.id for part in every}
    out = []
    for part in parts:
        found = names.get(part.strip().casefold())
        if found is None:
            known = [each.id for each in every]
            fix = f"use one of: {', '.join(known) or 'none: it has no parts'}{nearest(part, known)}"
            raise Usage(MANIFEST["M012"].problem(f'"{part}" is not a part of {slot}', fix))
        out.append(found)
    return tuple(dict.fromkeys(out))


def _day(said: str) -> str:
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        fix = "write it like 2017-03-01"
        raise Usage(MANIFEST["M016"].problem(f'"{said}" is not a date', fix)) from None


def _result(now: Inspection, slot: str, ids: tuple[str, ...], *, undone: bool = False) -> Ticked:
    done = {each.part for each in now.submission.parts if each.slot == slot}
    item = now.manifest.items[slot]
    every = parts_of(item, now.submission.notified)
    left = tuple(part.title for part in every if part.id not in done)
    return Ticked(slot, ids, left, undone)
