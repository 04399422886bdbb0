"""T017: what ends does so before it starts."""

from ...manifest.models import ChildList
from ..body import Body
from .interface import Found, Rule


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


RULE = Rule("T017", find)
