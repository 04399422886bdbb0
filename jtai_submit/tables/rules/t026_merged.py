"""T026: merged cells among the cases."""

from ..body import Body
from ..sheet import Odd
from .interface import Found, Rule


def find(body: Body) -> Found:
    for each in body.sheet.oddities:
        if each.odd is Odd.MERGED and each.row > body.heading_row:
            yield "cells are merged", each.row, each.column


RULE = Rule("T026", find)
