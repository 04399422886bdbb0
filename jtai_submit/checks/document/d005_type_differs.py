"""D005: the name says one type, the content is another."""

from collections.abc import Iterator

from ...documents.examination import Examined
from ...documents.kind import SAME, Kind, called
from ...errors import Code
from ..interface import Context, Rule


def find(document: Examined, _: Context) -> Iterator[str]:
    kind = document.examined.kind
    ending = document.name.rpartition(".")[2].lower() if "." in document.name else ""
    if (
        kind
        and kind not in (Kind.UNKNOWN, Kind.EMPTY, Kind.LOCKED)
        and SAME.get(ending, ending) != kind
    ):
        yield (
            f"the name ends in .{ending}, but the file is {called(kind)}"
            if ending
            else f"the name has no ending; the file is {called(kind)}"
        )


RULE = Rule(
    "D005",
    Code(
        "Type differs from name",
        "The file's name does not fit its content. It is sent with the ending that fits.",
        "Give the file its right ending, or check that it is the right file.",
        blocks=False,
    ),
    find,
)
