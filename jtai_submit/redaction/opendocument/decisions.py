"""What people decided about the hidden content of an OpenDocument file, carried out before the rest
is cleaned.
"""

from typing import Any

from ..interface import ANONYMISE, REMOVE, Cleaned
from ..shared import harvest
from ..shared.markup import leave_out
from ..shared.people import without_names
from . import hidden as opendocument_hidden
from .grammar import SPACES, names

CAN = {
    "H101": "keep anonymise remove",
    "H102": "keep anonymise",
    "H103": "keep",
    "H104": "keep",
    "H104 slides": "keep remove",
    "H105": "keep remove",
    "H110": "keep remove",
    "H111": "keep remove",
    "H112": "keep",
    "H113": "keep",
}
_NOTE, _INFO = opendocument_hidden.NOTES, names("office", "change-info")


def carry_out(roots: list[Any], out: Cleaned) -> None:
    """Take out what is to be removed, and rename who is not to be named."""
    chosen = {noticed.code: noticed.choice for noticed in out.noticed if noticed.choice}
    renamed = [
        tag
        for code, tags in (("H101", _NOTE), ("H102", _INFO))
        for tag in tags
        if chosen.get(code) == ANONYMISE
    ]
    if renamed:
        _anonymise(roots, renamed, out)
    if chosen.get("H101") == REMOVE:
        for root in roots:
            # A comment on a passage has an end of its own, `office:annotation-end`.
            for note in list(root.iter(*_NOTE, *names("office", "annotation-end"))):
                leave_out(note)
        out.removed.append("comments")
    if chosen.get("H104") == REMOVE:
        for _, page in opendocument_hidden.hidden_slides(roots):
            leave_out(page)
        out.removed.append("hidden slides")
    if chosen.get("H105") == REMOVE:
        for root in roots:
            for notes in list(root.iter(*names("presentation", "notes"))):
                if next(notes.iterancestors(*names("draw", "page")), None) is not None:
                    leave_out(notes)
        out.removed.append("speaker notes")


def _anonymise(roots: list[Any], holders: list[str], out: Cleaned) -> None:
    known: dict[str, str] = {}
    for root in roots:
        for holder in root.iter(*holders):
            for each in list(
                holder.iter(
                    *names("dc", "creator date"), *names("meta", "creator-initials date-string")
                )
            ):
                if each.tag.endswith("}creator"):
                    each.text = known.setdefault(each.text or "", f"Author {len(known) + 1}")
                elif each.tag.startswith(f"{{{SPACES['dc']}}}"):
                    each.text = "2000-01-01T00:00:00"
                else:
                    each.getparent().remove(each)
            for paragraph in holder.iter(*names("text", "p span")):
                paragraph.text = without_names(paragraph.text or "", known) or None
    out.secrets |= harvest.telling(known)
    out.removed.append("names of people")
