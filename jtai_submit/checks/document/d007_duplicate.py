"""D007: the same content under more than one name."""

from collections.abc import Iterator

from ...documents.examination import Examined
from ...errors import Code
from ..interface import Context, Rule


def find(document: Examined, context: Context) -> Iterator[str]:
    own = context.children.get(document.path, "")
    others = [
        path
        for path in context.same.get(document.examined.sha256, ())
        if path != document.path and not (own and context.children.get(path, own) != own)  # D017
    ]
    if document.bytes and others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        yield f"the same file is also at {others[0]}{more}"


RULE = Rule(
    "D007",
    Code(
        "Duplicate",
        "The same file lies in more than one place. That can be right: one document may serve "
        "several items.",
        "Keep one copy, or name it under also: in submission.yaml.",
        blocks=False,
    ),
    find,
)
