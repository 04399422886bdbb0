"""D021: something is said to be not applicable, and a file lies in its folder: one of the two is
wrong.
"""

from collections.abc import Iterator

from ...errors import Code
from ..interface import Owed, SlotRule


def find(owed: Owed) -> Iterator[str]:
    if owed.exempt and owed.files:
        yield "it is said to be not applicable, and there is a file: the file counts"


RULE = SlotRule(
    "D021",
    Code(
        "There, and not applicable",
        "The submission says that there is none, and a file lies in the folder. The file counts.",
        "Take the file out, or take back what was said: jtai-submit exempt SLOT --undo",
        blocks=False,
    ),
    find,
)
