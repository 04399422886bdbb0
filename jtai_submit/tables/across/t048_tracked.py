"""T048 and T049: the tracked children beside the lists and beside what was said of
their documents.
"""

from ..values import same_id
from .interface import Across, Known, Rule

_PLANS = "child-protection-plan"
_DOCUMENTS = {  # a list in which a child stands → the document that there must then be
    _PLANS: "plan-and-review",
    "section-47": "section-47-and-icpc",
    "referrals": "initial-referral",
    "assessments": "recent-assessment",
}


def find(known: Known) -> Across:
    if not known.children:
        return
    slug = next(iter(known.children))
    for child, unique in known.tracked:
        there = any(same_id(unique) in known.where(each) for each in known.children)
        if unique and not there:
            yield slug, f"child {child}, who is tracked, stands in none of the lists", 0


def find_documents(known: Known) -> Across:
    for slug, document in _DOCUMENTS.items():
        for child, unique in known.tracked:
            place = known.where(slug).get(same_id(unique)) if unique else None
            if place is not None and f"{child}/{document}" in known.exempt:
                words = f"child {child} stands in it, and {child}/{document} is not applicable"
                yield slug, words, known.children[slug].rows[place]


RULE = Rule("T048", find)
DOCUMENTS = Rule("T049", find_documents)
