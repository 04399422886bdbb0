"""D024: an agency is several organisations, and nothing is there that names one of them."""

from collections.abc import Iterator

from ...errors import Code
from ..interface import Owed, SlotRule


def find(owed: Owed) -> Iterator[str]:
    if owed.files:
        missing = [each.name for each in owed.organisations if not each.in_]
        yield from (f"nothing here is named after {name}" for name in missing)


RULE = SlotRule(
    "D024",
    Code(
        "One organisation's is missing",
        "The agency is several organisations, and nothing here carries the name of this one.",
        "Put its documents into a folder of its name; leave it if one document is for all.",
        blocks=False,
    ),
    find,
)
