"""D011: a name from the watch list in a file or folder name."""

from collections.abc import Iterator

from ...documents.examination import Examined, Noticed
from ...errors import Code
from ...people.watched import watched_in
from ..interface import Context, Rule
from .sentence import of


def find(document: Examined, context: Context) -> Iterator[str]:
    below = document.path.partition("/")[2]
    if any(watched_in(below, context.watched)):
        yield (
            "a name from your watch list is in the file's or folder's name; it is left out of "
            "the name that is sent"
        )


def said(noticed: Noticed) -> str:
    """What a worker saw: the names of files inside, which cleaning leaves as they are."""
    files = "a file" if noticed.count == 1 else f"{noticed.count} files"
    goes = "which goes" if noticed.count == 1 else "which go"
    words = f"a name from your watch list is in the name of {files} inside it, {goes} as named"
    return f"{of(noticed)}{words}"


RULE = Rule(
    "D011",
    Code(
        "Watched name",
        "A name that must not be seen stands in the name of the file, its folder, or a file "
        "inside it.",
        "Rename the file.",
        blocks=False,
    ),
    find,
    says=said,
    helps=lambda _: "Rename what is inside, and put it in again.",
)
