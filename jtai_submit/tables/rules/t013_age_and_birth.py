"""T013: age and date of birth more than a year apart. Lists may be made some days before, tools
round.
"""

from datetime import date

from ...manifest.columns import Holds
from ..body import Body
from ..values import UNBORN
from .interface import Found, Rule

_TOLERANCE = 1  # years


def years(born: date, on: date) -> int:
    """Whole years on a day; an unborn child's are −1."""
    if born > on:
        return UNBORN
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def find(body: Body) -> Found:
    ages, births = body.one(Holds.AGE), body.one(Holds.BORN)
    if not ages or not births:
        return
    for row, age, born in zip(body.rows, ages.cells, births.cells, strict=True):
        if age is None or born is None:
            continue
        if age == UNBORN and born >= body.notified.replace(year=body.notified.year - 1):
            continue  # expected, or born since
        if abs(years(born, body.notified) - age) > _TOLERANCE:
            yield f'"{ages.field.name}" and "{births.field.name}" do not fit', row, ages.number


RULE = Rule("T013", find)
