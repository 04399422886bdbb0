"""T025: a total or a note among the cases."""

from ..body import Body
from .interface import Found, Rule, numbers


def find(body: Body) -> Found:
    return numbers(body.notes, "the row is a total or a note, and is not counted")


RULE = Rule("T025", find)
