"""Signs such as C1 that read like a child's id and number something else: a form of the family
court, a level, a cell of a sheet, a bone of the neck, a door.
"""

import re

_SHORT_ID = re.compile(r"[A-Z]\d{1,2}")
_LISTED = r"(?:(?:[A-Z]?\d{1,2}|[A-Z]|and|or|to),? +)*"  # `Forms C1, C2 and C3`
_THINGS = (
    "form|level|annex|appendix|section|band|grade|column|cell|figure|table|tier|vitamin|"
    "fractures? (?:at|of|to|in|through)"
)
_PLACES = "Room|Unit|Block|Ward|Bed|Bay|Door|Gate|Zone|Junction"  # a sentence may end with a door
_BEFORE = re.compile(rf"(?:\b(?i:{_THINGS})s? |\b(?:{_PLACES}) ){_LISTED}$|\b[Aa]n? $")
_AFTER = re.compile(r" (?:applications?|form|order|statement|certificate)\b", re.I)
# Of the neck, whose bones are C1 to C7: `C5 nerve root`; and, where a scan of the spine is spoken
# of, `C5/C6`, `C5 and C6 intact`.
_BONE = re.compile(r" (?:nerve|vertebra|disc|root|fracture)", re.I)
_BONES = re.compile(r"(?:[/-]C?\d|,? (?:and|to) C\d|,? (?:is |are )?(?:intact|normal))", re.I)
_FROM_A_BONE = re.compile(r"\bC\d(?:[/-]| and | to )$")
_SPINE = re.compile(r"\b(?:spin(?:e|al)|cervical|vertebra\w*|MRI|x-ray)\b", re.I)
_BESIDE = 60  # characters


def numbers_else(text: str, start: int, end: int) -> bool:
    """Whether what reads like an id, from `start` to `end`, is none."""
    if not _SHORT_ID.fullmatch(text, start, end):
        return False
    before = text[max(0, start - _BESIDE) : start].rpartition("\n")[2]
    after = text[end : end + _BESIDE].partition("\n")[0]
    if _BEFORE.search(before) or _AFTER.match(after) or _BONE.match(after):
        return True
    spine = _SPINE.search(before) or _SPINE.search(after)
    return bool(spine and (_BONES.match(after) or _FROM_A_BONE.search(before)))
