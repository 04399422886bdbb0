"""T040: "10 cases"."""

from ...manifest.models import ListOfCases
from ...words import counted
from ..body import Body
from .interface import Found, Rule


def find(body: Body) -> Found:
    if isinstance(body.asked, ListOfCases) and len(body.rows) != body.asked.cases:
        yield f"{counted(len(body.rows), 'case')}, and {body.asked.cases} are asked for", 0, 0


RULE = Rule("T040", find)
