"""D007: the same content under more than one name."""

from collections.abc import Iterator

from ...documents.examination import Document
from ...errors import Code
from ..interface import Context, Rule


def find(document: Document, context: Context) -> Iterator[str]:
    others = [path for path in context.same.get(document.examined.sha256, ()) if path != document.path]
    if document.bytes and others:
        yield f"the same file is also at {others[0]}" + (f" and {len(others) - 1} more" if len(others) > 1 else "")


RULE = Rule(
    "D007",
    Code(
        "Duplicate",
        "The same file lies in more than one place. That can be right: one document may serve several items.",
        "Keep one copy, or name it under also: in submission.yaml.",
        blocks=False,
    ),
    find,
)
