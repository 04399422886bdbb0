"""D019: a document in which nothing shows."""

from ...errors import Code
from .sentence import Sentence, constant, rule

RULE = rule(
    "D019",
    Code(
        "Nothing shows in it",
        "The file opens, but nobody would see a word or a picture in it. It counts as provided.",
        "Open it, and check that it is the right file and was saved whole.",
        blocks=False,
    ),
    (
        Sentence("mail", constant("the mail has no text and no attachment")),
        Sentence("", constant("nothing shows in it")),
    ),
)
