"""Answers: what people write, and the one table."""

import pytest

from jtai_submit.manifest.models import Questions
from jtai_submit.tables.answers import (
    Question,
    Taken,
    Told,
    _facts,
    read_answers,
    table,
    understood,
)
from jtai_submit.tables.sheet import NoTable
from tests.tables.make import csv_of, manifest


def _questions() -> Questions:
    found = manifest().questions
    assert found is not None
    return found


QUESTIONS = _questions()
POLICE = QUESTIONS.each[3]


@pytest.mark.parametrize(
    ("answer", "because", "told"),
    [
        ("Y", "", Told("Y")),
        ("a) Yes", "", Told("Y")),
        ("no", None, Told("N")),
        (False, "", Told("N")),
        ("Not known yet", "the officer is away", Told("", "the officer is away")),
        ("not known yet, because the officer is away", "", Told("", "the officer is away")),
        ("", "the officer is away", Told("", "the officer is away")),
        ("", "", Told()),
        ("Not known yet", "", None),
        ("perhaps", "", None),
        ("unknown", "", None),
        ("unknown", "the officer is away", Told("", "the officer is away")),
        ("Not known: the officer is away", "", Told("", "the officer is away")),
        ("unknown, because the officer is away", "", Told("", "the officer is away")),
        ("Not known at present", "", Told("", "at present")),
        ("Unknown at present - awaiting check", "", Told("", "at present - awaiting check")),
        ("Not known to police", "", None),
        ("Unknown to this force", "", None),
        ("Not known to us at this address", "", None),
        ("Unknownst", "", None),
    ],
)
def test_what_people_write(answer: object, because: object, told: Told | None) -> None:
    assert understood(answer, because) == told  # type: ignore[arg-type]


def test_the_table_reads_back_as_it_was_written() -> None:
    selected = ("007123", "104502", "104503")
    answers = {"police": {"007123": Told("Y"), "104502": Told("", "the officer is away")}}
    taken = read_answers(table(answers, QUESTIONS, selected), QUESTIONS, selected, "x")
    assert taken.answers == answers and not taken.remarks
    facts = _facts(taken, Question("x", QUESTIONS, selected))
    assert facts.holders == ("police",) and [r.code for r in facts.remarks] == ["T063"]


def test_two_answers_about_one_child_are_said_and_neither_is_taken() -> None:
    rows = [
        ["Child unique ID", POLICE.text],
        ["104501", "Y"],
        ["104502", "Y"],
        ["0104501", "N"],
        ["104502", "y"],
    ]
    taken = read_answers(csv_of(rows), QUESTIONS, ("104501", "104502"), "x")
    assert taken.answers["police"] == {"104502": Told("Y")}
    assert [(r.code, r.row, r.column) for r in taken.remarks] == [("T068", 4, 2)]


def test_what_is_wrong_on_a_sheet_is_said_by_row_alone() -> None:
    rows = [
        ["Child unique ID", "Child", POLICE.text, f"Because: {POLICE.text}"],
        ["7123", "Ann Example", "Y", ""],
        ["104502", "Sam Example", "perhaps", ""],
        ["999", "Pat Example", "N", ""],
        ["104503", "Lee Example", "N", ""],
    ]
    taken = read_answers(csv_of(rows), QUESTIONS, ("007123", "104502", "104503"), "x")
    assert taken.answers == {"police": {"007123": Told("Y"), "104503": Told("N")}}
    assert [(r.code, r.row) for r in taken.remarks] == [("T061", 3), ("T062", 4)]
    assert "Example" not in str(taken)


def test_a_sheet_without_answers_is_none() -> None:
    with pytest.raises(NoTable):
        read_answers(csv_of([["Child unique ID", "Name"], ["1", "x"]]), QUESTIONS, ("1",), "x")


def test_a_table_where_a_child_has_no_row_is_not_complete() -> None:
    taken = Taken({"police": {"1": Told("Y")}})
    facts = _facts(taken, Question("x", QUESTIONS, ("1", "2")))
    assert [r.words for r in facts.remarks] == ["1 of 2 children have no answer of police"]
