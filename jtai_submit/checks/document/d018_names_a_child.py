"""D018: an item that is about no child names a tracked one; or nobody could look."""

from collections.abc import Iterator
from datetime import date

from ...documents.examination import Examined
from ...errors import Code
from ...people.hashed import mentions
from ...people.judging import children_named
from ..interface import Context, Rule
from .d017_another_child import below

_NEVER = date.min


def find(document: Examined, context: Context) -> Iterator[str]:
    if not context.people or document.left_out:
        return
    if document.examined.silent:
        yield "it, or a page of it, is a scan or holds no text: look for names in it yourself"
    if not any(each in context.slots and not context.slots[each].child for each in document.slots):
        return
    said = (*document.examined.mentions, *mentions(document.listed, [below(document)]))
    named = list(children_named(said, context.people, context.notified or _NEVER))
    if named:
        listed = " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
        yield f"it names {listed}, and is among documents that are about no single child"


RULE = Rule(
    "D018",
    Code(
        "Names a tracked child",
        "A document that is about no single child names one whose case is tracked, "
        "or pages of it are scans, so that nobody could look for names in them.",
        "Check that the name must stand there, or take it out and save the document again.",
        blocks=False,
    ),
    find,
)
