"""T010: 1 January 1900, which D2I's queries and others write for "not held"."""

from ...manifest.columns import Holds
from ..body import Body
from ..values import Wrong
from .interface import Found, Rule, wrong


def find(body: Body) -> Found:
    columns = body.holding(Holds.DATE, Holds.BORN, Holds.EXPECTED)
    return wrong(columns, Wrong.STAND_IN, '"{field}" holds 1900, which stands for no date')


RULE = Rule("T010", find)
