"""T004 and T005: a field without a column.

"Where possible, the list should include the fields stated below" (Annex A, the first two lists);
in the others only what Ofsted's own template lacks is let through without a word of a person.
"""

from collections.abc import Iterator

from ...manifest.columns import FieldName, Holds
from ...manifest.models import ChildList
from ..body import Body
from ..headings import How
from .interface import Found, Rule


def _missing(body: Body) -> Iterator[FieldName]:
    missing = {m.field for m in body.matches if m.how is How.MISSING}
    return (f for f in body.asked.fields if f.name in missing and not _unborn(body, f))


def _unborn(body: Body, field: FieldName) -> bool:
    """Ofsted's template has no column for it: the age is -1, the date stands under date
    of birth.
    """
    born = body.one(Holds.BORN) or body.one(Holds.AGE)
    return field.holds is Holds.EXPECTED and born is not None


def _needed(body: Body, field: FieldName) -> bool:
    always = not isinstance(body.asked, ChildList) or body.asked.fields_needed == "always"
    return always and field.in_template


def find(body: Body) -> Found:
    for field in _missing(body):
        if not _needed(body, field):
            yield f'there is no column "{field.name}"', body.heading_row, 0


def find_needed(body: Body) -> Found:
    names = [f'"{f.name}"' for f in _missing(body) if _needed(body, f)]
    if names:
        yield f"there is no column {', '.join(names)}", body.heading_row, 0


RULE = Rule("T004", find)
NEEDED = Rule("T005", find_needed)
