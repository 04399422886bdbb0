"""Signs such as C1 that read like a child's id and number something else: a form of the family
court, a level, a cell of a sheet, a bone of the neck, a door.
"""

import re

SHORT_ID = re.compile(r"[A-Z]\d{1,2}")
_LISTED = r"(?:(?:[A-Z]?\d{1,2}|[A-Z]|and|or|to),? +)*"  # `Forms C1, C2 and C3`
_THINGS = (
    "form|level|annex|appendix|section|band|grade|column|cell|room|figure|table|tier|unit|block|"
    "ward|bed|bay|door|gate|zone|junction|vitamin"
)
_BEFORE = re.compile(
    rf"(?:\b(?:{_THINGS})s? |\ban? |\bfractures? (?:at|of|to|in|through) ){_LISTED}$", re.I
)
_AFTER = re.compile(r" (?:applications?|form|order|statement|certificate)\b", re.I)
# Of the neck: its bones are C1 to C7. A broken arm says nothing, children have those.
_NECK = re.compile(r"\b(?:cervical|spin(?:e|al)|vertebra\w*|nerve roots?|intervertebral)\b", re.I)
_BESIDE = 60  # characters


def numbers_else(text: str, start: int, end: int) -> bool:
    """Whether what reads like an id, from `start` to `end`, is none."""
    if not SHORT_ID.fullmatch(text, start, end):
        return False
    before = text[max(0, start - _BESIDE) : start].rpartition("\n")[2]
    after = text[end : end + _BESIDE].partition("\n")[0]
    if _BEFORE.search(before) or _AFTER.match(after):
        return True
    return bool(_NECK.search(before) or _NECK.search(after))
