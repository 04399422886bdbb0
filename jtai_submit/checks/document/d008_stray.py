"""D008: a file in no slot's folder."""

from collections.abc import Iterator

from ...documents.examination import Examined
from ...errors import Code
from ..interface import Context, Rule


def find(document: Examined, _: Context) -> Iterator[str]:
    if not document.slots:
        hint = f"; it may belong in {document.suggestion}" if document.suggestion else ""
        yield f"the file is in no folder of the list, so it is not sent{hint}"


RULE = Rule(
    "D008",
    Code(
        "Stray",
        "The file lies outside the folders of the list, so it belongs to nothing and is not sent.",
        "Move it into the folder of its item or of its child's document.",
        blocks=False,
    ),
    find,
)
