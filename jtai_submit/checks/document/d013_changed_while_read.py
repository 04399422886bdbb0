"""D013: somebody saved the file while it was read."""

from ...documents.examination import Noticed
from ...errors import Code
from ..interface import Rule


def says(_: Noticed) -> str:
    return "the file changed while it was read"


RULE = Rule(
    "D013",
    Code(
        "Changed while read",
        "Somebody is working on the file, or it is still being copied.",
        "Save and close it, wait until copying is done, and run the same command again.",
    ),
    says=says,
)
