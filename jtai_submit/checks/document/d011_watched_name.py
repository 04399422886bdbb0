"""D011: a name from the watch list in a file or folder name."""

from collections.abc import Iterator

from ...documents.examination import Document
from ...errors import Code
from ...people.watched import watched_in
from ..interface import Context, Rule


def find(document: Document, context: Context) -> Iterator[str]:
    below = document.path.partition("/")[2]
    if any(watched_in(below, context.watched)):
        yield ("a name from your watch list is in the file's or folder's name; it is left out of the name that is sent")


RULE = Rule(
    "D011",
    Code(
        "Watched name",
        "A name that must not be seen stands in the name of the file or its folder.",
        "Rename the file.",
        blocks=False,
    ),
    find,
)
