"""A note in each folder says what belongs there; check passes it over; nobody's file is lost."""

from pathlib import Path

import pytest

from tests.make import inspection, jtai

Capsys = pytest.CaptureFixture[str]
NEW = ("init", "x", "--area", "Exampleshire", "--notified", "2017-05-09", "--child", "C1")


def test_every_folder_has_its_note(tmp_path: Path, capsys: Capsys) -> None:
    assert jtai(capsys, *NEW, "--with-notes").code == 0
    note = next(tmp_path.glob("x/documents/3-police/3.7-*/READ ME.txt"))
    data = note.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\n") == data.count(b"\r\n")
    said = " ".join(data.decode("utf-8-sig").split())
    assert "3.7 Audits and action plans" in said and "Day five: Tuesday 16 May 2017, 17:00" in said
    assert "Police" in said and "jtai-submit exempt 3.7" in said
    every = [p for p in (tmp_path / "x/documents").rglob("*") if p.is_dir()]
    folders = [p for p in every if not any(q.is_dir() for q in p.iterdir())]
    assert all((folder / "READ ME.txt").is_file() for folder in folders)


def test_check_passes_notes_over(tmp_path: Path, capsys: Capsys) -> None:
    jtai(capsys, *NEW, "--with-notes")
    data = jtai(capsys, "check", "x", "--quick", "--json").data
    assert data["strays"] == [] and not any(slot["files"] for slot in data["slots"])


def test_notes_are_renewed_and_other_files_stay(tmp_path: Path, capsys: Capsys) -> None:
    jtai(capsys, *NEW)
    folder = next(tmp_path.glob("x/documents/3-police/3.7-*"))
    (folder / "READ ME.txt").write_text("Minutes of the audit group", "utf-8")
    first = jtai(capsys, "notes", "x")
    assert first.code == 0 and "Somebody else's file" in first.out
    assert (folder / "READ ME.txt").read_text("utf-8") == "Minutes of the audit group"
    yaml = tmp_path / "x" / "submission.yaml"
    agencies = "agencies: {police: {name: Police, lead: Pat Example, phone: '01632 960001'}}\n"
    yaml.write_text(yaml.read_text("utf-8") + agencies, "utf-8")
    again = jtai(capsys, "notes", "x", "--json")
    note = next(tmp_path.glob("x/documents/3-police/3.4-*/READ ME.txt"))
    assert "Pat Example (01632 960001)" in note.read_text("utf-8-sig")
    assert len(again.data["kept"]) == 1


def test_folders_that_come_later_get_theirs(tmp_path: Path, capsys: Capsys) -> None:
    jtai(capsys, *NEW, "--with-notes")
    assert jtai(capsys, "child", "add", "C2", "--in", "x").code == 0
    request = ("request", "add", "Records", "--owner", "health", "--due", "2017-05-24")
    assert jtai(capsys, *request, "--from", "CQC", "--in", "x").code == 0
    assert (tmp_path / "x/documents/children/C2/chronology/READ ME.txt").is_file()
    note = (tmp_path / "x/documents/requests/R1/READ ME.txt").read_text("utf-8-sig")
    assert "Records" in note and "24 May 2017" in note


def test_without_notes_none_come(tmp_path: Path, capsys: Capsys) -> None:
    jtai(capsys, *NEW)
    assert jtai(capsys, "child", "add", "C2", "--in", "x").code == 0
    assert not list((tmp_path / "x").rglob("READ ME.txt"))


def test_a_folder_of_several_has_one_note_for_all(tmp_path: Path, capsys: Capsys) -> None:
    made = jtai(capsys, *NEW, "--with-notes")
    assert made.code == 0
    note = (tmp_path / "x/documents/lists/READ ME.txt").read_text("utf-8-sig")
    assert "10 things" in note and "* Contacts" in note and "* Section 47" in note
    assert "  list/ten-youth-offending-or-probation" in note.splitlines()
    assert '  jtai-submit exempt list/child-in-need --because "…" --by "…"' in note.splitlines()
    every = list((tmp_path / "x/documents").rglob("READ ME.txt"))
    assert jtai(capsys, "notes", "x", "--json").data["written"] == len(every)


def test_what_people_write_under_that_name_is_a_document(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x", children=("C1",))
    folder = next(here.documents.glob("6-health/6.5-*"))
    (folder / "Read me.txt").write_text("A cover note of our own", "utf-8")
    slots = jtai(capsys, "check", "x", "--quick", "--json").data["slots"]
    (state,) = [slot["state"] for slot in slots if slot["id"] == "6.5"]
    assert state == "provided"
