"""T012: an age or a count that is no whole number."""

from ...manifest.columns import Holds
from ..body import Body
from ..values import Wrong
from .interface import Found, Rule, wrong


def find(body: Body) -> Found:
    words = '"{field}" is not a whole number that can be right'
    return wrong(body.holding(Holds.AGE, Holds.NUMBER), Wrong.NOT, words)


RULE = Rule("T012", find)
