"""T030: a quotation mark that is never closed takes the rows below it into one cell."""

from ..body import Body
from .interface import Found, Rule, numbers


def find(body: Body) -> Found:
    return numbers(body.swallowed, "rows disappeared in a cell of this row")


RULE = Rule("T030", find)
