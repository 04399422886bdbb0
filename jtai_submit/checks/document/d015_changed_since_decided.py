"""D015: a file that was to be left out, and has been changed since."""

from collections.abc import Iterator

from ...documents.examination import Examined
from ...errors import Code
from ..interface import Context, Rule


def find(document: Examined, context: Context) -> Iterator[str]:
    decided = [d for d in document.decisions if d.choice == "leave-out"]
    if decided and not document.left_out and document.examined.sha256:
        yield "it was to be left out, and was changed after that was decided"


RULE = Rule(
    "D015",
    Code(
        "Changed since it was left out",
        "A decision counts for the file as it was. A changed file may be another document.",
        "Look at it again: leave it out once more (decide … leave-out), or take the decision "
        "out of submission.yaml.",
    ),
    find,
)
