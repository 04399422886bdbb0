"""D010: a link, or something that is no file."""

from collections.abc import Iterator

from ...documents.examination import Examined
from ...documents.walk import LINK, NAMELESS, SPECIAL, UNREADABLE
from ...errors import Code
from ..interface import Context, Rule

_WORDS = {
    LINK: "this is a link to somewhere else",
    SPECIAL: "this is not a file",
    NAMELESS: "other computers cannot read the name of this file: rename it",
    UNREADABLE: "this cannot be opened: access is denied; ask whoever keeps the folder for it",
}


def find(document: Examined, _: Context) -> Iterator[str]:
    if document.irregular in _WORDS:
        yield _WORDS[document.irregular]


RULE = Rule(
    "D010",
    Code(
        "Outside the folder",
        "Links are not followed: what they lead to lies outside the inspection folder and could "
        "be anything.",
        "Put a copy of the document itself here.",
    ),
    find,
)
