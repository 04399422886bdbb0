"""D013: somebody saved the file while it was read."""

from ...errors import Code
from .sentence import Sentence, constant, rule

RULE = rule(
    "D013",
    Code(
        "Changed while read",
        "Somebody is working on the file, or it is still being copied.",
        "Save and close it, wait until copying is done, and run the same command again.",
    ),
    (Sentence("", constant("the file changed while it was read")),),
)
