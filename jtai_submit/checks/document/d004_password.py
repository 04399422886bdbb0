"""D004: a file that opens only with a password."""

from ...documents.examination import Noticed
from ...errors import Code
from ..interface import Rule


def says(_: Noticed) -> str:
    return "the file is protected with a password"


RULE = Rule(
    "D004",
    Code(
        "Password",
        "The file opens only with a password, so it can neither be cleaned nor read by inspectors.",
        "Open it, take the password off, and save it again.",
    ),
    says=says,
)
