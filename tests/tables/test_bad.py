"""Sixty files with something wrong in each: every one is said, none says what a cell holds."""

import io
import random
import string
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from jtai_submit.tables.facts import FACTS
from tests.tables.make import CONTACTS, codes, contact, contacts, csv_of, read, xlsx_of

MARKER = "Zyx-Marker-77"


def cells(column: str, value: str) -> list[list[str]]:
    return contacts(contact(60, **{column.replace(" ", "_"): value}))


def without(*names: str) -> list[list[str]]:
    keep = [n for n, name in enumerate(CONTACTS) if name not in names]
    return [[row[n] for n in keep] for row in contacts()]


def workbook(change: Callable[[Worksheet], None]) -> bytes:
    book = load_workbook(io.BytesIO(xlsx_of({"List_1": contacts()})))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _set(place: str, value: object) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet[place] = value

    return change


def _hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def _hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["D"].hidden = True


def _merge(sheet: Worksheet) -> None:
    sheet.merge_cells("C3:C5")


def _swallow(data: bytes, at: int) -> bytes:
    """A quotation mark that opens at the start of a cell and is never closed."""
    lines = data.split(b"\r\n")
    lines[at] = lines[at].replace(b"School", b'"School', 1)
    return b"\r\n".join(lines)


def _bad() -> dict[str, tuple[bytes, str]]:
    """name → a file, and the code that must be said."""
    out: dict[str, tuple[bytes, str]] = {}
    for n, text in enumerate(
        ["31/02/2017", "soon", "2017", "13/13/2017", "2017-02-30", "00/00/0000", "n/k", "1/1"]
    ):
        out[f"date {n}"] = csv_of(cells("Date of contact", text)), "T009"
    for n, text in enumerate(["04/20/2017", "4/13/2017", "12/31/2016 10:00"]):
        out[f"month {n}"] = csv_of(cells("Date of contact", text)), "T027"
    for n, text in enumerate(["01/01/1900", "1900-01-01", "1 January 1900"]):
        out[f"stand-in {n}"] = csv_of(cells("Date of birth", text)), "T010"
    for n, text in enumerate(["42845", "39873.5"]):
        out[f"serial {n}"] = csv_of(cells("Date of contact", text)), "T032"
    for n, text in enumerate(["old", "-3", "140", "8,5 J", "seven"]):
        out[f"age {n}"] = csv_of(contacts([*contact(60)[:5], text, *contact(60)[6:]])), "T012"
    for n, text in enumerate(["12", "-1", "0", "15"]):
        out[f"age and birth {n}"] = (
            csv_of(contacts([*contact(60)[:5], text, *contact(60)[6:]])),
            "T013",
        )
    for n, text in enumerate(["", " ", "\u00a0"]):
        out[f"no id {n}"] = csv_of(cells("Child unique ID", text)), "T007"
    for name in CONTACTS[:4] + CONTACTS[5:]:
        out[f"without {name}"] = csv_of(without(name)), "T005"
    for n, text in enumerate(["01/01/2016", "20/11/2016"]):
        out[f"window {n}"] = csv_of(cells("Date of contact", text)), "T014"
    out["future"] = csv_of(cells("Date of contact", "01/01/2019")), "T016"
    out["twice"] = csv_of(contacts(contact(1))), "T008"
    out["zeros"] = csv_of(cells("Child unique ID", "0007123")), "T022"
    out["too long"] = csv_of(contacts([*contact(60), "rest"])), "T024"
    out["too short"] = csv_of(contacts(contact(60)[:5])), "T024"
    for line in (1, 3):
        out[f"quotation mark {line}"] = _swallow(csv_of(contacts()), line), "T030"
    out["total"] = csv_of(contacts(["Total", "", "", "", "", "", "7", ""])), "T025"
    out["note"] = csv_of(contacts(["Made by the team", *[""] * 7])), "T025"
    out["letters"] = csv_of(contacts()).replace(b"School", b"Sch\x8dol", 1), "T029"
    out["replaced letters"] = csv_of(cells("Contact source", "Sch\ufffdol")), "T029"
    out["names"] = (
        csv_of([[*row, "Surname" if not n else "x"] for n, row in enumerate(contacts())]),
        "T033",
    )
    out["empty column"] = csv_of([CONTACTS, *(contact(n, Gender="") for n in range(6))]), "T031"
    out["no rows"] = csv_of([CONTACTS]), "T003"
    out["no headings"] = csv_of(contacts()[1:]), "T002"
    out["other headings"] = csv_of([["a", "b"], ["1", "2"]]), "T002"
    out["nothing"] = b"", "T001"
    out["spaces"] = b"  \r\n \r\n", "T001"
    out["not text"] = bytes(range(256)) * 20, "T002"
    out["a PDF"] = b"%PDF-1.7 ...", "T001"
    out["a zip"] = b"PK\x03\x04" + b"x" * 100, "T001"
    out["an old workbook"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "T001"
    out["error cell"] = workbook(_set("H4", "#REF!")), "T018"
    out["formula"] = workbook(_set("H4", "=A4&B4")), "T019"
    out["digits"] = workbook(_set("A4", 12345678901234567)), "T021"
    out["hidden row"] = workbook(_hide_row), "T020"
    out["hidden column"] = workbook(_hide_column), "T020"
    out["merged"] = workbook(_merge), "T026"
    out["text date"] = workbook(_set("G4", "ninth of May")), "T009"
    return out


BAD = _bad()


def test_there_are_sixty() -> None:
    assert len(BAD) >= 60


@pytest.mark.parametrize("name", BAD)
def test_nothing_is_lost_in_silence(name: str) -> None:
    data, code = BAD[name]
    found = codes(data, "contacts")
    assert code in found or (code == "T002" and "T001" in found), found


@settings(deadline=None)  # a busy machine is no fault
@given(st.integers(0, len(CONTACTS) - 1), st.integers(0, 2**32))
def test_no_cell_is_ever_told(column: int, seed: int) -> None:
    rng = random.Random(seed)
    text = (
        "".join(
            rng.choices(string.ascii_letters + string.digits + " ,\n'\"", k=rng.randrange(1, 12))
        )
        + MARKER
    )
    row = contact(60)
    row[column] = text
    facts, _ = read(csv_of(contacts(row, row[:4], [*row, text])), "contacts")
    assert MARKER.encode() not in FACTS.dump_json(facts)


@settings(deadline=None)  # a busy machine is no fault
@given(st.binary(max_size=400))
def test_any_bytes_are_said_or_read(data: bytes) -> None:
    assert codes(data, "contacts") or data
