"""Headings: whole ones first, in any spelling; patterns only as a guess; look-alikes never."""

import pytest

from jtai_submit.tables.headings import Headings, How, normalised
from tests.tables.make import manifest

LISTS = {each.slug: each for each in manifest().every_list}


def how(slug: str, *headings: str) -> dict[str, How]:
    matches = Headings(LISTS[slug].fields).match(headings)
    return {m.field: m.how for m in matches if m.how is not How.MISSING}


@pytest.mark.parametrize("slug", LISTS)
def test_the_guidances_own_words_match_whole(slug: str) -> None:
    names = [field.name for field in LISTS[slug].fields]
    matches = Headings(LISTS[slug].fields).match(names)
    assert [(m.field, m.how, m.column) for m in matches] == [
        (n, How.EXACT, i) for i, n in enumerate(names)
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "DateOfBirth",
        "date of birth",
        "Date of\u00a0Birth:",
        "DATE\nOF BIRTH",
        "Date_of_Birth",
        "Date of birth?",
    ],
)
def test_spellings_of_one_heading(heading: str) -> None:
    assert how("contacts", heading) == {"Date of birth": How.EXACT}


def test_short_forms_are_guesses() -> None:
    assert how("contacts", "Sex", "DOB", "Age", "EDD") == {
        "Gender": How.GUESS,
        "Date of birth": How.GUESS,
        "Age of child (years)": How.GUESS,
        "If unborn, expected date of birth": How.GUESS,
    }


@pytest.mark.parametrize(
    ("slug", "heading"),
    [
        ("section-47", "CP_CONF_NEEDED"),
        ("assessments", "Was the child assessed as requiring LA children's social care support"),
        ("child-in-need", "Date Stage 1 started"),
        ("child-in-need", "Case status"),
        ("early-help", "Assessment start date"),
    ],
)
def test_what_looks_alike_is_never_taken(slug: str, heading: str) -> None:
    assert how(slug, heading) == {}


def test_a_guess_never_takes_what_a_whole_heading_holds() -> None:
    matches = Headings(LISTS["contacts"].fields).match(
        ["Child identifier of parent id", "Child Unique ID"]
    )
    assert matches[0].column == 1 and matches[0].how is How.EXACT


def test_what_a_person_said_counts_first() -> None:
    known = Headings(LISTS["contacts"].fields, {"Contact source": "Referrer"})
    matches = {m.field: m.column for m in known.match(["Contact source", "Referrer"])}
    assert matches["Contact source"] == 1


def test_yes_no_tails_and_dashes_do_not_count() -> None:
    assert normalised("Referral – no further action? (Y/N)") == normalised(
        "referral - No Further Action"
    )
