"""Which rows are cases, and what an odd cell costs: never the list, and never a child."""

import pytest

from tests.tables.make import blocking, codes, contact, contacts, csv_of, read, rows_of, xlsx_of

BLANK = [""] * 7


@pytest.mark.parametrize(
    "row",
    [
        ["OFFICIAL-SENSITIVE", *BLANK],
        ["End", *BLANK],
        ["6", *BLANK],  # how many there are
        ["Total", *BLANK],
        contacts()[0],  # the headings, on a further page
    ],
)
def test_what_is_no_case_is_not_counted_and_said(row: list[str]) -> None:
    facts, _ = read(csv_of(contacts(row)), "contacts")
    (found,) = facts.lists
    assert found.rows == 6 and {r.code for r in found.remarks} == {"T025"}
    assert [r.row for r in found.remarks] == [8]


@pytest.mark.parametrize("row", [["104599", *BLANK], ["7", *BLANK], ["AB-1", *BLANK]])
def test_a_child_of_whom_no_more_is_known_is_one(row: list[str]) -> None:
    facts, _ = read(csv_of(contacts(row)), "contacts")
    assert facts.lists[0].rows == 7


def test_pages_in_the_middle_of_a_long_list() -> None:
    head, *rows = rows_of("contacts", many=5_000)
    facts, _ = read(csv_of([head, *rows[:3_000], head, *rows[3_000:]]), "contacts")
    assert facts.lists[0].rows == 5_000


@pytest.mark.parametrize("cell", ["nan", "NaN", "inf", "-Infinity", "1e400", "1e5000", "9" * 5000])
def test_a_number_that_is_none_costs_one_remark(cell: str) -> None:
    head, *rows = rows_of("referrals")
    rows[3][head.index("Number of referrals in last 12 months")] = cell
    facts, _ = read(csv_of([head, *rows]), "referrals")
    said = {(r.code, r.row) for r in facts.lists[0].remarks}
    assert said <= {("T012", 5), ("T023", 5), ("T023", 0)} and facts.lists[0].rows == 10


def test_ids_as_spreadsheets_write_them() -> None:
    cells = ['="007123"', "104,512", "104513.0", "104514"]
    rows = [[cell, *contact(1)[1:]] for cell in cells]
    _, children = read(csv_of([contacts()[0], *rows]), "contacts")
    assert children["contacts"].ids == ("007123", "104512", "104513", "104514")


def test_an_id_that_lost_its_digits_is_said() -> None:
    rows = contacts(["1.04512E+11", *contact(1)[1:]])
    facts, _ = read(csv_of(rows), "contacts")
    assert [(r.code, r.row, r.column) for r in facts.lists[0].remarks] == [("T021", 8, 1)]


def test_a_note_of_several_lines_is_one_cell() -> None:
    head, *rows = contacts()
    note = "Call from school.\nHome cold, no food, dirty, unkempt, poor attendance, worried, sad."
    table = [[*head, "Summary"], *([*row, note] for row in rows)]
    assert codes(csv_of(table), "contacts") == set()


def test_a_quotation_mark_that_hides_rows_is_still_found() -> None:
    lines = csv_of(contacts(many=8)).decode().splitlines()
    lines[3] = lines[3].replace("School", '"School')
    lines[6] = lines[6].replace("School", 'School"')
    assert "T030" in codes("\n".join(lines).encode(), "contacts")


@pytest.mark.parametrize("notified", ["2028-02-29"])
def test_a_leap_day_is_a_day(notified: str) -> None:
    from datetime import date

    from jtai_submit.tables.rules.t013_age_and_birth import _fit

    assert _fit(-1, date(2028, 1, 1), date.fromisoformat(notified))


def test_one_wrong_list_of_a_workbook_leaves_the_others_right() -> None:
    sheets = {"List_1": contacts()[:1], "List_6": rows_of("child-in-need")}
    facts, _ = read(xlsx_of(dict(sheets)))
    said = {each.slug: {r.code for r in each.remarks} for each in facts.lists}
    assert "T003" in said["contacts"] and not blocking(said["child-in-need"])
