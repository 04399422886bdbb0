"""T019: a formula that was never calculated."""

from ..body import Body
from ..sheet import Odd
from .interface import Found, Rule


def find(body: Body) -> Found:
    for each in body.sheet.oddities:
        if each.odd is Odd.FORMULA and each.row > body.heading_row:
            yield "a formula was never calculated", each.row, each.column


RULE = Rule("T019", find)
