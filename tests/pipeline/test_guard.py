"""The local lists from the command to the verdict: check, push, decide; and where no
name may be.
"""

import json
import os
from pathlib import Path

import pytest

from tests.make import Ready, extend, jtai, pdf, ready
from tests.systems import needs_links

PEOPLE = """\
C1: {names: [Ann Example], born: 2009-03-01}
C2: {names: [Tom Jones], born: 2010-04-02}
"""
ONLY = ("C1/chronology", "C2/chronology", "3.7")
Capsys = pytest.CaptureFixture[str]


def area(tmp_path: Path, people: str | bytes = PEOPLE, watch: str = "") -> Ready:
    made = ready(tmp_path, only=ONLY)
    extend(made.folder, people="people.yaml", **({"watch": watch} if watch else {}))
    data = people if isinstance(people, bytes) else people.encode()
    (made.folder / "people.yaml").write_bytes(data)
    return made


def said(capsys: Capsys, made: Ready, slot: str, *more: str) -> list[dict[str, object]]:
    slots = jtai(capsys, "check", made.folder, "--json", *more).data["slots"]
    files = next(each for each in slots if each["id"] == slot)["files"]
    return [f for f in files[0]["findings"] if f["code"] in ("D007", "D011", "D017", "D018")]


def test_a_wrong_child_blocks_until_a_person_decides(tmp_path: Path, capsys: Capsys) -> None:
    made = area(tmp_path)
    path = made.files["C1/chronology"]
    path.write_bytes(pdf("Chronology of Tom Jones", "Tom was seen."))
    [found] = said(capsys, made, "C1/chronology")
    assert (found["code"], found["blocks"], found["message"]) == (
        "D017",
        True,
        "it names C2 and not C1",
    )
    reason = ("--because", "it is about both", "--by", "Pat Example", "--in", made.folder)
    assert jtai(capsys, "decide", path, "D017", "remove", *reason).code == 2
    done = jtai(capsys, "decide", path, "D017", "keep", *reason)
    assert done.code == 0, done.err
    [found] = said(capsys, made, "C1/chronology")
    assert not found["blocks"] and "Pat Example: it is about both" in str(found["message"])
    pushed = jtai(
        capsys, "push", made.folder, "--child", "C1", "--incomplete", "--because", "a test"
    )
    assert pushed.code == 0, pushed.err
    [page] = (made.folder / ".jtai/receipts").glob("*.html")
    assert "kept as it is" in page.read_text("utf-8") and "it is about both" in page.read_text(
        "utf-8"
    )
    path.write_bytes(pdf("Chronology of Tom Jones", "Tom was seen again."))
    [found] = said(capsys, made, "C1/chronology")
    assert found["blocks"] and "changed after the decision" in str(found["message"])


def test_one_document_in_two_childrens_folders(tmp_path: Path, capsys: Capsys) -> None:
    made = ready(tmp_path, only=ONLY)
    same = made.files["C1/chronology"].read_bytes()
    made.files["C2/chronology"].write_bytes(same)
    for slot, other in (("C1/chronology", "C2"), ("C2/chronology", "C1")):
        [found] = said(capsys, made, slot)
        assert (
            found["code"] == "D017" and found["blocks"] and f"of {other}" in str(found["message"])
        )


def test_the_other_childs_folder_counts_where_one_child_is_checked(
    tmp_path: Path, capsys: Capsys
) -> None:
    made = ready(tmp_path, only=ONLY)
    made.files["C2/chronology"].write_bytes(made.files["C1/chronology"].read_bytes())
    [found] = said(capsys, made, "C1/chronology", "--child", "C1")
    assert found["code"] == "D017"


def test_the_same_document_among_the_items_is_a_note(tmp_path: Path, capsys: Capsys) -> None:
    made = ready(tmp_path, only=ONLY)
    made.files["3.7"].write_bytes(made.files["C1/chronology"].read_bytes())
    assert [(f["code"], f["blocks"]) for f in said(capsys, made, "3.7")] == [("D007", False)]


def test_no_name_is_kept_anywhere(tmp_path: Path, capsys: Capsys) -> None:
    made = area(tmp_path, watch="watch.txt")
    (made.folder / "watch.txt").write_bytes("Orla Quenby\r\n".encode("utf-16"))
    made.files["3.7"].write_bytes(pdf("The case of Tom Jones", "born 2 April 2010"))
    [found] = said(capsys, made, "3.7")
    assert (found["code"], found["blocks"]) == ("D018", False) and "C2" in str(found["message"])
    own = made.folder / ".jtai"
    for path in (p for p in own.rglob("*") if p.is_file()):
        text = path.read_bytes().lower()
        assert not any(word in text for word in (b"jones", b"ann ex", b"orla", b"2010-04-02")), path
    key = own / "people.key"
    assert key.stat().st_size == 32 and (os.name == "nt" or key.stat().st_mode & 0o777 == 0o600)


def test_what_is_remembered_counts_for_one_list_only(tmp_path: Path, capsys: Capsys) -> None:
    made = area(tmp_path)
    made.files["3.7"].write_bytes(pdf("The case of Lee Brown", "It went well."))
    assert said(capsys, made, "3.7") == []
    (made.folder / "people.yaml").write_text(PEOPLE.replace("Tom Jones", "Lee Brown"), "utf-8")
    assert [f["code"] for f in said(capsys, made, "3.7")] == ["D018"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_lists_are_read_as_notepad_writes_them(
    tmp_path: Path, capsys: Capsys, encoding: str
) -> None:
    made = area(tmp_path, PEOPLE.replace("Tom Jones", "Zoë Jones").encode(encoding))
    made.files["3.7"].write_bytes(pdf("The case of Zoe Jones", "It went well."))
    assert [f["code"] for f in said(capsys, made, "3.7")] == ["D018"]


@pytest.mark.parametrize("key", ["watch", "people"])
@pytest.mark.parametrize(
    "what",
    ["missing", "device", pytest.param("pipe", marks=needs_links), "folder", "large", "no text"],
)
def test_a_list_that_cannot_be_used_stops_everybody(
    tmp_path: Path, capsys: Capsys, key: str, what: str
) -> None:
    made = ready(tmp_path, only=("3.7",))
    extend(made.folder, **{key: "names.yaml"})
    path = made.folder / "names.yaml"
    if what == "device":
        path.symlink_to("/dev/zero")
    elif what == "pipe":
        os.mkfifo(path)
    elif what == "folder":
        path.mkdir()
    elif what != "missing":
        path.write_bytes(b"x" * 5_000_001 if what == "large" else b"\0\1\0\2\0\3\x81")
    for command in (("check", "--agency", "police"), ("push", "--dry-run")):
        done = jtai(capsys, command[0], made.folder, *command[1:], "--json")
        assert done.code == 3, done.out
        [problem] = done.json["errors"]
        assert problem["code"] == "M024" and "names.yaml" in problem["message"]
        assert json.dumps(problem).count("submission.yaml")
