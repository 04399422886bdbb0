"""D014: a placeholder of a cloud drive."""

from collections.abc import Iterator

from ...documents.examination import Document
from ...documents.walk import ONLINE_ONLY
from ...errors import Code
from ..interface import Context, Rule


def find(document: Document, _: Context) -> Iterator[str]:
    if document.irregular == ONLINE_ONLY:
        yield "the file is online only, and not on this computer"


RULE = Rule(
    "D014",
    Code(
        "Not downloaded",
        "A cloud drive shows the file, but its content is not on this computer.",
        "In the file browser choose 'Always keep on this device', wait, and run the same command again.",
    ),
    find,
)
