"""T011: neither yes nor no, in any of the ways in which systems write them."""

from ...manifest.columns import Holds
from ..body import Body
from ..values import Wrong
from .interface import Found, Rule, wrong


def find(body: Body) -> Found:
    columns = body.holding(Holds.YES_NO)
    return wrong(columns, Wrong.NOT, '"{field}" is neither yes nor no')


RULE = Rule("T011", find)
