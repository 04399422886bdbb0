"""T044: a case that stands in neither of the first two lists (a child looked after may)."""

from ...manifest.models import ChildList, ListOfCases
from ..values import Standing, same_id
from .interface import Across, Known, Rule


def find(known: Known) -> Across:
    first = [
        slug
        for slug, asked in known.asked.items()
        if isinstance(asked, ChildList) and asked.fields_needed == "where possible"
    ]
    if not first or not all(slug in known.children for slug in first):
        return
    for slug, asked in known.asked.items():
        cases = known.children.get(slug)
        if not isinstance(asked, ListOfCases) or not cases:
            continue
        for n, child in enumerate(cases.ids):
            status = cases.statuses[n] if cases.statuses else None
            there = any(same_id(child) in known.where(each) for each in first)
            if child and not there and status != Standing.LOOKED_AFTER:
                yield slug, "the child stands in neither of the first two lists", cases.rows[n]


RULE = Rule("T044", find)
