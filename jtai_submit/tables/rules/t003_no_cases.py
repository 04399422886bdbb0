"""T003: headings and nothing below them."""

from ..body import Body
from .interface import Found, Rule


def find(body: Body) -> Found:
    if not body.rows:
        yield "it has headings and no cases", body.heading_row, 0


RULE = Rule("T003", find)
