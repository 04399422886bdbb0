"""D017: a document in one child's folder that is about another child.

Guidance of 2017: "The experiences of any brothers or sisters will not be evaluated."
"""

from collections.abc import Iterator
from datetime import date

from ...documents.examination import Examined
from ...errors import Code
from ...people.hashed import mentions
from ...people.judging import Family, about_another
from ..interface import Context, Rule

_NEVER = date.min  # nobody is grown up before anybody was notified


def find(document: Examined, context: Context) -> Iterator[str]:
    own = children_of(document, context)
    if not own or document.left_out:
        return
    yield from _twice(document, context, own)
    if not context.people:
        return
    family = Family(context.people, own, context.notified or _NEVER)
    said = (*document.examined.mentions, *mentions(document.listed, [below(document)]))
    yield from list(about_another(said, family))[:1]


def children_of(document: Examined, context: Context) -> frozenset[str]:
    """The children whose documents it is among."""
    held = (context.slots[each].child for each in document.slots if each in context.slots)
    return frozenset(filter(None, held))


def below(document: Examined) -> str:
    """What people called it: its name, and the folders below that of the slot."""
    parts = document.path.split("/")
    return "/".join(parts[4:] if parts[1:2] == ["children"] else parts[3:])


def _twice(document: Examined, context: Context, own: frozenset[str]) -> Iterator[str]:
    """The same bytes in the folders of two children: for one of them it is the wrong document."""
    mine = context.children.get(document.path)
    if not document.bytes or not mine:
        return
    for path in context.same.get(document.examined.sha256, ()):
        child = context.children.get(path, mine)
        if child != mine and child not in own:
            yield f"the same file is also in the folder of {child}: {path}"
            return


RULE = Rule(
    "D017",
    Code(
        "About another child",
        "A document in one child's folder names another child, or lies in its folder, too. "
        "Sent with the wrong child it is a breach.",
        "Put the document into the folder of the child that it is about.",
        decidable=True,
    ),
    find,
)
