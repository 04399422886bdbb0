"""Z902: a file that is called a toy."""

from collections.abc import Iterator

from jtai_submit.checks.interface import Context, Rule
from jtai_submit.documents.examination import Examined
from jtai_submit.errors import Code


def find(document: Examined, _: Context) -> Iterator[str]:
    if "toy" in document.name:
        yield "it is a toy"


RULE = Rule("Z902", Code("A toy", "The file is a toy.", "Take it out."), find)
