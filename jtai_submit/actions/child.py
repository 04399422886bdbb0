"""The children that the inspectors chose: added, swapped for others, taken out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ..errors import Problem, Usage, nearest
from ..inspection.edits import edit
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal, only_one
from ..inspection.layout import make_folders
from ..inspection.rules import group_names
from ..inspection.slots.registry import slots
from ..inspection.splices import (
    again,
    appended,
    dropped_from,
    entry,
    listed,
    mapping,
    put_in,
    removed,
    replaced,
    scalar,
)
from ..inspection.submission import CHILD_ID, School, Submission
from ..manifest.codes import CODES as MANIFEST
from ..manifest.source import Source
from ..pipeline.environment import Environment
from ..pipeline.withdrawal import is_stated, moment_of, noted, taken_back
from ..storage import DEVICES
from . import child_undo
from .notes import in_new_folders
from .opening import known_child, opened, reasoned
from .result import Edited
from .written import one_at_a_time


@dataclass(frozen=True, slots=True)
class Children(Edited):
    """The children as they are now. `withdrawn`: what had been sent about those who are not among
    them any more; `returned`: slots of which it counts again. `whole`: everything is as it was.
    """

    inspection: Inspection
    added: tuple[str, ...] = ()
    gone: str = ""
    withdrawn: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    whole: bool = False

    def to_dict(self) -> Mapping[str, object]:
        return {
            "children": [child.id for child in self.inspection.submission.children],
            "removed": self.gone or None,
            "withdrawn": list(self.withdrawn),
            "returned": list(self.returned),
        }


def add_children(
    directory: Path, ids: Sequence[str], env: Environment, unique_ids: Sequence[str] = ()
) -> Children:
    """Add children to submission.yaml and make their folders. Raises `Usage` (M020, M021)."""
    if len(unique_ids) > len(ids):
        fix = "give one --unique-id for each child, in the same order"
        raise Usage(Problem("", "there are more unique ids than children", fix))
    before = inspection = opened(directory)
    ids = [as_it_was_called(child, inspection) for child in ids]
    for child in ids:
        _possible(child, inspection)
    for n, child in enumerate(ids):
        unique_id = unique_ids[n] if n < len(unique_ids) else ""
        inspection = edit(inspection, _Add(child, unique_id, env.now))
    make_folders(inspection, ids)
    in_new_folders(inspection)
    back = returned(before, ids)
    if back:
        with only_one(inspection.own):  # a push writes into the log, too
            taken_back(inspection, env, back)
    return Children(inspection, tuple(ids), returned=back)


def returned(before: Inspection, ids: Sequence[str]) -> tuple[str, ...]:
    """Of which slots something was withdrawn, and counts again."""
    withdrawn = before.submission.withdrawn
    return tuple(e.slot for e in withdrawn if e.child in ids and e.returned is None)


def swap_child(
    directory: Path,
    old: str,
    new: str,
    reason: tuple[str, str],
    env: Environment,
    unique_id: str = "",
) -> Children:
    """Put a child in the place of another; what was sent about the other is withdrawn. `reason` is
    why, and by whom.
    """
    inspection = opened(directory)
    new = as_it_was_called(new, inspection)
    _possible(new, inspection)
    add = _Add(new, unique_id, env.now)
    add.new_in(inspection)
    swapped = _taken_out(inspection, old, reason, env, add)
    make_folders(swapped.inspection, (new,))
    in_new_folders(swapped.inspection)
    return replace(swapped, added=(new,), returned=returned(inspection, (new,)))


def remove_child(directory: Path, old: str, reason: tuple[str, str], env: Environment) -> Children:
    """Take a child out; what was sent about it is withdrawn."""
    return _taken_out(opened(directory), old, reason, env, None)


def once_there(inspection: Inspection) -> dict[str, str]:
    """Children who are, or were, tracked: by their ids without regard to case."""
    folder = inspection.documents / "children"
    there = [each.name for each in folder.iterdir() if each.is_dir()] if folder.is_dir() else []
    withdrawn = [each.child for each in inspection.submission.withdrawn if each.child]
    return {name.casefold(): name for name in (*there, *withdrawn)}


def as_it_was_called(child: str, inspection: Inspection) -> str:
    """`C2`, where a child of that id was there and somebody types `c2`."""
    return once_there(inspection).get(child.casefold(), child)


def name_school(directory: Path, child: str, school: School) -> Children:
    """Say whom an education inspector rings about a child; what is not given stays. Raises `Usage`
    (M010, M013).
    """
    inspection = opened(directory)
    meant = known_child(child, inspection)
    if not any((school.name, school.lead, school.phone)):
        fix = "give --name, --lead or --phone"
        raise Usage(MANIFEST["M010"].problem("nothing is said of the school", fix))

    def change(now: Inspection) -> str:
        old = now.submission.schools.get(meant, School())
        facts = {name: text or getattr(old, name) for name, text in school.model_dump().items()}
        return put_in(now.source, "schools", meant, mapping(facts))

    return Children(edit(inspection, change))


@dataclass(frozen=True, slots=True)
class _Add:
    child: str
    unique_id: str
    now: datetime

    @property
    def item(self) -> str:
        with_id = entry(id=self.child, unique_id=self.unique_id)
        return with_id if self.unique_id else scalar(self.child)

    def __call__(self, inspection: Inspection) -> str:
        self.new_in(inspection)
        source = again(inspection.source, appended(inspection.source, "children", self.item))
        return self.welcomed(source, inspection).text

    def welcomed(self, source: Source, inspection: Inspection) -> Source:
        """What was withdrawn when the child was taken out bars its documents no more: where no
        receipt has told of it, it is not withdrawn at all.
        """
        journal, at = Journal.load(inspection.own), self.now.isoformat(timespec="seconds")
        withdrawn = list(enumerate(inspection.submission.withdrawn))
        for n, each in reversed(withdrawn):
            if each.child != self.child:
                continue  # withdrawn by itself, and for a reason of its own
            if not is_stated(each, journal):
                source = again(source, removed(source, "withdrawn", n))
            elif each.returned is None:
                facts = {"slot": each.slot, "because": each.because, "by": each.by}
                facts |= {"at": moment_of(each.at), "child": each.child, "returned": at}
                line = listed(facts, "sha256", each.sha256)
                source = again(source, replaced(source, ("withdrawn", n), line))
        return source

    def new_in(self, inspection: Inspection) -> None:
        """Raises `Usage` (M021) where the id is there already, in capitals or not."""
        there = {each.id.casefold(): each.id for each in inspection.submission.children}
        if known := there.get(self.child.casefold()):
            fix = "see children: in submission.yaml"
            raise Usage(MANIFEST["M021"].problem(f"{known} is there already", fix))


def _possible(child: str, inspection: Inspection) -> None:
    """Raises `Usage` (M020) for what is no id, or the name of a group of packs."""
    taken = group_names(inspection.manifest) | DEVICES
    if not re.fullmatch(CHILD_ID, child) or child.casefold() in taken:
        fix = "use up to 40 letters, digits and hyphens, such as C1; never a name"
        raise Usage(MANIFEST["M020"].problem(f'"{child}" is not an id', fix))


def _taken_out(
    inspection: Inspection, old: str, reason: tuple[str, str], env: Environment, new: _Add | None
) -> Children:
    known = [child.id for child in inspection.submission.children]
    child = next((c for c in known if c.casefold() == old.casefold()), "")
    if not child:
        fix = f"use one of: {', '.join(known) or 'none yet'}{nearest(old, known)}"
        raise Usage(MANIFEST["M013"].problem(f'"{old}" is not one of the children', fix))
    journal = Journal.load(inspection.own)
    sent = _sent(journal, child)
    if sent:
        reasoned(*reason)
    because, by = reason
    at = env.now.isoformat(timespec="seconds")

    def change(now: Inspection) -> str:
        source = _without(now, child, new)
        source = new.welcomed(source, now) if new else source
        for slot, files in sent.items():
            facts = {"slot": slot, "because": because, "by": by, "at": at, "child": child}
            line = listed(facts, "sha256", list(files))
            source = again(source, appended(source, "withdrawn", line))
        return source.text

    # A push that is on its way would not know of it: nothing is written then.
    with only_one(inspection.own), one_at_a_time(inspection):
        before = opened(inspection.root)
        edited = edit(before, change)
        for slot, files in sent.items():
            noted(inspection, env, slot, because, by, list(files.values()))
        if new:
            taken_back(inspection, env, returned(before, (new.child,)))
        child_undo.remember(before, edited, child, new.child if new else "")
        child_undo.in_step(before, edited, child)
    names = tuple(name for files in sent.values() for name in files.values())
    return Children(edited, gone=child, withdrawn=names)


def _sent(journal: Journal, child: str) -> dict[str, dict[str, str]]:
    """slot → SHA-256 → name in the pack, of everything that was sent about a child."""
    out: dict[str, dict[str, str]] = {}
    for pack in journal.sent(group=child):
        for file in pack.files:
            out.setdefault(file.slot, {})[file.sha256] = file.member
    return out


def _without(inspection: Inspection, child: str, new: _Add | None) -> Source:
    """The submission without a child and every line about it."""
    source, submission = inspection.source, inspection.submission
    place = [each.id for each in submission.children].index(child)
    if new is None:
        source = again(source, removed(source, "children", place))
    else:
        source = again(source, replaced(source, ("children", place), new.item))
    folders = {s.folder for s in slots(inspection.manifest, submission) if s.child == child}
    for key in ("not_applicable", "decisions", "meetings", "consents"):
        for n in reversed(_lines_about(submission, key, child, folders)):
            source = again(source, removed(source, key, n))
    for key in ("owners", "expected", "schools"):
        for name in [n for n in source.data.get(key) or {} if n.partition("/")[0] == child]:
            source = again(source, dropped_from(source, key, name))
    return source


def _lines_about(submission: Submission, key: str, child: str, folders: set[str]) -> list[int]:
    if key == "not_applicable":
        slots_named = [each.slot for each in submission.not_applicable]
        return [n for n, slot in enumerate(slots_named) if slot.partition("/")[0] == child]
    if key in ("meetings", "consents"):
        meetings = [each.child for each in submission.meetings]
        consents = [each.child for each in submission.consents]
        about = meetings if key == "meetings" else consents
        return [n for n, each in enumerate(about) if each == child]
    files = [each.file for each in submission.decisions]
    starts = tuple(f"documents/{folder}/" for folder in folders)
    return [n for n, file in enumerate(files) if file.startswith(starts)]
