"""T034: the headings are another list's than the name says."""

from ..body import Body
from .interface import Found, Rule


def find(body: Body) -> Found:
    if body.named:
        yield f"it is called {body.named}, and its headings are those of {body.asked.slug}", 0, 0


RULE = Rule("T034", find)
