"""Chronologies: what is said of one, and that a merge keeps every entry and every word."""

import io
from datetime import date
from itertools import pairwise

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jtai_submit.tables.chronology import Asked, Chronology, merge, read_chronology, written
from jtai_submit.tables.sheet import NoTable
from tests.tables.make import csv_of, xlsx_of

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
