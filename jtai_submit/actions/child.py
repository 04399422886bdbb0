"""The children that the inspectors chose."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Exit, Problem, Usage
from ..inspection.edits import edit
from ..inspection.inspection import Inspection
from ..inspection.layout import make_folders
from ..inspection.splices import appended, entry, scalar
from ..inspection.submission import CHILD_ID
from ..manifest.codes import CODES as MANIFEST
from .opening import opened


@dataclass(frozen=True, slots=True)
class Added:
    """Children that were added; `inspection` is as it is now."""

    ids: tuple[str, ...]
    inspection: Inspection

    @property
    def exit(self) -> Exit:
        return Exit.OK

    @property
    def problems(self) -> Sequence[Problem]:
        return self.inspection.warnings

    def to_dict(self) -> Mapping[str, object]:
        return {"children": [child.id for child in self.inspection.submission.children]}


def add_children(directory: Path, ids: Sequence[str], unique_ids: Sequence[str] = ()) -> Added:
    """Add children to submission.yaml and make their folders. Raises `Usage` (M020, M021)."""
    if len(unique_ids) > len(ids):
        fix = "give one --unique-id for each child, in the same order"
        raise Usage(Problem("", "there are more unique ids than children", fix))
    for child in ids:
        if not re.fullmatch(CHILD_ID, child):
            fix = "use up to 40 letters, digits and hyphens, such as C1; never a name"
            raise Usage(MANIFEST["M020"].problem(f'"{child}" is not an id', fix))
    inspection = opened(directory)
    for n, child in enumerate(ids):
        inspection = edit(inspection, _Add(child, unique_ids[n] if n < len(unique_ids) else ""))
    make_folders(inspection, ids)
    return Added(tuple(ids), inspection)


@dataclass(frozen=True, slots=True)
class _Add:
    child: str
    unique_id: str

    def __call__(self, inspection: Inspection) -> str:
        there = {each.id.casefold() for each in inspection.submission.children}
        if self.child.casefold() in there:
            fix = "see children: in submission.yaml"
            raise Usage(MANIFEST["M021"].problem(f"{self.child} is there already", fix))
        with_id = entry(id=self.child, unique_id=self.unique_id)
        item = with_id if self.unique_id else scalar(self.child)
        return appended(inspection.source, "children", item)
