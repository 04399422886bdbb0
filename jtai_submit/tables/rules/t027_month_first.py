"""T027: a date that can only be read with the month first."""

from ...manifest.columns import Holds
from ..body import Body
from ..values import Wrong
from .interface import Found, Rule, wrong


def find(body: Body) -> Found:
    columns = body.holding(Holds.DATE, Holds.BORN, Holds.EXPECTED)
    return wrong(columns, Wrong.MONTH_FIRST, '"{field}" can only be read with the month first')


RULE = Rule("T027", find)
