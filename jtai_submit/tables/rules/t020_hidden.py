"""T020: hidden rows or columns. They are rows of the list: whoever hides one leaves a child out."""

from ..body import Body
from ..headings import How
from ..sheet import Odd
from .interface import Found, Rule


def find(body: Body) -> Found:
    rows, used = set(body.rows), {m.column + 1 for m in body.matches if m.how is not How.MISSING}
    for each in body.sheet.oddities:
        if each.odd is Odd.HIDDEN_ROW and each.row in rows:
            yield "the row is hidden", each.row, 0
        if each.odd is Odd.HIDDEN_COLUMN and each.column in used:
            yield "the column is hidden", 0, each.column


RULE = Rule("T020", find)
