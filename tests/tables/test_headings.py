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


NATURAL = {
    ("contacts", "Child unique ID"): "LiquidLogic ID;CareFirst ID;Framework-i ID;Paris ID;Unique "
    "Reference;ID;ID Number;YP ID;URN;LCSID;Mosaic No;Client Number;Child Unique ID (LCS)",
    ("contacts", "Date of birth"): "DoB;Birth Date;BirthDate;Child DOB;DOB / EDD;D.O.B;D O B;Born;"
    "DOB (dd/mm/yyyy);Date of Birth (DD/MM/YYYY);Date of Birth / Expected Date of Birth;Person DOB",
    ("contacts", "Age of child (years)"): "Child's Age;Childs Age;Current Age;Person Age;Age (yrs)",
    ("contacts", "Gender"): "Child Gender;PERSON_SEX;M/F;Sex/Gender",
    ("contacts", "Date of contact"): "Date Contact Received;Contact Created;Date of Contact "
    "(DD/MM/YYYY);ContactDateTime",
    ("contacts", "Contact source"): "Contacted By;Source Agency;Source of contact/referral",
    ("section-47", "Number of ICPCs in the last 12 months"): "Number of ICPCs in last 12 months;"
    "ICPCs last 12 months;No ICPCs 12m;NumberOfICPCsInLast12Months;Number of Initial Child "
    "Protection Conferences in the last 12 months",
    ("section-47", "Section 47 enquiry start date"): "S.47 Start Date;Sec 47 start date;S47 "
    "Commenced;Section47 Start Date",
    ("section-47", "Initial child protection conference not required (Y/N)"): "ICPC unnecessary;"
    "Was ICPC deemed unnecessary?;ICPC not needed",
    ("assessments", "assessment date of authorisation"): "Authorisation Date;Date Authorised;"
    "Authorised On;AuthorisationDate;Completion Date",
    ("referrals", "Number of referrals in last 12 months"): "Number of Referrals in Last 12m;"
    "Referrals12Months;No of referrals 12mths",
    ("referrals", "Allocated worker"): "Caseworker;Lead Professional;Case Holder;SW Name",
    ("early-help", "Organisation completing assessment"): "Lead Agency;Completed By;Org completing "
    "assessment",
    ("ten-multi-agency", "Child in need or child protection plan"): "CiN/CP;CP or CiN;CiN",
}


@pytest.mark.parametrize(
    ("slug", "field", "heading"),
    [(*where, each) for where, many in NATURAL.items() for each in many.split(";")],
)
def test_what_case_systems_call_a_column(slug: str, field: str, heading: str) -> None:
    assert field in how(slug, heading)


@pytest.mark.parametrize(
    "heading",
    [
        *("Count of Child Unique ID", "Number of child IDs", "Parent ID", "Worker ID", "Team ID"),
        *("Age band", "Mother's date of birth", "Date of birth of father", "Row Labels"),
    ],
)
def test_what_is_beside_the_child_is_not_taken(heading: str) -> None:
    assert not set(how("contacts", heading)) & {
        *("Child unique ID", "Date of birth", "Age of child (years)"),
    }
