"""Answers about the selected children: the table that goes to inspectors, and the sheets that come
back.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from pydantic import TypeAdapter

from ..manifest.columns import FieldName, Holds
from ..manifest.models import ChildList, Questions
from ..workers.frames import Facts
from . import values
from .facts import Order, Remark
from .headings import How, Match
from .locate import HEAD, Locator
from .sheet import NoTable, Value
from .worker import sheets

ID = "Child unique ID"
ANSWER, BECAUSE = "Answer (Y, N or not known yet)", "Because"
NOT_YET = "Not known yet, because "
# "Not known to police" may mean no: it is neither an answer nor a reason why there is none yet.
_LATER = re.compile(
    r"(?:not known yet|not yet known|not yet|awaited|(?:unknown|not known)(?!\s+(?:to|by|of|in)\b))"
    r"(?P<rest>\W.*|)",
    re.I | re.S,
)


@dataclass(frozen=True, slots=True)
class Told:
    """One answer: Y, N, or not known yet with the reason. Empty where nothing was said."""

    answer: str = ""
    because: str = ""

    @property
    def text(self) -> str:
        """As it stands in the table."""
        return self.answer or (f"{NOT_YET}{self.because}" if self.because else "")


@dataclass(frozen=True, slots=True)
class AnswersFacts:
    """What is known of an answers table: who answered for everybody or for some; never
    the answers.
    """

    sheet: str = ""
    holders: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A sheet that was read: holder → id → answer, and what is wrong with it."""

    answers: Mapping[str, Mapping[str, Told]]
    remarks: tuple[Remark, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a worker is told beside the bytes of an answers table."""

    name: str
    questions: Questions
    selected: tuple[str, ...]


QUESTION = TypeAdapter(Question)
FACTS = TypeAdapter(AnswersFacts)
TAKEN = TypeAdapter(Taken)


def asked(questions: Questions) -> ChildList:
    """The answers table as a list of its own: the id, and each question as a heading."""
    fields = [
        FieldName(
            name=ID,
            holds=Holds.ID,
            aliases=("Child ID", "Child’s ID number", "Unique child identifier"),
            guesses=(r"(?=.*\bchild)(?=.*\b(id|identifier)\b).*",),
        )
    ]
    for each in questions.each:
        title = each.id.replace("-", " ")
        fields.append(FieldName(name=each.text, aliases=(each.id, f"Answer of {title}")))
        fields.append(FieldName(name=f"{BECAUSE}: {each.text}", aliases=(f"{BECAUSE} {title}",)))
    return ChildList(
        slug="answers", title="Answers", text="", deadline=questions.deadline, fields=tuple(fields)
    )


def read_answers(data: bytes, questions: Questions, selected: Sequence[str], name: str) -> Taken:
    """The answers of a table or of a sheet that came back. Raises `NoTable`."""
    table = asked(questions)
    order = Order(name, (table,), date.min, date.min, only=table.slug)
    locator = Locator(order)
    for sheet in sheets(order, data):
        head = list(islice(sheet.rows, HEAD))
        found = locator.find(sheet.name, head)
        if not found:
            continue
        columns = {m.field: m for m in found.matches if m.how is not How.MISSING}
        if ID not in columns or not any(q.text in columns for q in questions.each):
            continue
        rows = chain((row for row in head if row[0] > found.row), sheet.rows)
        answers: dict[str, dict[str, Told]] = {
            q.id: {} for q in questions.each if q.text in columns
        }
        remarks = tuple(_rows(rows, columns, questions, answers, selected))
        return Taken(answers, remarks, sheet.name)
    raise NoTable("no row of it holds the child's id and an answer")


def _rows(
    rows: Iterable[tuple[int, Sequence[Value]]],
    columns: Mapping[str, Match],
    questions: Questions,
    answers: dict[str, dict[str, Told]],
    selected: Sequence[str],
) -> Iterator[Remark]:
    known = {values.same_id(each): each for each in selected}
    twice: set[tuple[str, str]] = set()

    def cell(row: Sequence[Value], name: str) -> Value:
        match = columns.get(name)
        return row[match.column] if match and match.column < len(row) else None

    for number, row in rows:
        child = values.identifier(cell(row, ID))
        if not child:
            continue
        mine = known.get(values.same_id(child))
        if mine is None:
            words = "the child is not one of those that inspectors selected"
            yield Remark("T062", words, number, columns[ID].column + 1)
            continue
        for question in questions.each:
            if question.text not in columns:
                continue
            because = cell(row, f"{BECAUSE}: {question.text}")
            told = understood(cell(row, question.text), because)
            if told is None:
                words = "the answer is not Y, N or not known yet, because …"
                yield Remark("T061", words, number, columns[question.text].column + 1)
            elif told.text:
                earlier = answers[question.id].get(mine, told)
                if earlier != told:
                    twice.add((question.id, mine))
                    words = "the child stands in an earlier row with another answer"
                    yield Remark("T068", words, number, columns[question.text].column + 1)
                answers[question.id][mine] = told
    for holder, child in twice:
        del answers[holder][child]


def understood(answer: Value, because: Value) -> Told | None:
    """An answer as it was written; None where it is none, or a reason is missing."""
    text = " ".join(str(answer or "").split())
    reason = " ".join(str(because or "").split())
    read = values.answer(answer)
    if read.value in (values.Answer.YES, values.Answer.NO):
        return Told(read.value.value)
    if later := _LATER.fullmatch(text):
        rest = later["rest"].strip(" ,;:.()-\u2010\u2013\u2014")
        rest = rest[7:].strip() if rest.casefold().startswith("because") else rest
        reason = rest or reason
        return Told("", reason) if reason else None
    if text:
        return None
    return Told("", reason)


def look(facts: Facts, data: bytes) -> tuple[Facts, bytes]:
    """For a worker: what `check` needs of an answers table, and the answers themselves as JSON."""
    question = QUESTION.validate_python(facts)
    try:
        taken = read_answers(data, question.questions, question.selected, question.name)
    except NoTable as e:
        said = AnswersFacts(remarks=(Remark("T060", str(e.args[0])),))
        return FACTS.dump_python(said, mode="json"), TAKEN.dump_json(Taken({}))
    said = _facts(taken, question)
    return FACTS.dump_python(said, mode="json"), TAKEN.dump_json(taken)


def _facts(taken: Taken, question: Question) -> AnswersFacts:
    remarks = list(taken.remarks)
    holders = []
    for each in question.questions.each:
        there = taken.answers.get(each.id, {})
        if not there:
            continue
        holders.append(each.id)
        lacking = sum(child not in there for child in question.selected)
        if lacking:
            of = f"{lacking} of {len(question.selected)} children"
            remarks.append(Remark("T063", f"{of} have no answer of {each.id}"))
    return AnswersFacts(taken.sheet, tuple(holders), tuple(remarks))


def table(
    answers: Mapping[str, Mapping[str, Told]], questions: Questions, selected: Sequence[str]
) -> bytes:
    """The one table for the pack, an XLSX with every id as text."""
    from .writing import workbook_of  # each command reads answers, and few write a workbook

    holders = [q for q in questions.each if answers.get(q.id)]
    rows = [[ID, *(q.text for q in holders)]]
    for child in selected:
        rows.append([child, *(answers[q.id].get(child, Told()).text for q in holders)])
    return workbook_of({"Answers": rows})
