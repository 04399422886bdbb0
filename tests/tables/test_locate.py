"""Which list a file or a sheet holds: names help where they are right, and headings decide."""

import pytest

from jtai_submit.tables.locate import named
from tests.tables.make import (
    LISTS,
    Rows,
    blocking,
    contact,
    contacts,
    csv_of,
    read,
    rows_of,
    xlsx_of,
)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("contacts", "contacts"),
        ("List 6", "child-in-need"),
        ("List_1", "contacts"),
        ("List 1 - Child in need", "child-in-need"),
        ("List 2 - Child protection plan", "child-protection-plan"),
        ("CIN list May", "child-in-need"),
        ("s47s", ""),
        ("S47 enquiries", "section-47"),
        ("Multi-agency 10 cases", "ten-multi-agency"),
        ("10 cases Positive Engagement", "ten-positive-engagement"),
        ("YOT NPS CRC", "ten-youth-offending-or-probation"),
        ("Contacts, early help and referrals", ""),
        ("Contacts to early help", ""),
        ("Cincinnati", ""),
    ],
)
def test_names(name: str, slug: str) -> None:
    assert named(name, tuple(LISTS.values())) == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("assessments", "early-help"),  # "early help assessments" in another's file name
        ("assessments", "section-47"),
        ("early-help", "contacts"),
        ("contacts", "child-in-need"),
        ("child-in-need", "child-protection-plan"),
        ("child-protection-plan", "child-in-need"),
    ],
)
def test_headings_that_are_clearly_anothers_decide(name: str, slug: str) -> None:
    facts, _ = read(csv_of(rows_of(slug)), name)
    (found,) = facts.lists
    said = {remark.code for remark in found.remarks}
    assert found.slug == slug and "T034" in said and not blocking(said)


@pytest.mark.parametrize("slug", LISTS)
def test_the_name_is_right_where_everything_is_there(slug: str) -> None:
    facts, _ = read(csv_of(rows_of(slug)), slug)
    assert [each.slug for each in facts.lists] == [slug]
    assert "T034" not in {remark.code for remark in facts.lists[0].remarks}


def test_a_list_without_a_column_keeps_its_name() -> None:
    rows = [[cell for n, cell in enumerate(row) if n != 7] for row in contacts()]
    facts, _ = read(csv_of(rows), "contacts")
    assert [each.slug for each in facts.lists] == ["contacts"]
    assert "T005" in {remark.code for remark in facts.lists[0].remarks}


@pytest.mark.parametrize(
    ("slug", "field", "headings", "taken"),
    [
        ("referrals", "Child unique ID", ("Parent person ID", "LCS ID"), "LCS ID"),
        ("referrals", "Child unique ID", ("Case worker no", "Client number"), "Client number"),
        (
            "section-47",
            "Section 47 enquiry start date",
            ("Section 47 end date", "Section 47 start date"),
            "Section 47 start date",
        ),
        (
            "referrals",
            "Date of the most recent referral",
            ("Referral outcome date", "Date referred"),
            "Date referred",
        ),
        (
            "child-protection-plan",
            "Child protection plan start date",
            ("Plan review start date", "Plan start date"),
            "Plan start date",
        ),
    ],
)
def test_of_two_columns_the_right_one_is_guessed(
    slug: str, field: str, headings: tuple[str, ...], taken: str
) -> None:
    head, *rows = rows_of(slug)
    at = head.index(field)
    head = [*headings, *head[:at], *head[at + 1 :]]
    wide = [[*[row[at]] * len(headings), *row[:at], *row[at + 1 :]] for row in rows]
    facts, _ = read(csv_of([head, *wide]), slug)
    assert next(m.heading for m in facts.lists[0].columns if m.field == field) == taken


def test_every_sheet_of_a_named_workbook_is_read() -> None:
    bad = contacts(contact(9, Date_of_contact="31/02/2017"))
    sheets: dict[str, Rows] = {
        "Lookups": [["Gender", "Ethnicity", "Contact source"], ["M", "W", "School"]],
        "Codes used": contacts(),
        "Feb": contacts(),
        "Mar": contacts(),
        "Apr": bad,
        "By source": [["Contact source", "Date of contact", "Count"], ["School", "May", 3]],
    }
    facts, _ = read(xlsx_of(sheets), "contacts")
    assert [(each.sheet, each.rows) for each in facts.lists] == [("Feb", 6), ("Mar", 6), ("Apr", 7)]
    assert "T009" in {remark.code for remark in facts.lists[2].remarks}


def test_a_workbook_of_several_lists_under_the_name_of_one() -> None:
    numbered = ((1, "contacts"), (2, "early-help"))
    sheets: dict[str, Rows] = {f"List_{n}": rows_of(slug) for n, slug in numbered}
    facts, _ = read(xlsx_of(sheets), "early-help")
    assert [each.slug for each in facts.lists] == ["contacts", "early-help"]


@pytest.mark.parametrize(
    ("field", "heading"),
    [
        ("Child unique ID", "Mosaic ID"),
        ("Child unique ID", "Case number"),
        ("Age of child (years)", "Age at contact"),
        ("Contact source", "Source of contact"),
        ("Date of contact", "Contact received date"),
    ],
)
def test_columns_under_other_headings_are_there(field: str, heading: str) -> None:
    head, *rows = contacts()
    head = [heading if each == field else each for each in head]
    facts, _ = read(csv_of([head, *rows]), "contacts")
    assert not blocking({remark.code for remark in facts.lists[0].remarks})
    assert next(m.heading for m in facts.lists[0].columns if m.field == field) == heading


@pytest.mark.parametrize(
    ("field", "heading"),
    [
        ("Referral source", "Source of referral"),
        ("Date of the most recent referral", "Referral received date"),
        ("Referral – no further action? (Y/N)", "NFA"),
        ("Allocated worker", "Social worker"),
        ("Allocated team", "Team name"),
        ("Number of referrals in last 12 months", "No of referrals in last 12 months"),
    ],
)
def test_and_those_of_referrals(field: str, heading: str) -> None:
    head, *rows = rows_of("referrals")
    facts, _ = read(csv_of([[heading if h == field else h for h in head], *rows]), "referrals")
    assert not blocking({remark.code for remark in facts.lists[0].remarks})
    assert next(m.heading for m in facts.lists[0].columns if m.field == field) == heading
