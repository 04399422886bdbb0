"""Chronologies: what is said of one, and that a merge keeps every entry and every word."""

import io
import zipfile
from datetime import date
from itertools import pairwise

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from jtai_submit.tables.beginnings import beginning
from jtai_submit.tables.chronology import Asked, Chronology, read_chronology
from jtai_submit.tables.chronology_merged import merge, written
from jtai_submit.tables.sheet import NoTable
from jtai_submit.tables.values import days
from tests.tables.make import Rows, csv_of, xlsx_of

TODAY = date(2017, 5, 15)
HEADINGS = ["Date", "Agency", "Event"]
ROWS = [["01/02/2011", "Police", "Earlier, for context"], ["03/04/2017", "Health", "A&E, “fall”"]]


def read(data: bytes, name: str = "x") -> Chronology:
    return read_chronology(data, Asked(name, TODAY))


def word(rows: list[list[str]]) -> bytes:
    document = docx.Document()
    document.add_paragraph("Joint chronology")
    table = document.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "make", [csv_of, word, lambda rows: xlsx_of({"Sheet1": [["Chronology"], *rows]})]
)
def test_every_format(make: object) -> None:
    found = read(make([HEADINGS, *ROWS]))  # type: ignore[operator]
    assert [list(entry.cells.values()) for entry in found.entries] == ROWS
    assert not found.remarks and found.agency == "Agency"


def test_what_is_said_and_that_earlier_entries_are_right() -> None:
    rows = [
        *ROWS,
        ["02/04/2017", "Police", "x"],
        ["", "Police", "x"],
        ["01/01/2019", "Police", "x"],
    ]
    found = read(csv_of([HEADINGS, *rows]))
    assert [(r.code, r.row) for r in found.remarks] == [("T082", 4), ("T081", 5), ("T083", 6)]


@pytest.mark.parametrize(
    "data", [b"", csv_of([["a", "b"], ["1", "2"]]), csv_of([["Date"], ["01/01/2017"]])]
)
def test_what_is_no_chronology(data: bytes) -> None:
    with pytest.raises(NoTable):
        read(data)


def test_merge_by_date_with_each_agency() -> None:
    one = read(csv_of([HEADINGS, *ROWS]), "one")
    two = read(
        csv_of(
            [
                ["When", "What happened", "Outcome"],
                ["02/03/2016", "Seen at home", "NFA"],
                ["", "And again", ""],
            ]
        ),
        "two",
    )
    assert merge([one, two], {"two": "School"}) == [
        ["Date", "Agency", "Event", "What happened", "Outcome"],
        ["01/02/2011", "Police", "Earlier, for context", "", ""],
        ["02/03/2016", "School", "", "Seen at home", "NFA"],
        ["", "School", "", "And again", ""],
        ["03/04/2017", "Health", "A&E, “fall”", "", ""],
    ]


def test_two_columns_of_one_heading_keep_their_cells() -> None:
    found = read(
        csv_of([["Date", "Event", "Notes", "Notes", ""], ["01/01/2017", "a", "b", "c", "d"]])
    )
    assert list(found.entries[0].cells.values()) == ["01/01/2017", "a", "b", "c", "d"]


WORDS = st.text(
    st.characters(categories=["L", "N", "P"], max_codepoint=0x2FF), min_size=1, max_size=20
)
ENTRIES = st.lists(
    st.tuples(st.dates(date(2000, 1, 1), date(2017, 5, 15)), WORDS), min_size=1, max_size=8
)


@settings(deadline=None)  # a busy machine is no fault
@given(st.lists(ENTRIES, min_size=1, max_size=3))
def test_no_entry_and_no_word_is_lost(files: list[list[tuple[date, str]]]) -> None:
    read_files = [
        read(
            csv_of([HEADINGS, *([f"{day:%d/%m/%Y}", f"A{n}", text] for day, text in rows)]), str(n)
        )
        for n, rows in enumerate(files)
    ]
    merged = merge(read_files, {})[1:]
    wanted = sorted(
        (f"{day:%d/%m/%Y}", f"A{n}", text) for n, rows in enumerate(files) for day, text in rows
    )
    assert sorted(map(tuple, merged)) == wanted
    days = [date(int(row[0][6:]), int(row[0][3:5]), int(row[0][:2])) for row in merged]
    assert all(a <= b for a, b in pairwise(days))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "docx"])
def test_what_is_written_reads_back(ending: str) -> None:
    rows = merge([read(csv_of([HEADINGS, *ROWS]))], {})
    found = read(written(rows, ending))
    assert [list(entry.cells.values()) for entry in found.entries] == ROWS and not found.remarks


def raw_word(body: str) -> bytes:
    """A document of WordprocessingML as it stands between `w:body` and its end."""
    out = io.BytesIO(word([HEADINGS]))
    with zipfile.ZipFile(out, "a") as archive:
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        text = f"<w:document {space}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", text)
    return out.getvalue()


def cell(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def p(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def texts(*cells: str) -> str:
    return row(*(cell(p(text)) for text in cells))


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


HEAD_ROW = texts(*HEADINGS)


def events(*rows: str) -> list[list[str]]:
    body = f"<w:tbl>{HEAD_ROW}{''.join(rows)}</w:tbl>"
    return [list(each.cells.values()) for each in read(raw_word(body)).entries]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_a_reader_of_a_word_document_sees_is_read() -> None:
    day, police = cell(p("01/02/2016")), cell(p("Police"))
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inserted = f"<w:p>{run('Seen, ')}<w:ins>{run('bruise on arm.')}</w:ins></w:p>"
    gone = f"<w:p>{run('Seen')}<w:del><w:r><w:delText>no</w:delText></w:r></w:del></w:p>"
    assert events(row(day, police, cell(inserted))) == [
        ["01/02/2016", "Police", "Seen, bruise on arm."]
    ]
    assert events(row(day, police, cell(gone))) == [["01/02/2016", "Police", "Seen"]]
    assert events(row(cell(control.format(p("01/02/2016"))), police, cell(p("x")))) == [
        ["01/02/2016", "Police", "x"]
    ]
    assert events(control.format(row(day, police, cell(p("x"))))) == [["01/02/2016", "Police", "x"]]
    assert events(row(day, police, cell(p("x")), properties="<w:del/>")) == []
    inner = f"<w:tbl><w:tr>{cell(p('a'))}{cell(p('b'))}</w:tr></w:tbl>{p('c')}"
    assert events(row(day, police, cell(inner))) == [["01/02/2016", "Police", "a\nb\nc"]]
    merged = cell("<w:p/>", "<w:vMerge/>")
    started = cell(p("01/02/2016"), '<w:vMerge w:val="restart"/>')
    assert events(row(started, police, cell(p("x"))), row(merged, police, cell(p("y")))) == [
        ["01/02/2016", "Police", "x"],
        ["01/02/2016", "Police", "y"],
    ]
    lines = "<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r></w:p>" + p("three")
    assert events(row(day, police, cell(lines)))[0][2] == "one\ntwo\nthree"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_every_table_and_every_sheet_is_read() -> None:
    front = table(texts("Completed by", "Police"), texts("x", "y"))
    first = table(HEAD_ROW, texts("01/02/2016", "Police", "x"))
    second = table(texts("01/03/2016", "Police", "y"))  # cut by Word, without its headings
    other = texts("Date of event", "Source", "Outcome")
    third = table(other, texts("01/04/2017", "Health", "z"))
    found = read(raw_word(front + first + second + third))
    assert [(e.cells["Date"], e.cells["Agency"]) for e in found.entries] == [
        ("01/02/2016", "Police"),
        ("01/03/2016", "Police"),
        ("01/04/2017", "Health"),
    ]
    assert [r.code for r in found.remarks] == ["T084"]
    assert len(merge([found], {})) == 4 and merge([found], {})[3][-1] == "z"
    years: dict[str, Rows] = {
        "2016": [HEADINGS, ROWS[0]],
        "Notes": [["x"], ["y"]],
        "2017": [HEADINGS, ROWS[1]],
    }
    both = read(xlsx_of(years))
    assert len(both.entries) == 2 and [r.code for r in both.remarks] == ["T084"]


def test_a_column_may_have_the_name_that_another_date_gets() -> None:
    first = [["Date recorded", "Agency", "Event"], ["01/02/2016", "Police", "x"]]
    second = [
        ["Date", "Date recorded", "Agency", "Event"],
        ["05/03/2017", "09/04/2017", "Health", "y"],
    ]
    rows = merge([read(xlsx_of({"a": first, "b": second}))], {})
    assert rows[2][0] == "05/03/2017" and "09/04/2017" in rows[2]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_table_of_the_family_is_no_entry() -> None:
    chronology = table(HEAD_ROW, texts("01/02/2016", "Police", "x"))
    family = table(
        texts("Date of birth", "Name", "Relation"), *(texts("01/02/2009", "N", "R") for _ in "abc")
    )
    found = read(raw_word(chronology + family))
    assert len(found.entries) == 1 and "4 rows of it not read" in found.remarks[0].words
    assert not read(xlsx_of({"a": [HEADINGS, *ROWS], "Sheet2": [], "Sheet3": []})).remarks


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_tab_stops_are_no_letters_and_wide_numbers_are_bounded() -> None:
    stops = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>01/02/2016</w:t></w:r></w:p>"
    wide = '<w:gridBefore w:val="3000000"/>'
    assert events(row(cell(stops), cell(p("Police")), cell(p("x"))))[0][0] == "01/02/2016"
    assert events(row(cell(p("x")), properties=wide)) is not None
    longest = f'<w:gridBefore w:val="{"9" * 5000}"/>'
    assert events(row(cell(p("x")), properties=longest)) is not None


def test_a_formula_that_nobody_calculated_is_said() -> None:
    found = read(xlsx_of({"x": [HEADINGS, ["01/02/2016", "Police", "=A1&B1"]]}))
    assert [(r.code, r.row, r.column) for r in found.remarks] == [("T019", 2, 3)]


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("March 2017", date(2017, 3, 1)),
        ("Mar. 2017", date(2017, 3, 1)),
        ("03/2017", date(2017, 3, 1)),
        ("2/4/2017 - 5/4/2017", date(2017, 4, 2)),
        ("2 - 5 April 2017", date(2017, 4, 2)),
        ("2nd to 5th April 2017", date(2017, 4, 2)),
        ("April 2nd 2017", date(2017, 4, 2)),
        ("April \u2013 June 2017", date(2017, 4, 1)),
        ("12/03/2017, 14:00hrs", date(2017, 3, 12)),
        ("12.03.2017.", date(2017, 3, 12)),
        ("w/c 13 March 2017", date(2017, 3, 13)),
        ("20170402", date(2017, 4, 2)),
        ("2017-04-02 (night)", date(2017, 4, 2)),
        ("12/03/2017 \n18/03/2017", date(2017, 3, 12)),
        ("3 May to 5 June 2017", date(2017, 5, 3)),
        ("28 April - 3 May 2017", date(2017, 4, 28)),
        ("01/05 - 03/05/2017", date(2017, 5, 1)),
        ("1-3/05/2017", date(2017, 5, 1)),
        ("12-14.05.2017", date(2017, 5, 12)),
        ("", None),
        ("soon", None),
        ("Ward 12, 2017 calls", None),
        ("45/13/2017", None),
    ],
)
def test_where_an_entry_begins(said: str, begins: date | None) -> None:
    assert beginning(said, days()) == begins


def test_a_hidden_row_column_or_sheet_is_said() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (HEADINGS, *ROWS, ["04/04/2017", "Health", "x"]):
        page.append(row)
    page.row_dimensions[3].hidden = True
    page.column_dimensions["C"].hidden = True
    old = book.create_sheet("Old")
    for row in (HEADINGS, *ROWS):
        old.append(row)
    old.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    hidden = [r for r in read(out.getvalue()).remarks if r.code == "T085"]
    assert {(r.row, r.column) for r in hidden} == {(3, 0), (0, 3), (0, 0)}
    assert any("the sheet Old is hidden" in r.words for r in hidden)


def test_entries_of_one_day_go_by_their_times() -> None:
    one = read(csv_of([HEADINGS, ["01/03/2017 14:00", "A", "later"], ["02/03/2017", "A", "next"]]))
    two = read(csv_of([HEADINGS, ["01/03/2017 9:05", "B", "early"], ["01/03/2017", "B", "some"]]))
    assert [row[2] for row in merge([one, two], {})[1:]] == ["early", "some", "later", "next"]
    noon = read(
        csv_of(
            [
                HEADINGS,
                ["01/03/2017 9:00 am", "A", "school"],
                ["01/03/2017 2:30 pm", "A", "hospital"],
            ]
        )
    )
    assert [row[2] for row in merge([noon, one], {})[1:]] == ["school", "later", "hospital", "next"]
