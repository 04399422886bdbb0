"""T013: age and date of birth more than a year apart. Lists may be made some days before, tools
round.
"""

from datetime import date, timedelta

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
    both = list(zip(ages.cells, births.cells, strict=True))
    # A large list holds few different pairs.
    unfit = {pair for pair in set(both) if not _fit(*pair, body.notified)}
    if not unfit:
        return
    for row, pair in zip(body.rows, both, strict=True):
        if pair in unfit:
            yield f'"{ages.field.name}" and "{births.field.name}" do not fit', row, ages.number


def _fit(age: int | None, born: date | None, notified: date) -> bool:
    if age is None or born is None:
        return True
    if age == UNBORN and born >= notified - timedelta(days=366):
        return True  # expected, or born since
    return abs(years(born, notified) - age) <= _TOLERANCE


RULE = Rule("T013", find)
