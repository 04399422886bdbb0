"""CSV and XLSX as they really come: encodings, delimiters, titles, two heading rows, totals, what
readers hide.
"""

import csv
import io
import zipfile
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from jtai_submit.tables.csv_file import decoded, read_csv
from jtai_submit.tables.workbook import read_workbook
from tests.tables.make import (
    CONTACTS,
    MAIN,
    Rows,
    codes,
    contact,
    contacts,
    csv_of,
    read,
    with_shared_strings,
    xlsx_of,
)


def rows(data: bytes, only: str = "contacts") -> int:
    facts, _ = read(data, only)
    return sum(each.rows for each in facts.lists)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    table = contacts(contact(50, Contact_source="Café, School; Club"))
    assert rows(csv_of(table, delimiter, encoding)) == 7
    assert codes(csv_of(table, delimiter, encoding), "contacts") == set()


def test_excels_own_line_says_the_delimiter_and_is_no_row() -> None:
    data = b"sep=;\r\n" + csv_of(contacts(), ";")
    facts, _ = read(data, "contacts")
    assert facts.lists[0].heading_row == 2 and facts.lists[0].rows == 6


def test_letters_of_windows_are_read() -> None:
    assert decoded("café – ‘x’".encode("cp1252")) == ("café – ‘x’", True)


def test_characters_in_no_encoding_are_said() -> None:
    data = csv_of(contacts()).replace(b"School", b"Sch\x81ol", 1)
    assert codes(data, "contacts") == {"T029"}


def test_titles_and_notes_above_the_headings() -> None:
    table = [["List 1: Contacts"], [], ["Made on 8 May 2017", "for Exampleshire"], *contacts()]
    facts, _ = read(csv_of(table))
    assert (facts.lists[0].slug, facts.lists[0].heading_row, facts.lists[0].rows) == (
        "contacts",
        4,
        6,
    )


def test_two_rows_of_headings() -> None:
    upper = ["Child", "", "", "", "", "", "Contact", ""]
    lower = [
        "unique ID",
        "Gender",
        "Ethnicity",
        "Date of birth",
        "If unborn, expected date of birth",
        "Age of child (years)",
        "Date of contact",
        "source",
    ]
    facts, _ = read(csv_of([upper, lower, *contacts()[1:]]), "contacts")
    found = {m.field: m.column for m in facts.lists[0].columns}
    assert (
        found["Child unique ID"] == 0 and found["Contact source"] == 7 and facts.lists[0].rows == 6
    )


def test_totals_and_notes_are_no_cases_and_are_said() -> None:
    table = contacts(
        ["Total", "", "", "", "", "", "6", ""], ["Source: the case system, 8 May", *[""] * 7]
    )
    facts, _ = read(csv_of(table), "contacts")
    assert facts.lists[0].rows == 6 and [(r.code, r.row) for r in facts.lists[0].remarks] == [
        ("T025", 8),
        ("T025", 9),
    ]


def test_a_workbook_counts_rows_and_columns_as_people_do() -> None:
    table: list[list[Any]] = [
        [None] * 9,
        [None, *CONTACTS],
        *([None, *contact(n)] for n in range(6)),
        [None, *contact(7, Gender="F")],
    ]
    table[4][7] = "not a date"
    facts, _ = read(xlsx_of({"List_1": table}))
    assert [(r.code, r.row, r.column) for r in facts.lists[0].remarks] == [("T009", 5, 8)]


def test_days_of_a_workbook_that_counts_from_1904() -> None:
    table: list[list[Any]] = [
        CONTACTS,
        *(
            [*contact(n)[:3], date(2009, 3, 1), None, 8, date(2017, 4, 20), "School"]
            for n in range(6)
        ),
    ]
    for early in (False, True):
        assert codes(xlsx_of({"List_1": table}, date1904=early)) == set()


def _changed(data: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook whose first sheet part says something else."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert old in part
                part = part.replace(old, new, 1)
            after.writestr(name, part)
    return out.getvalue()


def test_what_calamine_hides_is_said() -> None:
    table = [CONTACTS, *(contact(n) for n in range(6))]
    book = load_workbook(io.BytesIO(xlsx_of({"List_1": table})))
    sheet = book.active
    assert sheet is not None
    sheet["H3"] = "=VLOOKUP(A3,Sheet2!A:B,2)"
    sheet["H4"] = "#N/A"
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["A6"] = 12345678901234567
    sheet.merge_cells("B6:B7")
    out = io.BytesIO()
    book.save(out)
    facts, _ = read(out.getvalue())
    found = {(r.code, r.row, r.column) for r in facts.lists[0].remarks}
    assert {("T019", 3, 8), ("T018", 4, 8), ("T020", 5, 0), ("T020", 0, 3), ("T021", 6, 1)} <= found
    assert ("T026", 7, 2) in found


def test_an_error_cell_without_a_reference() -> None:
    data = xlsx_of({"List_1": [CONTACTS, contact(1)]})
    broken = (
        _changed(data, b'<c r="H2" t="inlineStr">', b'<c t="e"><v>#REF!</v></c><c t="inlineStr">')
        if (
            b'<c r="H2" t="inlineStr">'
            in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
        )
        else _changed(data, b'<c r="H2" t="s">', b'<c t="e"><v>#REF!</v></c><c t="s">')
    )
    facts, _ = read(broken)
    assert ("T018", 2, 8) in {(r.code, r.row, r.column) for r in facts.lists[0].remarks}


def test_a_cell_far_away_costs_no_memory() -> None:
    table = [CONTACTS, *(contact(n) for n in range(6))]
    book = load_workbook(io.BytesIO(xlsx_of({"List_1": table})))
    assert book.active is not None
    book.active["B1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    facts, _ = read(out.getvalue())
    assert facts.lists[0].rows >= 6


def test_one_workbook_serves_several_lists_and_others_are_left_alone() -> None:
    referrals = [
        "Child unique ID",
        "Gender",
        "Ethnicity",
        "Date of birth",
        "Age",
        "Date of referral",
        "Referral source",
        "Referral NFA?",
        "Number of referrals in last 12 months",
        "Allocated team",
        "Allocated worker",
    ]
    row = [
        "104501",
        "F",
        "WBRI",
        "01/03/2009",
        "8",
        "20/04/2017",
        "School",
        "N",
        "0",
        "North",
        "W1",
    ]
    facts, _ = read(
        xlsx_of(
            {
                "Guidance": [["Child unique ID", "Gender", "Ethnicity"]],
                "Whatever": [referrals, row],
                "AA_1_contacts": contacts(),
                "List_11": [["Child unique ID"], ["1"]],
            }
        )
    )
    assert [(each.slug, each.sheet) for each in facts.lists] == [
        ("referrals", "Whatever"),
        ("contacts", "AA_1_contacts"),
    ]


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"\xd0\xcf\x11\xe0", b"PK\x03\x04 nothing", b"\0\1\2\3" * 900]
)
def test_what_is_no_table(data: bytes) -> None:
    assert codes(data, "contacts") <= {"T001", "T002"} and codes(data, "contacts")


@given(
    st.lists(
        st.text(alphabet='ab",\r\n ', max_size=8) | st.sampled_from(["a,b", '"a","b"', '"a']),
        max_size=8,
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_records_are_what_a_reader_of_csv_makes_of_them(lines: list[str], end: str) -> None:
    text = '"a",b' + end + end.join(lines) + "x"
    expected = list(csv.reader(io.StringIO(text, newline="")))
    assert [row for _, row in read_csv(text.encode(), lambda _: 0).rows] == expected


def _of_shared_strings(items: str, cells: str) -> bytes:
    sheet = f'<worksheet {MAIN}><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    return with_shared_strings(xlsx_of({"S": []}), sheet, items)


@pytest.mark.parametrize("empty", ["<si/>", "<si><t/></si>", "<si><r><t></t></r></si>"])
def test_a_blank_string_counts_among_the_shared_ones(empty: str) -> None:
    data = _of_shared_strings(
        f"<si><t>a</t></si>{empty}<si><t>c</t></si>",
        '<c r="A1" t="s"><v>2</v></c><c r="B1" t="s"><v/></c><c r="C1" t="s"><v>0</v></c>',
    )
    (sheet,) = read_workbook(data)
    assert [list(row) for _, row in sheet.rows] == [["c", "", "a"]]


def test_a_string_that_the_workbook_lacks_makes_it_unreadable() -> None:
    data = _of_shared_strings("<si><t>a</t></si>", '<c r="A1" t="s"><v>7</v></c>')
    assert codes(data, "contacts") == {"T001"}


def test_the_rest_of_a_list_on_a_sheet_without_headings_is_said() -> None:
    table = contacts()
    book: dict[str, Rows] = {
        "Contacts": table[:4],
        "Contacts (2)": table[4:],
        "Notes": [["made on", "8/5/2017"]],
    }
    facts, _ = read(xlsx_of(book), "contacts")
    (said,) = [each for each in facts.lists[0].remarks if each.code == "T035"]
    assert 'sheet "Contacts (2)"' in said.words


def test_a_summary_beside_a_list_is_none() -> None:
    pivot: Rows = [
        ["Row Labels", "Count of Child Unique ID"],
        ["Police", 4],
        ["School", 2],
        ["Total", 6],
    ]
    assert codes(xlsx_of({"Contacts": contacts(), "Pivot": pivot}), "contacts") == set()


@pytest.mark.parametrize(
    "footer", [["(6 rows affected)"], ["Report run on 9 May"], ["No. of children", 6]]
)
def test_a_footer_is_no_case(footer: list[Any]) -> None:
    ten = [["Child ID", "CIN or CP"], *([str(104_500 + n), "CIN"] for n in range(10))]
    for table, only, rows_ in ((contacts(), "contacts", 6), (ten, "ten-multi-agency", 10)):
        assert rows(csv_of([*table, [], footer]), only) == rows_
        assert rows(xlsx_of({"x": [*table, [], footer]}), only) == rows_


def test_a_formula_that_came_to_nothing_is_calculated() -> None:
    cell = '<c r="A1" t="str"><f>IF(B1="","","x")</f><v></v></c><c r="B1"><f>1+1</f></c>'
    (sheet,) = read_workbook(_of_shared_strings("", cell))
    assert [each.column for each in sheet.oddities] == [2]
