"""D006: a type that cannot be cleaned, and so is never sent."""

from ..documents.examination import Noticed
from ..documents.kind import Kind
from ..errors import Code
from .interface import Rule


def says(noticed: Noticed) -> str:
    known = noticed.detail and noticed.detail != Kind.UNKNOWN
    return f"{noticed.detail.upper()} files cannot be cleaned yet" if known else "this type of file cannot be cleaned"


RULE = Rule(
    "D006",
    Code(
        "Type not supported",
        "Only types whose metadata can be removed, and shown to be removed, are sent.",
        "Save or print the document as PDF, and put that in its place.",
    ),
    says=says,
)
