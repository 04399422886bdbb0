"""A slip about a child taken back whole: as long as nothing else was written since, the submission
becomes what it was before.
"""

import json
from dataclasses import asdict, dataclass

from ..inspection.inspection import Inspection
from ..inspection.journal import Journal
from ..pipeline.withdrawal import is_stated
from ..storage import parsed, read_file, write_atomically
from .consent import consent_in_step
from .meeting import meetings_in_step

_FILE = "child-undo.json"


@dataclass(frozen=True, slots=True)
class _Change:
    """Who was taken out, who came in the place (empty: nobody), and the file before and after."""

    out: str
    came: str
    before: str
    after: str


def remember(before: Inspection, after: Inspection, out: str, came: str = "") -> None:
    """Keep what a change of the children can be taken back to."""
    change = _Change(out, came, before.source.text, after.source.text)
    write_atomically(after.own / _FILE, json.dumps(asdict(change)).encode())


def before(inspection: Inspection, out: str, came: str = "") -> tuple[str, str] | None:
    """Who was taken out, and the text of submission.yaml before that; None where the file was
    changed since, or where a receipt has told somebody of a withdrawal.
    """
    try:
        change = _Change(**parsed(read_file(inspection.own / _FILE)))
    except (OSError, ValueError, TypeError):
        return None
    meant = (out.casefold(), came.casefold()) == (change.out.casefold(), change.came.casefold())
    if not meant or inspection.source.text != change.after:
        return None
    journal = Journal.load(inspection.own)
    withdrawn = [each for each in inspection.submission.withdrawn if each.child == change.out]
    if any(is_stated(each, journal) for each in withdrawn):
        return None
    return change.out, change.before


def in_step(before: Inspection, after: Inspection, child: str) -> None:
    """What is written down of meetings and of a child's consent follows the record."""
    meetings_in_step(before, after)
    tracked_in = before if child in {c.id for c in before.submission.children} else after
    consent_in_step(child, before, after, tracked_in)
