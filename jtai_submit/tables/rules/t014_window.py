"""T014: a row whose dates all lie before the months that are asked about, and that is not open."""

from datetime import timedelta

from ...manifest.models import ChildList
from ..body import Body
from .interface import Found, Rule
from .window import months_before

_GRACE = timedelta(days=7)  # a list may be made up to six days before notification


def find(body: Body) -> Found:
    asked = body.asked
    if not isinstance(asked, ChildList) or not asked.window or not asked.look_back:
        return
    dates = [body.columns[name] for name in asked.window.dates if name in body.columns]
    if not dates:
        return
    earliest = months_before(body.notified, asked.look_back) - _GRACE
    open_ = body.columns.get(asked.window.or_open)
    doubtful = {row for column in dates for row, _ in column.wrong}
    for n, row in enumerate(body.rows):
        days = [column.cells[n] for column in dates if column.cells[n] is not None]
        is_open = open_ is not None and open_.cells[n] is None
        if days and max(days) < earliest and not is_open and row not in doubtful:
            words = f"the row lies before the {asked.look_back} months that are asked about"
            yield words, row, dates[0].number


RULE = Rule("T014", find)
