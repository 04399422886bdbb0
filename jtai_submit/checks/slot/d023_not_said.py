"""D023: something that people must say of a meeting or of consent is not said, or does not fit."""

from collections.abc import Iterator

from ...errors import Code
from ..interface import Owed, SlotRule


def find(owed: Owed) -> Iterator[str]:
    if not owed.exempt:
        yield from owed.remarks


RULE = SlotRule(
    "D023",
    Code(
        "Not said yet",
        "Meetings in the fieldwork week and consent are recorded by people; here something is not "
        "recorded, or a meeting lies outside the week.",
        "Record it: jtai-submit meeting add, jtai-submit consent. Or say that there is none.",
        blocks=False,
    ),
    find,
)
