"""Each rule finds what it is for, at its place, and nothing where all is right."""

import pytest

from jtai_submit.inspection.submission import ListHelp
from jtai_submit.tables.codes import CODES
from jtai_submit.tables.headings import How
from jtai_submit.tables.rules.registry import RULES
from tests.tables.make import (
    CONTACTS,
    blocking,
    codes,
    contact,
    contacts,
    csv_of,
    manifest,
    read,
    xlsx_of,
)

LISTS = {each.slug: each for each in manifest().every_list}
ASSESSED = [field.name for field in LISTS["assessments"].fields]
PLANS = [field.name for field in LISTS["child-protection-plan"].fields]


def assessed(
    n: int, start: str = "01/03/2017", authorised: str = "", neglect: str = "N"
) -> list[str]:
    return [
        f"1045{n:02}",
        "F",
        "WBRI",
        "01/03/2009",
        "",
        "8",
        "N",
        start,
        "Y",
        authorised,
        "T",
        "W",
        neglect,
    ]


def case(n: int, status: str = "CIN", **more: str) -> list[str]:
    return [f"1045{n:02}", status, *more.values()]


CASES = ["Child’s ID number", "Child in need or child protection plan"]
WRONG = [
    ("T003", "contacts", [CONTACTS], 1),
    (
        "T005",
        "contacts",
        [[*CONTACTS[:6], CONTACTS[7]], *([*contact(n)[:6], "School"] for n in range(6))],
        1,
    ),
    ("T006", "contacts", [["Child unique ID", "Sex", *CONTACTS[2:]], *contacts()[1:]], 1),
    ("T007", "contacts", contacts(contact(8, Child_unique_ID="")), 8),
    ("T008", "contacts", contacts(contact(1)), 8),
    ("T009", "contacts", contacts(contact(8, Date_of_contact="soon")), 8),
    ("T010", "contacts", contacts(contact(8, Date_of_birth="01/01/1900")), 8),
    ("T011", "assessments", [ASSESSED, assessed(1), assessed(2, neglect="perhaps")], 3),
    ("T012", "contacts", contacts([*contact(8)[:5], "old", *contact(8)[6:]]), 8),
    ("T013", "contacts", contacts([*contact(8)[:5], "12", *contact(8)[6:]]), 8),
    ("T014", "contacts", contacts(contact(8, Date_of_contact="20/12/2016")), 8),
    ("T016", "contacts", contacts(contact(8, Date_of_contact="20/06/2017")), 8),
    ("T017", "assessments", [ASSESSED, assessed(1), assessed(2, "01/03/2017", "01/02/2017")], 3),
    ("T022", "contacts", contacts(contact(8, Child_unique_ID="0104512")), 0),
    ("T024", "contacts", contacts([*contact(8), "more"]), 8),
    ("T025", "contacts", contacts(["Total", "", "", "", "", "", "6", ""]), 8),
    ("T027", "contacts", contacts(contact(8, Date_of_contact="04/20/2017")), 8),
    (
        "T030",
        "contacts",
        contacts(
            contact(8, Contact_source="School\n104590,F,WBRI,1,2,3,4,5\n104591,F,W,1,2,3,4,5")
        ),
        8,
    ),
    ("T031", "contacts", [CONTACTS, *(contact(n, Ethnicity="") for n in range(6))], 0),
    ("T032", "contacts", contacts(contact(8, Date_of_contact="42845")), 8),
    ("T033", "contacts", [[*CONTACTS, "Forename"], *([*contact(n), "x"] for n in range(6))], 1),
    ("T040", "ten-multi-agency", [CASES, *(case(n) for n in range(9))], 0),
    ("T042", "ten-multi-agency", [CASES, *(case(n) for n in range(9)), case(9, "open")], 11),
    ("T042", "ten-multi-agency", [CASES, *(case(n) for n in range(9)), case(9, "")], 11),
    (
        "T041",
        "ten-multi-agency",
        [[*CASES, "Age"], *(case(n, age="8") for n in range(9)), case(9, age="16")],
        11,
    ),
    ("T047", "assessments", [ASSESSED, *(assessed(n, neglect="Y") for n in range(6))], 0),
]


@pytest.mark.parametrize(
    ("code", "slug", "rows", "row"), WRONG, ids=[f"{w[0]}-{w[3]}" for w in WRONG]
)
def test_a_rule_finds_its_kind_and_its_place(
    code: str, slug: str, rows: list[list[str]], row: int
) -> None:
    facts, _ = read(csv_of(rows), slug)
    found = [(r.code, r.row) for r in facts.lists[0].remarks]
    assert (code, row) in found
    assert {c for c, _ in found} - {code} <= {"T025"}, found


def test_right_lists_have_nothing_to_say() -> None:
    assert codes(csv_of(contacts()), "contacts") == set()
    assert (
        codes(
            csv_of([ASSESSED, *(assessed(n, "28/04/2017", neglect="") for n in range(9))]),
            "assessments",
        )
        == set()
    )
    assert codes(csv_of([CASES, *(case(n) for n in range(10))]), "ten-multi-agency") == set()


def test_every_rule_has_its_words_and_is_tried() -> None:
    known = {rule.code for rule in RULES}
    assert known <= set(CODES)
    in_workbooks = {
        "T004",
        "T015",
        "T018",
        "T019",
        "T020",
        "T021",
        "T023",
        "T026",
        "T029",
        "T034",
    }  # tried elsewhere
    assert known == {code for code, *_ in WRONG} | in_workbooks


def test_counts_are_never_counted_again_but_compared() -> None:
    names = [field.name for field in LISTS["referrals"].fields]
    rows = [
        [
            "104501",
            "F",
            "W",
            "01/03/2009",
            "",
            "8",
            f"{day}/04/2017",
            "School",
            "N",
            count,
            "T",
            "W",
        ]
        for day, count in (("20", "1"), ("21", "2"), ("22", "-1"))
    ]
    facts, _ = read(csv_of([names, *rows]), "referrals")
    assert [(r.code, r.row) for r in facts.lists[0].remarks] == [("T023", 3), ("T023", 4)]


def test_an_old_export_is_said() -> None:
    rows = [contact(n % 90, Date_of_contact=f"{1 + n % 28:02}/03/2017") for n in range(80)]
    assert "T015" in codes(csv_of([CONTACTS, *rows]), "contacts")


@pytest.mark.parametrize("slug", [each.slug for each in manifest().lists])
def test_a_missing_column_warns_where_possible_and_otherwise_asks_once(slug: str) -> None:
    asked = LISTS[slug]
    names = [field.name for field in asked.fields]
    for n, field in enumerate(asked.fields):
        rest = [name for m, name in enumerate(names) if m != n]
        found = codes(csv_of([rest, [f"x{m}" for m in range(len(rest))]]), slug)
        first_two = slug in ("child-in-need", "child-protection-plan")
        unborn = "unborn" in field.name
        wanted = set() if unborn else {"T004"} if first_two or not field.in_template else {"T005"}
        assert found & {"T004", "T005"} == wanted, field.name


def test_several_missing_columns_ask_for_one_acceptance() -> None:
    facts, _ = read(csv_of([CONTACTS[:4], contact(1)[:4]]), "contacts")
    assert [r.code for r in facts.lists[0].remarks].count("T005") == 1


def test_a_heading_that_was_said_by_hand() -> None:
    rows = [[*CONTACTS[:7], "Referrer"], *contacts()[1:]]
    assert codes(csv_of(rows), "contacts") == {"T005"}
    help_ = (ListHelp(list="contacts", field="Contact source", heading="Referrer"),)
    facts, _ = read(csv_of(rows), "contacts", help=help_)
    assert facts.lists[0].columns[7].how is How.EXACT and not facts.lists[0].remarks
    said = (ListHelp(list="contacts", sheet="Tab 3"),)
    facts, _ = read(xlsx_of({"Tab 3": contacts()}), help=said)
    assert facts.lists[0].slug == "contacts"


def test_a_child_may_appear_again_with_another_contact_but_not_twice_on_a_plan() -> None:
    assert codes(csv_of(contacts(contact(1, Date_of_contact="21/04/2017"))), "contacts") == set()
    rows = [["104501", *[""] * 18], ["104501", *[""] * 18]]
    assert "T008" in codes(csv_of([PLANS, *rows]), "child-protection-plan")


def test_nothing_but_few_things_blocks() -> None:
    blocks = {code for code, entry in CODES.items() if entry.blocks}
    assert blocks == {
        "T001",
        "T002",
        "T003",
        "T005",
        "T030",
        "T060",
        "T061",
        "T063",
        "T066",
        "T068",
        "T080",
    }
    assert blocking({"T004", "T009", "T013", "T040"}) == set()


@pytest.mark.parametrize(
    ("born", "day", "said"),
    [
        ("20/04/2017", "02/02/2016", True),
        ("20/04/2017", "02/12/2016", False),  # before the birth, as work with a family may begin
        ("01/08/2017", "02/02/2016", False),  # expected
        ("", "02/02/2016", False),
    ],
)
def test_before_the_child_was_born(born: str, day: str, said: bool) -> None:
    table = contacts(contact(8, Date_of_birth=born, Date_of_contact=day))
    assert ("T017" in codes(csv_of(table), "contacts")) is said
