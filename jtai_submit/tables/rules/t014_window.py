"""T014: a row whose dates all lie before the months that are asked about, and that is not open."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

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
    words = f"the row lies before the {asked.look_back} months that are asked about"
    for n in _before(earliest, [column.cells for column in dates]):
        if open_ is not None and open_.cells[n] is None:
            continue
        dated = any(column.cells[n] is not None for column in dates)
        if dated and body.rows[n] not in doubtful:
            yield words, body.rows[n], dates[0].number


def _before(earliest: date, columns: Sequence[Sequence[date | None]]) -> Iterable[int]:
    """Places of rows none of whose days lies on or after one. Told by the different days, of which
    even a large list holds few.
    """
    rows: Iterable[int] = range(len(columns[0]))
    for cells in columns:
        old = {day for day in set(cells) if day is None or day < earliest}
        rows = [n for n in rows if cells[n] in old] if old else ()
    return rows


RULE = Rule("T014", find)
