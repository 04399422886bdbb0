"""D009: "The local agencies should not provide everything they hold on each subject" (Annex A,
Other information).
"""

from collections.abc import Iterator

from ...errors import Code
from ...words import counted
from ..interface import Owed, SlotRule

MOST = 20  # files for one item
_MEANING = "Inspectors ask for the best and most recent examples, not for everything that is held."


def find(owed: Owed) -> Iterator[str]:
    if len(owed.files) > MOST:
        yield f"{counted(len(owed.files), 'file')}: {_MEANING}"


RULE = SlotRule(
    "D009",
    Code(
        "Too many",
        _MEANING,
        "Keep the best and most recent examples, and take the others out.",
        blocks=False,
    ),
    find,
)
