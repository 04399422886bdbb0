"""Made-up child-level lists, lists of cases and answers that agree with one another, for the sample
area.
"""

import csv
import io
import random
from collections.abc import Iterator
from datetime import date, timedelta

from ..manifest.columns import FieldName, Holds
from ..manifest.models import ChildList, ListOfCases, Questions
from ..tables.answers import Told, table
from .papers import Paper

_FIRST, _COUNT, _NEGLECT = 104_501, 40, 25  # ids of the children; so many of them live with neglect
_OFFSETS = {"ten-positive-engagement": 5, "ten-youth-offending-or-probation": 10}
_TEXTS = {
    "Gender": ("a) Male", "b) Female"),
    "Ethnicity": ("a) WBRI", "g) MWAS", "n) BAFR"),
    "Primary need code": ("N1 - Abuse or neglect", "N5 - Family in acute stress"),
    "Initial category of abuse": ("a) Neglect", "d) Emotional abuse"),
    "Latest category of abuse": ("a) Neglect", "d) Emotional abuse"),
    "Contact source": ("h) 5A: School", "f) 3A: Health visitor"),
    "Referral source": ("h) 5A: School", "f) 3A: Health visitor"),
    "Organisation completing assessment": ("Example Primary School", "Family hub"),
    "Allocated team": ("North team", "South team"),
    "Allocated worker": ("Worker 1", "Worker 2", "Worker 3"),
}


def ids(count: int) -> tuple[str, ...]:
    """The first children's ids."""
    return tuple(str(_FIRST + n) for n in range(count))


def child_list(asked: ChildList | ListOfCases, notified: date, rng: random.Random) -> Paper:
    """One list as a CSV under the guidance's own headings."""
    cases = isinstance(asked, ListOfCases)
    count = asked.cases if isinstance(asked, ListOfCases) else _COUNT
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(field.name for field in asked.fields)
    first = _OFFSETS.get(asked.slug, 0)
    for n in range(first, first + count):
        writer.writerow(_row(asked, n, cases, notified, rng))
    return Paper(out.getvalue().encode(), [])


def _row(
    asked: ChildList | ListOfCases, n: int, cases: bool, notified: date, rng: random.Random
) -> Iterator[str]:
    born = _born(n, notified)
    started = notified - timedelta(days=rng.randrange(8, 80))
    for field in asked.fields:
        match field.holds:
            case Holds.ID:
                yield str(_FIRST + n)
            case Holds.BORN:
                yield f"{born:%d/%m/%Y}"
            case Holds.AGE:
                yield str((notified - born).days // 365)
            case Holds.STATUS:
                yield "Child protection plan" if n % 2 else "Child in need"
            case Holds.YES_NO:
                yield "Y" if "neglect" in field.name and n < _NEGLECT else "N"
            case Holds.NUMBER:
                yield "0"
            case Holds.DATE:
                yield _day(field, started)
            case Holds.EXPECTED:
                yield ""
            case _:
                yield _text(field, n)


def _born(n: int, notified: date) -> date:
    """Between eight and fourteen years before."""
    return notified - timedelta(days=365 * (8 + n % 6) + 40 + n)


def _day(field: FieldName, started: date) -> str:
    """Nothing has ended yet; visits were last week."""
    if any(word in field.name for word in ("end date", "closure", "authorisation", "conference")):
        return ""
    return f"{started:%d/%m/%Y}"


def _text(field: FieldName, n: int) -> str:
    choices = _TEXTS.get(field.name, ("",))
    return choices[n % len(choices)]


def answers(questions: Questions, rng: random.Random) -> Paper:
    """The table of answers about the selected children."""
    selected = ids(questions.children)
    told = {
        question.id: {child: Told(rng.choice("YN")) for child in selected}
        for question in questions.each
    }
    return Paper(table(told, questions, selected), [])
