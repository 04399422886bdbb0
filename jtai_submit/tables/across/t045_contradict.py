"""T045: two lists that say different things of one child: birth, gender, or a plan that is not
there.
"""

from ...manifest.models import ListOfCases
from ..values import Standing, same_id
from .interface import Across, Known, Rule

_PLANS = "child-protection-plan"


def find(known: Known) -> Across:
    yield from _details(known)
    plans = known.where(_PLANS)
    for slug, asked in known.asked.items():
        cases = known.children.get(slug)
        if not isinstance(asked, ListOfCases) or not cases or not plans or not cases.statuses:
            continue
        for row, child, status in zip(cases.rows, cases.ids, cases.statuses, strict=True):
            if status == Standing.PLAN and child and same_id(child) not in plans:
                words = f"the list of {known.asked[_PLANS].title.lower()} does not hold the child"
                yield slug, words, row


def _details(known: Known) -> Across:
    first: dict[tuple[str, str], tuple[str, object]] = {}
    for slug, found in known.children.items():
        columns = (("date of birth", found.born), ("gender", found.genders))
        for name, cells in columns:
            for row, child, cell in zip(found.rows, found.ids, cells, strict=False):
                if not cell or not child:
                    continue
                where, before = first.setdefault((name, same_id(child)), (slug, cell))
                if before != cell and where != slug:
                    yield slug, f"the child's {name} is another in the list {where}", row


RULE = Rule("T045", find)
