"""T018: an error cell (ECMA-376-1, 18.3.1.4: t="e")."""

from ..body import Body
from ..sheet import Odd
from .interface import Found, Rule


def find(body: Body) -> Found:
    for each in body.sheet.oddities:
        if each.odd is Odd.ERROR and each.row > body.heading_row:
            yield "a cell holds an error such as #N/A", each.row, each.column


RULE = Rule("T018", find)
