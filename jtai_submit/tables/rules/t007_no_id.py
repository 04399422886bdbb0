"""T007: a row without a child's id."""

from ...manifest.columns import Holds
from ..body import Body
from .interface import Found, Rule


def find(body: Body) -> Found:
    column = body.one(Holds.ID)
    for row in body.without_id if column else ():
        yield "the row has no child's id", row, column.number if column else 0


RULE = Rule("T007", find)
