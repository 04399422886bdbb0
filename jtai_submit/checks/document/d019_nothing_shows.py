"""D019: a document in which nothing shows."""

from ...documents.examination import Noticed
from ...errors import Code
from ..interface import Rule


def says(_: Noticed) -> str:
    return "nothing shows in it"


RULE = Rule(
    "D019",
    Code(
        "Nothing shows in it",
        "The document opens, but it has no words, values or pictures; often an empty template.",
        "Check that it is the right file.",
        blocks=False,
    ),
    says=says,
)
