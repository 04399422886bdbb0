"""Lists, answers and chronologies from the command line, from a folder to packs that arrived."""

import base64
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jtai_submit.inspection.inspection import Inspection
from jtai_submit.packing.age import Reader
from jtai_submit.packing.opening import open_archive
from jtai_submit.packing.recipients import Passphrase, generate
from tests.make import inspection, jtai, ready
from tests.tables.make import (
    CONTACTS,
    contact,
    contacts,
    csv_of,
    manifest,
    ofsted,
    rows_of,
    xlsx_of,
)

Capsys = pytest.CaptureFixture[str]
CASES = ["Child’s ID number", "Child in need or child protection plan"]
SELECTED = ["104500", "104501", "104502"]


def put(here: Inspection, name: str, data: bytes) -> Path:
    path = here.documents / "lists" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def states(capsys: Capsys, folder: Path, *flags: str) -> dict[str, str]:
    data = jtai(capsys, "check", folder, *flags, "--json").data
    return {slot["id"]: slot["state"] for slot in data["slots"]}


def test_what_is_wrong_with_one_list_of_a_workbook_is_wrong_with_it_alone(
    tmp_path: Path, capsys: Capsys
) -> None:
    """On the first evening the two first lists are full, and the others hold their headings."""
    here = inspection(tmp_path / "x")
    sheets = ofsted()
    for name in ("List_1", "List_2"):
        sheets[name] = sheets[name][:2]
    put(here, "Annex A.xlsx", xlsx_of(sheets))
    assert jtai(capsys, "check", here.root, "--for", "notification-day").code == 0
    later = states(capsys, here.root, "--for", "day-two")
    assert later["list/contacts"] == later["list/early-help"] == "problem"
    assert later["list/referrals"] == "provided"
    said = jtai(capsys, "check", here.root, "--for", "day-two").out
    assert said.count("(T003)") == 2


def test_lists_of_ten_under_names_as_people_give_them(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x")
    for name in ("Multi-agency 10 cases", "Positive engagement", "YOT NPS CRC cases"):
        status = [f"10450{n}" for n in range(10)]
        put(here, f"{name}.csv", csv_of([CASES, *([i, "CIN", "8"] for i in status)]))
    found = states(capsys, here.root, "--for", "day-one")
    assert {s for slot, s in found.items() if slot.startswith("list/ten")} == {"provided"}


def test_why_a_file_is_no_list_is_said(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x")
    put(here, "Annex A.xlsx", b"PK no zip")
    assert "cannot be read" in jtai(capsys, "check", here.root, "--for", "day-two").out


def test_one_workbook_answers_seven_lists(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x")
    put(here, "Annex A.xlsx", xlsx_of(ofsted()))
    found = states(capsys, here.root, "--for", "day-two")
    assert found == {
        f"list/{s}": "provided"
        for s in ("contacts", "early-help", "referrals", "assessments", "section-47")
    }
    assert states(capsys, here.root, "--for", "notification-day") == {
        "list/child-in-need": "provided",
        "list/child-protection-plan": "provided",
    }
    first = states(capsys, here.root, "--for", "day-one")
    assert {state for slot, state in first.items() if slot.startswith("list/")} == {"missing"}
    assert jtai(capsys, "check", here.root, "--for", "day-two").code == 0


def test_without_a_deadline_check_looks_as_far_as_the_next_one(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = inspection(tmp_path / "x")
    counts = {
        "2017-05-09T10:00": 2,
        "2017-05-10T10:00": 5,
        "2017-05-11T10:00": 9,
        "2017-05-11T16:30": 14,
    }
    for moment, count in counts.items():
        monkeypatch.setenv("JTAI_SUBMIT_NOW", moment)
        asked = [
            slot for slot in states(capsys, here.root) if slot.startswith(("list/", "answers/"))
        ]
        assert len(asked) == count, moment
    monkeypatch.setenv("JTAI_SUBMIT_NOW", "2017-05-10T10:00")
    assert set(states(capsys, here.root, "--agency", "police")) == {f"3.{n}" for n in range(1, 9)}
    assert set(states(capsys, here.root, "--for", "day-two-answers").values()) == {"not-due-yet"}


def test_lists_check_names_rows_and_never_cells(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x")
    put(here, "contacts.csv", csv_of(contacts(contact(60, Date_of_contact="Quenby said so"))))
    result = jtai(capsys, "lists", "check", "--in", here.root, "--json")
    assert result.code == 1 and result.json["command"] == "lists"  # the others are not there
    (each,) = result.data["lists"]
    assert set(each) == {"id", "file", "sheet", "rows", "columns", "findings"}
    assert (each["id"], each["file"], each["rows"]) == (
        "list/contacts",
        "documents/lists/contacts.csv",
        7,
    )
    assert each["columns"][0] == {
        "field": "Child unique ID",
        "heading": "Child unique ID",
        "how": "exact",
    }
    (finding,) = each["findings"]
    assert set(finding) == {"code", "message", "fix", "blocks", "row", "column"}
    assert (finding["code"], finding["row"], finding["column"], finding["blocks"]) == (
        "T009",
        8,
        7,
        False,
    )
    text = (
        jtai(capsys, "lists", "--in", here.root).out
        + jtai(capsys, "check", here.root, "--json").out
    )
    text += result.out + (here.root / ".jtai/cache/lists.json").read_text("utf-8")
    assert "Quenby" not in text and "1045" not in text and "row 8, column G" in text


def test_a_list_that_is_no_table_is_a_problem(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x")
    put(here, "contacts.pdf", b"%PDF-1.7 nothing")
    put(here, "referrals.csv", csv_of([["a", "b"], ["1", "2"]]))
    put(here, "minutes.txt", b"Minutes of a meeting.")
    data = jtai(capsys, "check", here.root, "--for", "day-two", "--json").data
    found = {
        s["id"]: {f["code"] for file in s["files"] for f in file["findings"]} for s in data["slots"]
    }
    assert "T001" in found["list/contacts"] and found["list/referrals"] == {"T002"}
    assert [stray["path"] for stray in data["strays"]] == ["documents/lists/minutes.txt"]


def test_a_missing_field_is_accepted_once_for_the_list(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x")
    rows = [row[:6] for row in contacts()]
    put(here, "contacts.csv", csv_of(rows))
    assert states(capsys, here.root, "--for", "day-two")["list/contacts"] == "problem"
    reason = ("--because", "the system holds none", "--by", "Pat Example", "--in", here.root)
    assert jtai(capsys, "decide", "list/contacts", "T009", "keep", *reason).code == 2
    assert jtai(capsys, "decide", "list/contracts", "T005", "keep", *reason).code == 2
    assert jtai(capsys, "decide", "list/contacts", "t005", "keep", *reason).code == 0
    assert jtai(capsys, "decide", "list/contacts", "T005", "keep", *reason).code == 2
    result = jtai(capsys, "check", here.root, "--for", "day-two", "--json")
    slots = {s["id"]: s for s in result.data["slots"]}
    (finding,) = slots["list/contacts"]["files"][0]["findings"]
    assert (
        slots["list/contacts"]["state"] == "provided"
        and "accepted by Pat Example" in finding["message"]
    )
    assert not any(e["code"] == "M024" for e in result.json["errors"])


def test_what_was_accepted_of_a_list_stands_in_the_receipt(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=("3.4",), children=("C1",))
    (area.folder / "documents/lists").mkdir(exist_ok=True)
    rows = [row[:6] for row in contacts()]
    (area.folder / "documents/lists/contacts.csv").write_bytes(csv_of(rows))
    reason = ("--because", "the system holds none", "--by", "Pat Example", "--in", area.folder)
    assert jtai(capsys, "decide", "list/contacts", "T005", "keep", *reason).code == 0
    small = ("--incomplete", "--because", "a test")
    pushed = jtai(capsys, "push", area.folder, "--for", "day-two", *small, "--json")
    assert pushed.code == 0, pushed.err
    path = area.folder / pushed.data["receipt"]
    stated = json.loads(base64.b64decode(json.loads(path.read_bytes())["payload"]))["predicate"]
    [decided] = [d for p in stated["packs"] for f in p["files"] for d in f["decided"]]
    assert (decided["finding"], decided["because"]) == ("T005", "the system holds none")
    assert "the system holds none" in path.with_suffix(".html").read_text("utf-8")


def test_match_says_and_is_told(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x")
    rows = contacts()
    rows[0] = ["Child unique ID", "Sex", *CONTACTS[2:7], "Referrer"]
    put(here, "contacts.csv", csv_of(rows))
    columns = jtai(capsys, "lists", "match", "--in", here.root, "--json").data["lists"][0][
        "columns"
    ]
    assert {c["field"]: c["how"] for c in columns if c["how"] != "exact"} == {
        "Gender": "guess",
        "Contact source": "missing",
    }
    before = (here.root / "submission.yaml").read_text("utf-8")
    told = jtai(
        capsys,
        "lists",
        "match",
        "contacts",
        "--say",
        "contact source=Referrer",
        "--in",
        here.root,
        "--json",
    )
    assert told.code == 0 and told.data["lists"][0]["columns"][7]["how"] == "exact"
    after = (here.root / "submission.yaml").read_text("utf-8")
    assert (
        after.startswith(before)
        and "{list: contacts, field: Contact source, heading: Referrer}" in after
    )
    for wrong in (("contacts", "--say", "Colour=x"), ("contracts",), ("--say", "Gender=x")):
        assert jtai(capsys, "lists", "match", *wrong, "--in", here.root).code == 2


def test_corrections_of_two_sheets_keep_every_row(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x")
    north, south = (
        [CONTACTS, *(contact(n) for n in range(first, first + 5)), contact(first + 5, Gender=" F ")]
        for first in (10, 20)
    )
    for rows in (north, south):
        rows[3] = [*rows[3]]
        rows[3][CONTACTS.index("Date of contact")] = "31/02/2017"
    put(here, "Contacts.xlsx", xlsx_of({"Contacts North": north, "Contacts South": south}))
    ten = [[f"10450{n}", "CIN"] for n in range(9)] + [["104509", "open"]]
    put(here, "ten-youth-offending-or-probation.csv", csv_of([CASES, *ten]))
    inside = ("--in", here.root)
    assert jtai(capsys, "lists", "corrections", "--to", "c.xlsx", *inside).code == 0
    back = ("lists", "corrections", "--take", "c.xlsx", "--to", "out", *inside, "--json")
    done = jtai(capsys, *back)
    assert done.code in (0, 1), done.out
    assert {path.name for path in Path("out").iterdir()} == {
        "contacts - Contacts, Contacts North.csv",
        "contacts - Contacts, Contacts South.csv",
        "ten-youth-offending-or-probation.csv",
    }
    text = Path("out/contacts - Contacts, Contacts North.csv").read_text("utf-8-sig")
    assert len(text.splitlines()) == 7 and '" F "' in text and "104510" in text


def test_corrections_of_two_workbooks_with_one_name_of_sheet(
    tmp_path: Path, capsys: Capsys
) -> None:
    here = inspection(tmp_path / "x")
    for n, name in enumerate(("contacts north", "contacts south")):
        rows = [CONTACTS, contact(n * 10), contact(n * 10 + 1, Date_of_contact="31/02/2017")]
        put(here, f"{name}.xlsx", xlsx_of({"Sheet1": rows}))
    inside = ("--in", here.root)
    assert jtai(capsys, "lists", "corrections", "--to", "c.xlsx", *inside).code == 0
    jtai(capsys, "lists", "corrections", "--take", "c.xlsx", "--to", "out", *inside)
    assert len(list(Path("out").iterdir())) == 2


def test_corrections_go_out_and_come_back(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x")
    wrong = contacts(contact(60, Date_of_contact="soon"), contact(61, Date_of_contact="later"))
    original = put(here, "contacts.csv", csv_of(wrong))
    assert (
        jtai(
            capsys, "lists", "corrections", "--to", here.documents / "c.xlsx", "--in", here.root
        ).code
        == 2
    )
    made = jtai(capsys, "lists", "corrections", "--to", "c.xlsx", "--in", here.root, "--json")
    assert made.data == {"file": "c.xlsx", "rows": 2}
    book = load_workbook(tmp_path / "c.xlsx")
    sheet = book["contacts"]
    assert [cell.value for cell in sheet[2]][3:5] == [
        "8",
        'contacts, row 8, column G: "Date of contact" is not a date',
    ]
    sheet["M2"] = "21/04/2017"
    book.save(tmp_path / "c.xlsx")
    back = jtai(
        capsys,
        "lists",
        "corrections",
        "--take",
        "c.xlsx",
        "--to",
        "mended",
        "--in",
        here.root,
        "--json",
    )
    assert back.code == 1 and (back.data["rows"], back.data["left"], back.data["written"]) == (
        2,
        1,
        ["contacts.csv"],
    )
    mended = (tmp_path / "mended/contacts.csv").read_text("utf-8-sig").splitlines()
    assert len(mended) == 9 and "21/04/2017" in mended[7] and mended[1].startswith('"104500"')
    assert original.read_bytes() == csv_of(wrong)
    original.write_bytes(csv_of(contacts()))
    assert (
        jtai(
            capsys, "lists", "corrections", "--take", "c.xlsx", "--to", "m", "--in", here.root
        ).code
        == 2
    )


def test_lists_travel_in_packs_of_their_deadlines(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=("none",))
    folder = area.folder / "documents/lists"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Annex A.xlsx").write_bytes(xlsx_of(ofsted()))
    first = jtai(capsys, "push", area.folder, "--json")
    assert first.code == 0, first.err
    assert [(p["name"], p["files"]) for p in first.data["packs"]] == [
        ("exampleshire_notification-day_lists_v1.zip.age", 2)
    ]
    second = jtai(capsys, "push", area.folder, "--json")
    assert [(p["name"], p["files"]) for p in second.data["packs"]] == [
        ("exampleshire_day-two_lists_v1.zip.age", 5)
    ]
    assert second.data["receipt"].endswith("_day-two.json")
    pack = area.site / second.data["packs"][0]["name"]
    with pack.open("rb") as file, open_archive(file, [area.identity], "") as archive:
        assert [n for n in archive.namelist() if n.startswith("data/")] == [
            "data/lists/01 Annex A.xlsx"
        ]
        sent = load_workbook(io.BytesIO(archive.read("data/lists/01 Annex A.xlsx")))
        assert "Lists and answers" in archive.read("index.html").decode()
    for name, rows in ofsted().items():
        values = [[cell.value for cell in row] for row in sent[name].iter_rows()]
        assert [v[0] for v in values] == [row[0] for row in rows], name
    assert set(states(capsys, area.folder, "--for", "day-two").values()) == {"sent"}
    again = jtai(capsys, "push", area.folder, "--json")
    assert again.code == 0 and [p["state"] for p in again.data["packs"]] == ["sent"]
    (folder / "ten-multi-agency.csv").write_bytes(
        csv_of([CASES, *([f"10450{n}", "CIN"] for n in range(9))])
    )
    assert jtai(capsys, "push", area.folder, "--json").code == 1  # the other two of ten are missing


def test_answers_from_the_selection_to_the_pack(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = inspection(tmp_path / "x", children=())
    put(here, "Annex A.xlsx", xlsx_of(ofsted()))
    inside = ("--in", here.root)
    assert jtai(capsys, "answers", "sheet", "police", "--to", "p.age", *inside).code == 3
    assert jtai(capsys, "answers", "select", "Ann Example", *inside).code == 2
    chosen = jtai(capsys, "answers", "select", *SELECTED[:2], "999", *inside, "--json")
    assert chosen.code == 0 and {e["code"] for e in chosen.json["errors"]} == {"T064", "T065"}
    assert (
        jtai(capsys, "answers", "select", *SELECTED, *inside, "--json").data["selected"] == SELECTED
    )
    (tmp_path / "people.csv").write_text(
        "child,name,role,born,address\n104500,Ann Quenby,child,2009-03-01,1 High Street\n"
    )
    people = ("--people", "people.csv")
    assert jtai(capsys, "answers", "sheet", "police", *people, "--to", "p.age", *inside).code == 6
    assert jtai(capsys, "answers", "sheet", "polise", *people, "--to", "p.age", *inside).code == 2
    monkeypatch.setenv("JTAI_SUBMIT_SHEET_PASSPHRASE", "four words and more")
    assert (
        jtai(
            capsys, "answers", "sheet", "police", *people, "--to", here.documents / "p.age", *inside
        ).code
        == 2
    )
    made = jtai(capsys, "answers", "sheet", "police", *people, "--to", "p.age", *inside, "--json")
    assert made.code == 0 and made.data["unnamed"] == SELECTED[1:] and made.data["children"] == 3
    identity = generate()
    keyed = ("--key", str(identity.recipient()), "--to", "k.age")
    assert jtai(capsys, "answers", "sheet", "youth-offending-team", *keyed, *inside).code == 0
    with (tmp_path / "k.age").open("rb") as file:
        assert Reader(file, [identity]).read()[:2] == b"PK"

    sealed = (tmp_path / "p.age").read_bytes()
    assert b"Quenby" not in sealed
    book = load_workbook(
        io.BytesIO(Reader(io.BytesIO(sealed), [Passphrase(b"four words and more")]).read())
    )
    sheet = book.active
    assert sheet is not None and sheet["B3"].value == "Ann Quenby" and sheet["A3"].value == "104500"
    sheet["F3"], sheet["F4"] = "Y", "maybe"
    sheet["G5"] = "the officer is away"
    book.save(tmp_path / "back.xlsx")
    taken = jtai(capsys, "answers", "take", "back.xlsx", *inside, "--json")
    assert taken.code == 1 and [e["code"] for e in taken.json["errors"]] == ["T061"]
    assert taken.data["taken"] == 2 and taken.data["open"]["police"] == 1
    assert states(capsys, here.root, "--for", "day-two-answers") == {
        "answers/youth-offending-team": "missing",
        "answers/national-probation-service": "missing",
        "answers/community-rehabilitation-company": "missing",
        "answers/police": "problem",
    }
    sheet["F4"] = "N"
    book.save(tmp_path / "back.xlsx")
    assert jtai(capsys, "answers", "take", "back.xlsx", *inside).code == 0
    assert states(capsys, here.root, "--for", "day-two-answers")["answers/police"] == "provided"
    table = load_workbook(here.documents / "answers/answers.xlsx").active
    assert table is not None
    rows = [[cell.value for cell in row] for row in table.iter_rows()]
    assert [row[1] for row in rows[1:]] == ["Y", "N", "Not known yet, because the officer is away"]
    assert "Quenby" not in str(rows)

    assert jtai(capsys, "answers", "brief", "--to", "brief.html", *inside).code == 0
    page = (tmp_path / "brief.html").read_text("utf-8")
    assert "local housing providers" in page  # whom inspectors may talk with
    assert (
        all(child in page for child in SELECTED) and "Contacts" in page and "no answer yet" in page
    )
    assert "Quenby" not in page and not list(here.documents.rglob("*.age"))


def test_chronology_commands(tmp_path: Path, capsys: Capsys) -> None:
    head = ["Date", "Event"]
    (tmp_path / "police.csv").write_bytes(
        csv_of([head, ["01/04/2017", "Call"], ["01/03/2011", "Earlier"]])
    )
    (tmp_path / "health.xlsx").write_bytes(xlsx_of({"Sheet1": [head, ["15/03/2017", "Seen"]]}))
    checked = jtai(capsys, "chronology", "check", "police.csv", "--json")
    assert checked.code == 0 and checked.data["entries"] == 2
    assert [(f["code"], f["row"], f["blocks"]) for f in checked.data["findings"]] == [
        ("T082", 3, False)
    ]
    merged = jtai(
        capsys, "chronology", "merge", "police.csv", "health.xlsx", "--to", "joint.csv", "--json"
    )
    assert merged.code == 0 and merged.data["entries"] == 3
    lines = (tmp_path / "joint.csv").read_text("utf-8-sig").splitlines()
    assert lines == [
        "Date,Agency,Event",
        "01/03/2011,police,Earlier",
        "15/03/2017,health,Seen",
        "01/04/2017,police,Call",
    ]
    (tmp_path / "odd.csv").write_text("Date,Event\nsoon,x\n01/02/2017,y\n")
    told = jtai(capsys, "chronology", "merge", "odd.csv", "--to", "odd2.csv", "--json")
    (said,) = told.json["errors"]
    assert told.code == 0 and said["code"] == "T081" and said["where"] == "odd.csv: row 2, column A"
    assert jtai(capsys, "chronology", "merge", "police.csv", "--to", "joint.csv").code == 2
    assert jtai(capsys, "chronology", "merge", "police.csv", "--to", "joint.pdf").code == 2
    assert jtai(capsys, "chronology", "check", "nothing.csv").code == 2
    (tmp_path / "words.txt").write_bytes(b"words")
    assert jtai(capsys, "chronology", "check", "words.txt").code == 1


def test_explain_knows_every_code_of_tables(capsys: Capsys) -> None:
    listed = {c["code"] for c in jtai(capsys, "explain", "--json").data["codes"]}
    assert {"T001", "T005", "T043", "T063", "T082"} <= listed and manifest().questions


def test_corrections_are_not_written_over_and_what_stays_wrong_is_said(
    tmp_path: Path, capsys: Capsys
) -> None:
    here = inspection(tmp_path / "x")
    table = contacts(*(contact(n, Date_of_contact="soon") for n in (80, 81, 82)))
    put(here, "contacts.csv", csv_of(table))
    inside = ("--in", here.root)
    assert jtai(capsys, "lists", "corrections", "--to", "c.xlsx", *inside).code == 0
    assert jtai(capsys, "lists", "corrections", "--to", "c.xlsx", *inside).code == 2
    book = load_workbook(tmp_path / "c.xlsx")
    book.active.delete_rows(3, 2)
    book.save(tmp_path / "c.xlsx")
    back = jtai(capsys, "lists", "corrections", "--take", "c.xlsx", "--to", "out", *inside)
    assert back.code == 1 and "1 row came back, 3 rows of the copies are still wrong" in back.out


def test_a_second_table_beside_the_list_gives_what_it_lacks(tmp_path: Path, capsys: Capsys) -> None:
    """Annex A, footnotes 10 and 11: the area chooses how to say that a child lives with neglect."""
    here = inspection(tmp_path / "x")
    rows_ = rows_of("child-in-need")
    neglect = next(n for n, heading in enumerate(rows_[0]) if "neglect" in heading)
    whole = [[cell for n, cell in enumerate(row) if n != neglect] for row in rows_]
    put(here, "child-in-need.csv", csv_of(whole))
    inside = ("lists", "check", "--in", here.root, "--json")

    def found() -> set[str]:
        every = jtai(capsys, *inside).data["lists"]
        return {finding["code"] for each in every for finding in each["findings"]}

    assert "T004" in found()
    second = [[row[0], "Y" if n else "Neglect (Y/N)"] for n, row in enumerate(whole)]
    put(here, "child-in-need-neglect.csv", csv_of(second))
    assert not found() & {"T004", "T005", "T028", "T031"}
    put(here, "child-in-need-neglect.csv", csv_of([*second, ["104599", "perhaps"]]))
    assert "T011" in found()
    slots = jtai(capsys, "check", here.root, "--json").data["slots"]
    (mine,) = [slot for slot in slots if slot["id"] == "list/child-in-need"]
    assert len(mine["files"]) == 2


def test_a_short_list_by_itself_is_no_second_table(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x")
    put(here, "child-in-need.csv", csv_of([["Child unique ID", "Neglect (Y/N)"], ["1", "Y"]]))
    every = jtai(capsys, "lists", "check", "--in", here.root, "--json").data["lists"]
    assert "T004" in {finding["code"] for each in every for finding in each["findings"]}
