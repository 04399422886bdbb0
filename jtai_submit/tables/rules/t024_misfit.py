"""T024: a row of a CSV with more cells than headings, or one of the few with fewer."""

from ..body import Body
from .interface import Found, Rule, numbers


def find(body: Body) -> Found:
    yield from numbers(body.too_long, "the row has more cells than there are headings")
    few = len(body.too_short) <= max(3, len(body.rows) // 20)
    if few and len(body.too_short) < len(body.rows):  # some systems leave blanks at the end out
        yield from numbers(body.too_short, "the row has fewer cells than there are headings")


RULE = Rule("T024", find)
