"""A slip about a child taken back whole: as long as nothing else was written since, the submission
becomes what it was before.
"""

from dataclasses import dataclass

from pydantic import TypeAdapter

from ..inspection.inspection import Inspection
from ..inspection.journal import Journal
from ..pipeline.withdrawal import is_stated
from ..storage import read_file, write_atomically
from .consent import consent_in_step
from .meeting import meetings_in_step

_FILE = "child-undo.json"


@dataclass(frozen=True, slots=True)
class Change:
    """Who was taken out, who came in the place (empty: nobody), and the file before and after."""

    out: str
    came: str
    before: str
    after: str


_CHANGE = TypeAdapter(Change)


def remember(before: Inspection, after: Inspection, out: str, came: str = "") -> None:
    """Keep what a change of the children can be taken back to."""
    change = Change(out, came, before.source.text, after.source.text)
    write_atomically(after.own / _FILE, _CHANGE.dump_json(change))


def before(inspection: Inspection, out: str, came: str = "") -> Change | None:
    """The change, with the text of submission.yaml before it; None where the file was
    changed since, where a receipt has told somebody of a withdrawal, or where something was sent
    about the one who came: that must be withdrawn.
    """
    try:
        change = _CHANGE.validate_json(read_file(inspection.own / _FILE))
    except (OSError, ValueError):
        return None
    meant = (out.casefold(), came.casefold()) == (change.out.casefold(), change.came.casefold())
    if not meant or inspection.source.text != change.after:
        return None
    journal = Journal.load(inspection.own)
    if change.came and journal.sent(group=change.came):
        return None
    withdrawn = [each for each in inspection.submission.withdrawn if each.child == change.out]
    if any(is_stated(each, journal) for each in withdrawn):
        return None
    return change


def in_step(before: Inspection, after: Inspection, child: str) -> None:
    """What is written down of meetings and of a child's consent follows the record."""
    meetings_in_step(before, after)
    tracked_in = before if child in {c.id for c in before.submission.children} else after
    consent_in_step(child, before, after, tracked_in)
