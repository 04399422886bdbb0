"""D002: a file of no bytes, or a zip of no files."""

from collections.abc import Iterator
from dataclasses import replace

from ...documents.examination import Examined, Noticed
from ...errors import Code
from ..interface import Context
from .sentence import Sentence, constant, rule


def find(document: Examined, _: Context) -> Iterator[str]:
    if document.bytes == 0 and not document.irregular:
        yield "the file is empty"


def _in_it(noticed: Noticed) -> str:
    if not noticed.where:
        return "the file is empty"
    return f"{noticed.where} in it {'is' if noticed.count == 1 else 'are'} empty"


_TABLE = (
    Sentence(
        "zip",
        constant("the zip has no file in it"),
        "Put the documents into the zip and save it again, or put them here without a zip.",
    ),
    Sentence("", _in_it),
)

RULE = replace(
    rule(
        "D002",
        Code(
            "Empty file",
            "The file has no content at all; often a copy that was interrupted.",
            "Copy or save the document again.",
        ),
        _TABLE,
    ),
    find=find,
)
