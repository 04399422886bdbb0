"""T043: "which need to include both child protection and child in need cases" (the three lists
together).
"""

from ...manifest.models import ListOfCases
from ..values import Standing
from .interface import Across, Known, Rule


def find(known: Known) -> Across:
    slugs = [slug for slug, asked in known.asked.items() if isinstance(asked, ListOfCases)]
    if not slugs or not all(slug in known.children for slug in slugs):
        return
    statuses = {status for slug in slugs for status in known.children[slug].statuses if status}
    for wanted in (Standing.NEED, Standing.PLAN):
        if statuses and wanted not in statuses:
            yield slugs[0], f"none of the cases of these lists is a {wanted} case", 0


RULE = Rule("T043", find)
