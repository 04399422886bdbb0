"""T041: a case outside the theme's ages, as far as the list itself tells the age."""

from ...manifest.columns import Holds
from ...manifest.models import ListOfCases
from ..body import Body
from .interface import Found, Rule
from .t013_age_and_birth import years


def find(body: Body) -> Found:
    if not isinstance(body.asked, ListOfCases):
        return
    ages = body.asked.ages
    words = f"the child is not between {ages.first} and {ages.last} years old"
    for column in body.holding(Holds.AGE, Holds.BORN):
        for row, cell in zip(body.rows, column.cells, strict=True):
            if cell is None:
                continue
            age = years(cell, body.notified) if column.field.holds is Holds.BORN else cell
            if not ages.first <= age <= ages.last:
                yield words, row, column.number


RULE = Rule("T041", find)
