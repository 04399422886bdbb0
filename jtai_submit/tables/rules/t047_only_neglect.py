"""T047: "These lists are of all children in each category …, not just those living with
neglect".
"""

from ...manifest.models import ChildList
from ..body import Body
from ..values import Answer
from .interface import Found, Rule

_ENOUGH = 5  # rows


def find(body: Body) -> Found:
    if not isinstance(body.asked, ChildList) or len(body.rows) < _ENOUGH:
        return
    for name, column in body.columns.items():
        if "neglect" in name.lower() and set(column.cells) == {Answer.YES}:
            yield "every row says neglect; the list is of all children", 0, column.number


RULE = Rule("T047", find)
