"""T029: characters in no known encoding."""

from ..body import Body
from ..sheet import Odd
from .interface import Found, Rule


def find(body: Body) -> Found:
    for each in body.sheet.oddities:
        if each.odd is Odd.UNREADABLE:
            yield "some characters cannot be read, here first", each.row, 0


RULE = Rule("T029", find)
