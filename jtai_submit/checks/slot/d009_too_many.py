"""D009: "The local agencies should not provide everything they hold on each subject" (Annex A, Other information)."""

from ...errors import Code
from ..interface import Rule

MOST = 20  # files for one item

RULE = Rule(
    "D009",
    Code(
        "Too many",
        "Inspectors ask for the best and most recent examples, not for everything that is held.",
        "Keep the best and most recent examples, and take the others out.",
        blocks=False,
    ),
)
