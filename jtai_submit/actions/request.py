"""Late requests, and items of Annex A that are owed only when asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..errors import Problem, Usage, nearest
from ..inspection.edits import edit
from ..inspection.inspection import Inspection
from ..inspection.slots.request import FOLDER
from ..inspection.splices import again, appended, dropped_from, entry, removed
from ..manifest.codes import CODES as MANIFEST
from ..pipeline.environment import Environment
from .notes import in_new_folders
from .opening import command, known_agency, opened
from .result import Edited

_NEXT = re.compile(r"R(\d+)", re.I)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as somebody types it. `due` is a day; `print`: paper is needed on site, too."""

    title: str
    owner: str = ""
    due: str = ""
    asked_by: str = ""
    print: bool = False


@dataclass(frozen=True, slots=True)
class Requested(Edited):
    """What is asked for now: a slot's id, and where its documents go."""

    slot: str
    folder: Path
    inspection: Inspection
    undone: bool = False
    ignored: tuple[str, ...] = ()  # options that an item of the manifest has no use for

    def to_dict(self) -> Mapping[str, object]:
        return {"slot": self.slot, "folder": str(self.folder), "undone": self.undone}


def add_request(directory: Path, asked: Asked, env: Environment) -> Requested:
    """Record a request and make its folder. Raises `Usage` for what is missing or not known."""
    inspection = opened(directory)
    if asked.title.strip() in inspection.manifest.items:
        found = _item(inspection, asked.title.strip(), directory)
        ignored = [asked.owner and "--owner", asked.due and "--due", asked.asked_by and "--from"]
        return replace(found, ignored=tuple(filter(None, ignored)))
    if inspection.manifest.requests is None:
        message = f"{inspection.manifest.manifest} knows no late requests"
        raise Usage(Problem("", message, "see: jtai-submit manifests show"))
    facts = {
        "title": asked.title.strip(),
        "owner": known_agency(asked.owner, inspection),
        "due": _day(asked.due),
        "from": asked.asked_by,
        "print": "true" if asked.print else "",
        "on": env.now.date().isoformat(),
    }
    if not facts["title"]:
        raise Usage(MANIFEST["M010"].problem("the request has no title", "say what is asked for"))
    ids = []

    def change(now: Inspection) -> str:
        ids.append(_free(now))
        line = entry(id=ids[-1], **facts)
        # `print` is a yes, not a text
        return appended(now.source, "requests", line.replace('print: "true"', "print: true"))

    edited = edit(inspection, change)
    folder = edited.documents / FOLDER / ids[-1]
    folder.mkdir(parents=True, exist_ok=True)
    in_new_folders(edited)
    return Requested(f"request/{ids[-1]}", folder, edited)


def undo_request(directory: Path, name: str) -> Requested:
    """Take a request back, by its id; its folder stays. Raises `Usage` where there is none."""
    inspection = opened(directory)
    wanted = name.strip().removeprefix("request/").casefold()

    def change(now: Inspection) -> str:
        for n, request in enumerate(now.submission.requests):
            if request.id.casefold() == wanted:
                return _without(now, n, f"request/{request.id}")
        if wanted in now.submission.requested:
            return removed(now.source, "requested", now.submission.requested.index(wanted))
        ids = [each.id for each in now.submission.requests] + list(now.submission.requested)
        fix = f"use one of: {', '.join(ids) or 'none yet'}{nearest(name, ids)}"
        raise Usage(MANIFEST["M012"].problem(f'no request is called "{name}"', fix))

    edited = edit(inspection, change)
    gone = next((r.id for r in inspection.submission.requests if r.id.casefold() == wanted), "")
    folder = inspection.documents / FOLDER / gone if gone else inspection.documents
    return Requested(f"request/{gone}" if gone else wanted, folder, edited, undone=True)


def _without(now: Inspection, at: int, slot: str) -> str:
    """The submission without a request, and without what was said about it."""
    source = again(now.source, removed(now.source, "requests", at))
    said = now.submission.not_applicable
    for n in reversed([n for n, each in enumerate(said) if each.slot == slot]):
        source = again(source, removed(source, "not_applicable", n))
    for key in ("owners", "expected"):
        if slot in (source.data.get(key) or {}):
            source = again(source, dropped_from(source, key, slot))
    return source.text


def _item(inspection: Inspection, number: str, directory: Path) -> Requested:
    """An item of the manifest that is owed only when it is asked for, such as 2.4."""
    agency = next(a for a in inspection.manifest.agencies if number in {i.id for i in a.items})
    item = inspection.manifest.items[number]
    if not item.on_request:
        message = f"{number} is owed without being asked for"
        raise Usage(MANIFEST["M021"].problem(message, "nothing needs to be done"))

    def change(now: Inspection) -> str:
        if number in now.submission.requested:
            undo = command(directory, "request", "add", number, "--undo")
            fix = f"take it back first: {undo}"
            raise Usage(MANIFEST["M021"].problem(f"{number} is asked for already", fix))
        return appended(now.source, "requested", f'"{number}"')

    edited = edit(inspection, change)
    folder = edited.documents / agency.id / f"{item.id}-{item.slug}"
    return Requested(number, folder, edited)


def _free(inspection: Inspection) -> str:
    """The next id: R1, R2, …; one whose folder is there is never given again."""
    known = {each.id for each in inspection.submission.requests}
    folder = inspection.documents / FOLDER
    there = {each.name for each in folder.iterdir()} if folder.is_dir() else set()
    numbers = [int(found[1]) for each in known | there if (found := _NEXT.fullmatch(each))]
    return f"R{max(numbers, default=0) + 1}"


def _day(said: str) -> str:
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        message = f'"{said}" is not a date' if said else "the day on which it is due is missing"
        raise Usage(MANIFEST["M016"].problem(message, "add --due, like 2017-05-24")) from None
