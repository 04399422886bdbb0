"""T042: a case whose status is none of the guidance's words."""

from ...manifest.columns import Holds
from ..body import Body
from ..values import Wrong
from .interface import Found, Rule, wrong


def find(body: Body) -> Found:
    columns = body.holding(Holds.STATUS)
    yield from wrong(columns, Wrong.NOT, '"{field}" says none of them')
    for column in body.holding(Holds.STATUS):
        bad = {row for row, _ in column.wrong}
        for row, cell in zip(body.rows, column.cells, strict=True):
            if cell is None and row not in bad:
                yield f'"{column.field.name}" is blank', row, column.number


RULE = Rule("T042", find)
