"""Z901: something is answered by one file alone."""

from collections.abc import Iterator

from jtai_submit.checks.interface import Owed, SlotRule
from jtai_submit.errors import Code


def find(owed: Owed) -> Iterator[str]:
    if len(owed.files) == 1:
        yield f"one file alone answers {owed.slot.id}"


RULE = SlotRule(
    "Z901",
    Code("A toy of a rule", "One file is there.", "Nothing needs to be done.", blocks=False),
    find,
)
