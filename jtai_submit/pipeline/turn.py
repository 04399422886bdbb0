"""Whose turn it is: the deadline that push is about where nobody names one."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from ..documents.examination import Examined
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal, PackState
from .environment import Environment
from .survey import Selection, Survey, look


def next_to_send(inspection: Inspection, selection: Selection, env: Environment) -> Selection:
    """The selection with the next deadline that has something to send, as its files are now.

    Where everything that is there was sent: the last deadline of which something was. Where nothing
    was sent either: every deadline up to the next with something due, so that what is missing is
    said.
    """
    if selection.deadline:
        return selection
    survey, journal = look(inspection, selection, env), Journal.load(inspection.own)
    sent = journal.sent_by_slot(survey.withdrawn)
    dues = sorted(survey.dues, key=lambda due: due.due)
    waiting = {
        slot.deadline for slot in survey.slots if _waits(survey, slot.id, sent.get(slot.id, {}))
    }
    selected = {slot.deadline for slot in survey.slots}
    waiting |= {p.deadline for p in journal.packs if p.state is PackState.SEALED} & selected
    for due in dues:
        if due.id in waiting:
            return replace(selection, deadline=due.id)
    done = {pack.deadline for pack in journal.sent()} & selected
    last = [due.id for due in dues if due.id in done]
    if last:
        return replace(selection, deadline=last[-1])
    return replace(selection, so_far=True)


def _waits(survey: Survey, slot: str, sent: Mapping[str, str]) -> bool:
    """Whether something answers the slot and has not gone, or what had gone is there no more."""
    here = [d for d in survey.sendable if slot in d.slots]
    if len(here) < len(sent):
        return True
    return any(sha256_of(survey, document) not in sent.values() for document in here)


def sha256_of(survey: Survey, document: Examined) -> str:
    """Of a file as it is now; empty where it cannot be read."""
    known = document.examined.sha256 or survey.memory.sha256(document)
    if known:
        return known
    try:
        with (survey.inspection.root / document.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
