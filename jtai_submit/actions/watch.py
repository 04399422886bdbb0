"""Checking again whenever something in the folder changed, and telling only what changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..documents.walk import walk
from ..inspection.inspection import Inspection
from ..inspection.standing import SlotStanding, Standing
from ..pipeline.environment import Environment
from ..pipeline.survey import Selection
from .check import Checked, check
from .opening import opened

EVERY = 2.0  # seconds: network drives tell nobody of changes, so the folder is looked at again


@dataclass(frozen=True, slots=True)
class Change:
    """One thing owed as it is now; `was` is how it read before, empty for what is new."""

    report: SlotStanding
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One look: everything for the first, only the changes afterwards."""

    checked: Checked
    changes: tuple[Change, ...]
    first: bool


def watch(
    directory: Path,
    selection: Selection,
    env: Environment,
    *,
    quick: bool = False,
) -> Iterator[Seen]:
    """One `Seen` for each look at which something had changed; ends only where it is stopped."""
    before: Standing | None = None
    known: frozenset[object] = frozenset()
    while True:
        now = _fingerprint(opened(directory))
        if before is None or now != known:
            looked = replace(env, now=env.moment)
            checked = check(directory, selection, looked, quick=quick)
            changes = differences(before, checked.standing) if before else ()
            if before is None or changes:
                yield Seen(checked, changes, before is None)
            before, known = checked.standing, now
        env.sleep(EVERY)


def differences(before: Standing, now: Standing) -> tuple[Change, ...]:
    """What reads differently than before: the state, or how many documents and what about them."""
    was = {report.slot.id: report for report in before.slots}
    changes = []
    for report in now.slots:
        earlier = was.get(report.slot.id)
        said = _said(earlier, before) if earlier else ""
        if said != _said(report, now) or (earlier and earlier.files != report.files):
            changes.append(Change(report, said, _said(report, now)))
    return tuple(changes)


def _said(report: SlotStanding, standing: Standing) -> str:
    return report.shown(standing.now.date())


def _fingerprint(inspection: Inspection) -> frozenset[object]:
    """Path, size and time of every file, and of submission.yaml."""
    yaml = (inspection.root / "submission.yaml").stat()
    files = {(d.path, d.bytes, d.mtime_ns, d.irregular) for d in walk(inspection.root)}
    return frozenset((*files, ("submission.yaml", yaml.st_size, yaml.st_mtime_ns)))
