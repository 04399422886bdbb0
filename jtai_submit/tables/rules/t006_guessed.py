"""T006: a column whose heading only looks like the field."""

from ..body import Body
from ..headings import How
from .interface import Found, Rule


def find(body: Body) -> Found:
    for match in body.matches:
        if match.how is How.GUESS:
            words = f'"{match.heading}" was taken for "{match.field}"'
            yield words, body.heading_row, match.column + 1


RULE = Rule("T006", find)
