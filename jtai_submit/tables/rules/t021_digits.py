"""T021: a number of more digits than Excel keeps."""

from ..body import Body
from ..sheet import Odd
from .interface import Found, Rule


def find(body: Body) -> Found:
    for each in body.sheet.oddities:
        if each.odd is Odd.DIGITS and each.row > body.heading_row:
            yield "a number has more than 15 digits", each.row, each.column


RULE = Rule("T021", find)
