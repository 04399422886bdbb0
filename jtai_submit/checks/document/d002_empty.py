"""D002: a file of no bytes."""

from collections.abc import Iterator

from ...documents.examination import Document
from ...errors import Code
from ..interface import Context, Rule


def find(document: Document, _: Context) -> Iterator[str]:
    if document.bytes == 0 and not document.irregular:
        yield "the file is empty"


RULE = Rule(
    "D002",
    Code(
        "Empty file",
        "The file has no content at all; often a copy that was interrupted.",
        "Copy or save the document again.",
    ),
    find,
)
