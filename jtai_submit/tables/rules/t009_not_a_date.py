"""T009: a date that is none."""

from ...manifest.columns import Holds
from ..body import Body
from ..values import Wrong
from .interface import Found, Rule, wrong


def find(body: Body) -> Found:
    columns = body.holding(Holds.DATE, Holds.BORN, Holds.EXPECTED)
    return wrong(columns, Wrong.NOT, '"{field}" is not a date')


RULE = Rule("T009", find)
