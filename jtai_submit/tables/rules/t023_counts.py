"""T023: a count that is negative, or differs between the rows of one child.

The template: counts over 12 months leave out the present one (lowest value 0), and are the same in
each row of a child. They are never counted again here.
"""

from ...manifest.columns import Holds
from ..body import Body
from .interface import Found, Rule


def find(body: Body) -> Found:
    for column in body.holding(Holds.NUMBER):
        name, first = column.field.name, dict[str, int]()
        several = len(set(body.ids)) < len(body.ids)  # some child has several rows
        if not several and not any(n is not None and n < 0 for n in set(column.cells)):
            continue
        ids = body.ids or [""] * len(body.rows)
        for row, child, count in zip(body.rows, ids, column.cells, strict=True):
            if count is None:
                continue
            if count < 0:
                yield f'"{name}" is negative', row, column.number
            elif child and first.setdefault(child, count) != count:
                yield f'"{name}" differs from the child\'s other rows', row, column.number


RULE = Rule("T023", find)
