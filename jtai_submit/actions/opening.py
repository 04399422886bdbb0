"""Opening an inspection folder, and what people say about it: shared by the actions."""

import os
from pathlib import Path

from ..delivery.portals.registry import KINDS
from ..errors import Problem, Unusable, Usage, nearest
from ..inspection.inspection import INIT, Inspection, open_inspection
from ..inspection.journal import Journal
from ..inspection.next_step import Asker
from ..inspection.rules import meant_slot, unknown_slot
from ..inspection.slots.registry import slot_ids
from ..manifest.codes import CODES as MANIFEST
from ..words import typed

_HERE = Path()
_FILE = "submission.yaml"


def opened(directory: Path) -> Inspection:
    """The inspection in a folder; where none is named, also in one above. Raises `Unusable` with
    every mistake.
    """
    return open_inspection(_located(directory), KINDS)


def _located(directory: Path) -> Path:
    if (directory / _FILE).exists():
        return directory
    if not directory.is_dir():
        raise _no_folder(directory)
    there = directory.resolve()
    above = next((folder for folder in there.parents if (folder / _FILE).is_file()), None)
    if above is None:
        return directory
    return Path(os.path.relpath(above, there)) if directory == _HERE else above


def _no_folder(directory: Path) -> Unusable:
    """Why what was named is no folder: a quote or a backslash too many, an agency, a file."""
    bare = Path(str(directory).strip("\"'\u2018\u2019\u201c\u201d ").rstrip("\\/"))
    fix = f"correct the path, or make an inspection with: {INIT}"
    if directory.is_file():
        fix = f"name the folder that it lies in: {directory.parent}"
    elif bare != directory and bare.is_dir():
        fix = f"leave out the quotes and the backslash at its end: {bare}"
    elif (_HERE / _FILE).is_file():
        known = [each.slug for each in open_inspection(_HERE, KINDS).manifest.agencies]
        if meant := next((each for each in known if each == str(directory).casefold()), ""):
            fix = f"for one agency alone: {typed(('check', '--agency', meant))}"
    message = f'there is no folder "{directory}"'
    return Unusable(MANIFEST["M001"].problem(message, fix))


def asker(directory: Path, inspection: Inspection, *, agency: bool = False) -> Asker:
    """Who asks for the next step: in the folder as it was named."""
    return Asker(str(directory), inspection.documents.as_posix(), agency)


def command(directory: Path, *arguments: str) -> str:
    """A command about the inspection in a folder, as it can be pasted."""
    return typed((*arguments, *inside(directory)))


def inside(directory: Path) -> tuple[str, ...]:
    """How a command is told the folder; nothing where it is the current one."""
    return () if directory == _HERE else ("--in", str(directory))


def unreadable(file: Path, why: OSError) -> Usage:
    """A file that somebody named cannot be read."""
    if isinstance(why, FileNotFoundError):
        return Usage(MANIFEST["M024"].problem(f'there is no file "{file}"', "correct the path"))
    told = (why.strerror or "it cannot be opened").lower()
    return Usage(MANIFEST["M024"].problem(f'"{file}" cannot be read: {told}', "name a file"))


def reasoned(because: str, by: str) -> None:
    """What people decide has a reason and a name. Raises `Usage` (M010)."""
    if not because.strip() or not by.strip():
        fix = 'give both: --because "…" --by "…"'
        raise Usage(MANIFEST["M010"].problem("the reason or the name is empty", fix))


def known_slot(slot: str, inspection: Inspection) -> str:
    """The id of what is meant, in capitals or not. Raises `Usage` where nothing of the sort is
    asked for.
    """
    manifest, submission = inspection.manifest, inspection.submission
    found = meant_slot(slot, slot_ids(manifest, submission))
    if not found:
        raise Usage(Problem(*unknown_slot(slot, manifest, submission)))
    return found


def known_child(child: str, inspection: Inspection) -> str:
    """The id of the child that is meant, in capitals or not. Raises `Usage` (M013)."""
    known = [each.id for each in inspection.submission.children]
    found = next((each for each in known if each.casefold() == child.casefold()), "")
    if not found:
        fix = f"use one of: {', '.join(known) or 'none yet'}{nearest(child, known)}"
        raise Usage(MANIFEST["M013"].problem(f'"{child}" is not one of the children', fix))
    return found


def known_agency(slug: str, inspection: Inspection) -> str:
    """The slug of the agency that is meant. Raises `Usage` (M015)."""
    agency = inspection.manifest.agency(slug)
    if agency is None:
        known = [each.slug for each in inspection.manifest.agencies]
        fix = f"use one of: {', '.join(known)}{nearest(slug, known)}"
        raise Usage(MANIFEST["M015"].problem(f'"{slug}" is not an agency', fix))
    return agency.slug


def sent_slot(slot: str, inspection: Inspection) -> str:
    """The same, or what was sent for a child that was swapped out since."""
    journal = Journal.load(inspection.own)
    sent = {file.slot for pack in journal.sent() for file in pack.files}
    return meant_slot(slot, sent) or known_slot(slot, inspection)
