"""T032: a date as a number of days."""

from ...manifest.columns import Holds
from ..body import Body
from ..values import Wrong
from .interface import Found, Rule, wrong


def find(body: Body) -> Found:
    columns = body.holding(Holds.DATE, Holds.BORN, Holds.EXPECTED)
    return wrong(columns, Wrong.SERIAL, '"{field}" is a number, not a date')


RULE = Rule("T032", find)
