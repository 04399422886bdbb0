"""T017: what ends does so before it starts, or it happened before the child was born."""

from collections.abc import Iterator
from datetime import timedelta

from ...manifest.columns import Holds
from ...manifest.models import ChildList
from ..body import Body, Column
from .interface import Found, Rule

_UNBORN = timedelta(days=300)  # work with a family may begin before the birth


def find(body: Body) -> Found:
    if not isinstance(body.asked, ChildList):
        return
    for earlier, later in body.asked.order:
        first, second = body.columns.get(earlier), body.columns.get(later)
        if not first or not second:
            continue
        for row, start, end in zip(body.rows, first.cells, second.cells, strict=True):
            if start is not None and end is not None and end < start:
                yield f'"{later}" lies before "{earlier}"', row, second.number

    for column in _starts(body):
        for row in _before_birth(body, column):
            yield f'"{column.field.name}" lies before the child was born', row, column.number


def _starts(body: Body) -> list[Column]:
    """The days on which something begins; in a list without an order, its first."""
    if not isinstance(body.asked, ChildList) or not body.asked.order:
        return [*body.holding(Holds.DATE)][:1]
    names = dict.fromkeys(earlier for earlier, _ in body.asked.order)
    return [body.columns[name] for name in names if name in body.columns]


def _before_birth(body: Body, column: Column) -> Iterator[int]:
    births = body.one(Holds.BORN)
    if births is None:
        return
    # A large list holds few different days: what each allows is worked out once.
    known = {born for born in births.cells if born is not None and born <= body.notified}
    earliest = {born: born - _UNBORN for born in known}.get
    for row, born, day in zip(body.rows, births.cells, column.cells, strict=True):
        if day is not None and (limit := earliest(born)) and day < limit:
            yield row


RULE = Rule("T017", find)
