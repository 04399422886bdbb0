"""T031: a heading with nothing below it. Ends, closures and decisions may be open everywhere."""

from ..body import Body
from .interface import Found, Rule

_MAY_BE = ("end date", "closure", "authorisation", "conference", "completion")
_ENOUGH = 5  # rows


def find(body: Body) -> Found:
    if len(body.rows) < _ENOUGH:
        return
    for name, column in body.columns.items():
        asked = column.field in body.asked.fields and column.field.in_template
        if asked and not column.filled and not any(w in name.lower() for w in _MAY_BE):
            yield f'"{name}" is blank in every row', 0, column.number


RULE = Rule("T031", find)
