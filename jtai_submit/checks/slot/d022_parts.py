"""D022: an item asks for several things, and nobody said that each of them is there."""

from collections.abc import Iterator

from ...errors import Code
from ...inspection.slots.interface import State
from ...words import TO_FILL_IN, typed
from ..interface import Owed, SlotRule

# What is not there at all is said as that.
_SETTLED = (State.NOT_APPLICABLE, State.NOT_DUE_YET, State.MISSING)


def find(owed: Owed) -> Iterator[str]:
    if owed.state in _SETTLED:
        return
    open_ = [part for part in owed.parts if not part.done]
    if open_:
        named = (f"{p.title} (perhaps {p.found})" if p.found else p.title for p in open_)
        yield f"not ticked yet: {'; '.join(named)}"
    if found := [part.id for part in open_ if part.found]:
        yes = typed(("part", owed.slot.id, *found, "--by", TO_FILL_IN))
        yield f"if that is right, say so: {yes}"
    yield from owed.overdue


RULE = SlotRule(
    "D022",
    Code(
        "Not every part",
        "The item asks for several things, and nobody said of each that it is there and recent.",
        "Look whether it is there, then tick it: jtai-submit part SLOT PART --by …",
        blocks=False,
    ),
    find,
)
