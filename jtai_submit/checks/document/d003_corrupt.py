"""D003: a file that cannot be read as what it is."""

from ...documents.examination import Noticed
from ...errors import Code
from ..interface import Rule


def says(noticed: Noticed) -> str:
    if noticed.detail == "cut short":
        return "the file is cut short"
    why = f": {noticed.detail}" if " " in noticed.detail else ""  # one word is a program's
    return f"the file is damaged and cannot be read{why}"


RULE = Rule(
    "D003",
    Code(
        "Damaged file",
        "The file cannot be read; often a copy or download that was interrupted.",
        "Open it in its program; if that works, save it again, otherwise ask for another copy.",
    ),
    says=says,
)
