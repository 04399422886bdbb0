"""D012: older than the look-back, as far as the document carries a date ("over the six months prior
to the inspection").
"""

from collections.abc import Iterator
from datetime import date

from ...documents.examination import Examined
from ...errors import Code
from ..interface import Context, Rule


def find(document: Examined, context: Context) -> Iterator[str]:
    if not document.examined.dated or not context.notified:
        return
    dated = date.fromisoformat(document.examined.dated)
    for slot_id in document.slots:
        months = context.slots[slot_id].look_back if slot_id in context.slots else None
        if months and dated < _before(context.notified, months):
            yield (
                f"the file is dated {dated}, earlier than the {months} months before "
                f"notification that are asked for"
            )


def _before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))


RULE = Rule(
    "D012",
    Code(
        "Older than the look-back",
        "The date in the file lies before the months that inspectors ask about. Dates of files "
        "can mislead.",
        "Check that it is the most recent example.",
        blocks=False,
    ),
    find,
)
