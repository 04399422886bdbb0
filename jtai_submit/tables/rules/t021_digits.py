"""T021: a number of more digits than Excel keeps."""

import re

from ...manifest.columns import Holds
from ..body import Body
from ..sheet import Odd
from .interface import Found, Rule

_POWER = re.compile(r"\d(?:\.\d+)?E\+\d+", re.I)


def find(body: Body) -> Found:
    for each in body.sheet.oddities:
        if each.odd is Odd.DIGITS and each.row > body.heading_row:
            yield "a number has more than 15 digits", each.row, each.column
    column = body.one(Holds.ID)
    if not column or "+" not in "\n".join(column.cells):
        return
    for row in column.rows_with(body.rows, _rounded):
        yield "an id was written like 1.2E+11, and lost its last digits", row, column.number


def _rounded(text: object) -> bool:
    return bool(_POWER.fullmatch(str(text)))


RULE = Rule("T021", find)
