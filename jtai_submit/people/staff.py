"""Who signs, chairs and visits: their titles and posts, by which a name is no child's."""

import re

# Who signs and chairs is no child: `H. Young, social worker`, `Social worker: H. Young`,
# `Dr A. Example`. A label of the next field is no post: `A. Example` and below it `GP: …`.
_WHAT = (
    r"(?:(?:social|support|key|family|youth|case) worker|manager|officer|nurse|doctor|headteacher|"
    r"teacher|practitioner|chair(?:person)?|consultant|midwife|visitor|constable|sergeant|"
    r"inspector|director|coordinator|solicitor|paediatrician|psychologist|therapist|professional|"
    r"iro|dsl|senco|lado|sw|hv|gp)\b"
)
_RANK = r"(?:dr|prof|pc|dc|ds|di|dci|sgt|insp|cllr|rev)\.?"
_TITLE = re.compile(
    rf"\b(?:(?:mr|mrs|ms)\.?|{_RANK}|{_WHAT}[ ]*:|"
    r"(?:signed|chaired|written|completed|prepared|author)(?: by)?:?)[ ]+$|"
    r"\b(?:attendees|attended by|in attendance|present|apologies|distribution)[ ]*:[^\n]*$",
    re.I,
)
_POST = re.compile(
    rf"[ ]*[,(\-\u2010-\u2015][ ]*(?:[\w-]+[ ]){{0,2}}{_WHAT}(?![ ]*[:\t])|"
    rf"[ ]*\n[ ]*(?:[\w-]+[ ]){{0,2}}{_WHAT}[ ]*(?:\n|$)",
    re.I,
)
# The same of a whole name, where it must be beyond doubt: a boy may be called Mr, or sign; and
# `Ann Example (social worker Jo Brown)` is about Ann.
_SURE_TITLE = re.compile(rf"\b(?:{_RANK}|{_WHAT}[ ]*:)[ ]+$", re.I)
_SURE_POST = re.compile(
    rf"[ ]*[,(\-\u2010-\u2015][ ]*(?:[\w-]+[ ]){{0,2}}{_WHAT}[ ]*(?=[,.;)\n]|$)",
    re.I,
)
_AROUND = 40  # characters


def is_staff(text: str, start: int, end: int, *, whole: bool = False) -> bool:
    """Whether a title stands before what lies from `start` to `end`, or a post behind it. `whole`:
    it is a whole name, not `A. Example`.
    """
    title, post = (_SURE_TITLE, _SURE_POST) if whole else (_TITLE, _POST)
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return bool(title.search(before) or post.match(after))
