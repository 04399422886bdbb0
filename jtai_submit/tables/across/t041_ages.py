"""T041: a case outside the theme's ages, told by the first two lists where its own list
does not.
"""

from ...manifest.models import ListOfCases
from ..rules.t013_age_and_birth import years
from ..values import same_id
from .interface import Across, Known, Rule


def find(known: Known) -> Across:
    for slug, asked in known.asked.items():
        cases = known.children.get(slug)
        if not isinstance(asked, ListOfCases) or not cases or cases.born or cases.ages:
            continue
        for row, child in zip(cases.rows, cases.ids, strict=True):
            age = _age(known, same_id(child))
            if age is not None and not asked.ages.first <= age <= asked.ages.last:
                first, last = asked.ages.first, asked.ages.last
                yield slug, f"another list says that the child is not {first} to {last}", row


def _age(known: Known, child: str) -> int | None:
    for slug, found in known.children.items():
        place = known.where(slug).get(child)
        if place is None:
            continue
        if found.born and (born := found.born[place]):
            return years(born, known.notified)
        if found.ages and found.ages[place] is not None:
            return found.ages[place]
    return None


RULE = Rule("T041", find)
