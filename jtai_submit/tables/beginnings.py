"""The day on which an entry of a chronology begins, as people write it: a month, a span, a day with
a time behind it.
"""

import re
from collections.abc import Callable
from datetime import date

from .sheet import Value
from .values import Read

_LONGEST = 80  # characters of a cell that is a date: what is longer is a story
_TO = r"\s*(?:-|\u2013|to|and|&)\s*"
_NTH = r"(?:st|nd|rd|th)?"
_MONTH = r"([a-z]{3,9})\.?,?"
_ANY = r"[a-z]{3,9}\.?,?"
# What stands for the first day, by how it is written; the earliest in a cell counts, of two at one
# place the one that stands first here.
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<![\w/.]){form}(?![\w/])", re.I), as_day)
    for form, as_day in (
        (r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", r"\1-\3-\4"),
        (rf"(\d{{1,2}})([/.])(\d{{1,2}}){_TO}\d{{1,2}}\2\d{{1,2}}\2(\d{{4}})", r"\1/\3/\4"),
        (rf"(\d{{1,2}}){_TO}\d{{1,2}}([/.])(\d{{1,2}})\2(\d{{4}})", r"\1/\3/\4"),
        (r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})", r"\1/\3/\4"),
        (rf"(\d{{1,2}}){_NTH}{_TO}\d{{1,2}}{_NTH} {_MONTH} (\d{{4}})", r"\1 \2 \3"),
        (
            rf"(\d{{1,2}}){_NTH} {_MONTH}{_TO}\d{{1,2}}{_NTH} {_ANY} (\d{{4}})",
            r"\1 \2 \3",
        ),
        (rf"(\d{{1,2}}){_NTH} (?:of )?{_MONTH} (\d{{4}}|\d{{2}})", r"\1 \2 \3"),
        (rf"{_MONTH} (\d{{1,2}}){_NTH},? (\d{{4}})", r"\2 \1 \3"),
        (r"((?:19|20)\d\d)([01]\d)([0-3]\d)", r"\1-\2-\3"),
        (rf"{_MONTH} ?(\d{{4}})", r"1 \1 \2"),
        (r"([01]?\d)[-/.](\d{4})", r"1/\1/\2"),
        (rf"{_MONTH}{_TO}{_ANY} (\d{{4}})", r"1 \1 \2"),
    )
)


def beginning(value: Value, read: Callable[[Value], Read[date]]) -> date | None:
    """The day of a cell, or the first that stands in it; of a month, its first day. None where
    there is none.
    """
    day = read(value).value
    if day is not None or not isinstance(value, str):
        return day
    text = " ".join(value.split())
    if len(text) > _LONGEST:
        return None
    found = (
        (match.start(), order, match.expand(as_day))
        for order, (form, as_day) in enumerate(_FORMS)
        for match in form.finditer(text)
    )
    days = (read(as_day).value for _, _, as_day in sorted(found))
    return next((day for day in days if day), None)
