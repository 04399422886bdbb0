"""T015: a list that was made too early, as far as its newest date tells.

"Lists may be made before notification, but no earlier than the Wednesday of the week before"
(Ofsted's template, August 2019).
"""

from datetime import date, timedelta

from ...manifest.columns import Holds
from ...manifest.models import ChildList
from ..body import Body
from .interface import Found, Rule
from .window import months_before

_LIKELY = 3.0  # rows that there would have been since, at the list's own pace


def newest(body: Body) -> date | None:
    """The latest day of the list that is not in the future."""
    days = (d for column in body.holding(Holds.DATE) for d in set(column.cells))
    return max((d for d in days if d is not None and d <= body.today), default=None)


def wednesday_before(notified: date) -> date:
    return notified - timedelta(days=notified.weekday() + 5)


def find(body: Body) -> Found:
    asked = body.asked
    if not isinstance(asked, ChildList) or not asked.look_back:
        return
    latest, wednesday = newest(body), wednesday_before(body.notified)
    if not latest or latest >= wednesday:
        return
    start = months_before(body.notified, asked.look_back)
    paces = (sum(d is not None and d >= start for d in c.cells) for c in body.holding(Holds.DATE))
    pace = max(paces, default=0) / (body.notified - start).days
    if pace * (wednesday - latest).days >= _LIKELY:
        yield "its newest date is older than the Wednesday of the week before", 0, 0


RULE = Rule("T015", find)
