"""T046: "cases … where neglect is a current and significant factor", and the first lists say N."""

from ...manifest.models import ListOfCases
from ..values import Answer, same_id
from .interface import Across, Known, Rule


def find(known: Known) -> Across:
    for slug, asked in known.asked.items():
        cases = known.children.get(slug)
        if not isinstance(asked, ListOfCases) or not cases:
            continue
        for row, child in zip(cases.rows, cases.ids, strict=True):
            said = set(_said(known, same_id(child)))
            if said == {Answer.NO.value}:
                yield slug, "the first lists say that the child does not live with neglect", row


def _said(known: Known, child: str) -> list[str]:
    out = []
    for slug, found in known.children.items():
        place = known.where(slug).get(child)
        if place is not None and found.neglect and (said := found.neglect[place]):
            out.append(said)
    return out


RULE = Rule("T046", find)
