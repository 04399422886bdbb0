"""D016: a document that was withdrawn, and lies in its folder again."""

from collections.abc import Iterator

from ...documents.examination import Examined
from ...errors import Code
from ..interface import Context, Rule


def find(document: Examined, context: Context) -> Iterator[str]:
    if any(context.withdrawn.bars(slot, document.examined.sha256) for slot in document.slots):
        yield "it was sent by mistake and withdrawn, and is here again"


RULE = Rule(
    "D016",
    Code(
        "Withdrawn document",
        "This document went by mistake, and its withdrawal was recorded. It is not sent a "
        "second time.",
        "Take it out of the folder, or put the right document in its place.",
    ),
    find,
)
