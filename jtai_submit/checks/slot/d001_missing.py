"""D001: something is owed, and nothing is there."""

from collections.abc import Iterator

from ...errors import Code
from ...inspection.slots.interface import State
from ..interface import Owed, SlotRule


def find(owed: Owed) -> Iterator[str]:
    if owed.state is State.MISSING:
        yield f"{owed.slot.id} {owed.slot.title} is missing"


RULE = SlotRule(
    "D001",
    Code(
        "Missing",
        "Nothing is in the folder, and it was not said to be not applicable.",
        "Put the document in its folder, or say why there is none: jtai-submit exempt SLOT "
        "--because … --by …",
    ),
    find,
)
