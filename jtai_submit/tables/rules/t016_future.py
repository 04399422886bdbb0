"""T016: the date of something that has happened lies after today."""

from ...manifest.columns import Holds
from ..body import Body
from .interface import Found, Rule

_MAY_COME = ("conference", "expected", "end date", "closure")  # planned ones are right


def find(body: Body) -> Found:
    for column in body.holding(Holds.DATE):
        name = column.field.name
        if any(word in name.lower() for word in _MAY_COME):
            continue
        for row in column.rows_with(body.rows, lambda day: day is not None and day > body.today):
            yield f'"{name}" lies after today', row, column.number


RULE = Rule("T016", find)
