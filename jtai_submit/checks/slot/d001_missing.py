"""D001: nothing was handed in. A state of the slot rather than of a file; here for the rule book."""

from ...errors import Code
from ..interface import Rule

RULE = Rule(
    "D001",
    Code(
        "Missing",
        "Nothing is in the folder, and it was not said to be not applicable.",
        "Put the document in its folder, or say why there is none: jtai-submit exempt SLOT --because … --by …",
    ),
)
