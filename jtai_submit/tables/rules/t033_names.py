"""T033: a column that names the child. Annex A asks for none: an id is how inspectors select."""

import re

from ..body import Body
from ..headings import How, normalised
from .interface import Found, Rule

_NAMES = re.compile(
    r"(?:child(?:'s)?|client|full|first|last|middle|family|given|preferred|person|pupil)? ?"
    r"(?:names?|forenames?|surname|address(?: line \d)?|post ?code|nhs (?:number|no))"
)


def find(body: Body) -> Found:
    used = {match.column for match in body.matches if match.how is not How.MISSING}
    for n, heading in enumerate(body.headings):
        if n not in used and _NAMES.fullmatch(normalised(heading)):
            yield "the column seems to name the child", body.heading_row, n + 1


RULE = Rule("T033", find)
