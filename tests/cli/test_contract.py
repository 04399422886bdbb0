"""Commands, exit codes and JSON as the contract has them."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jtai_submit.cli.commands import COMMANDS, HELP
from tests.conftest import program
from tests.make import extend, fill, inspection, jtai, keys, pdf, ready
from tests.systems import private

Capsys = pytest.CaptureFixture[str]


def test_help_names_every_command_the_first_five_first() -> None:
    first, _, more = HELP.partition("More:")
    assert re.findall(r"^  ([a-z]+)  ", first, re.M) == [
        "init",
        "check",
        "push",
        "rehearse",
        "report",
    ]
    assert set(re.findall(r"^  ([a-z-]+)  ", HELP, re.M)) == set(COMMANDS)
    assert max(map(len, HELP.splitlines())) <= 80 and more


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_its_exit_codes(name: str, capsys: Capsys) -> None:
    result = jtai(capsys, name, "--help")
    assert result.code == 0 and "Exit codes" in result.out and f"jtai-submit {name}" in result.out
    assert not re.search(r"[{}<>]|\[\[|\]\]", result.out)  # what speaks to programmers


def test_version_and_help_as_a_program() -> None:
    for arguments, words in (
        (["--version"], "jtai-submit 0"),
        (["--help"], "Commands:"),
        ([], "Commands:"),
    ):
        run = subprocess.run(
            [*program(), *arguments], capture_output=True, encoding="utf-8", timeout=60
        )
        assert run.returncode == 0 and words in run.stdout and not run.stderr


def test_a_fresh_init_is_not_ready(tmp_path: Path, capsys: Capsys) -> None:
    made = jtai(
        capsys,
        "init",
        "x",
        "--manifest",
        "neglect-2017",
        "--area",
        "Exampleshire",
        "--notified",
        "2017-05-09",
        "--child",
        "C1",
        "--json",
    )
    assert made.code == 0 and made.json["status"] == "complete"
    assert (tmp_path / "x/documents/3-police/3.4-child-protection-referral-document").is_dir()
    assert (tmp_path / "x/documents/children/C1/strategy-discussion").is_dir()
    assert (
        (tmp_path / "x/submission.yaml")
        .read_text("utf-8")
        .startswith("# yaml-language-server: $schema=.jtai/submission.schema.json")
    )
    checked = jtai(capsys, "check", "x", "--json")
    assert checked.code == 1 and checked.json["status"] == "incomplete"
    assert checked.data["counts"]["missing"] == 55 and checked.data["counts"]["not-due-yet"] == 3
    assert checked.data["next_deadline"]["id"] == "day-five"


def test_check_json(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(
        tmp_path / "x",
        expected='{"3.7": 2017-05-15, "3.1": 2017-05-12}',
        not_applicable="[{slot: '4.5', because: none, by: Pat, on: 2017-05-10}]",
    )
    fill(here, ("3.4",))
    (here.documents / "stray 3.5.pdf").write_bytes(pdf())
    (here.documents / "3-police/3.2-risk-assessments/x.docx").write_bytes(b"PK\x03\x04")
    result = jtai(capsys, "check", "x", "--json")
    assert set(result.json) == {"jtai_submit", "command", "status", "exit_code", "data", "errors"}
    assert (result.json["jtai_submit"], result.json["command"], result.json["exit_code"]) == (
        1,
        "check",
        1,
    )
    slots = {s["id"]: s for s in result.data["slots"]}
    assert set(slots["3.4"]) == {
        "id",
        "title",
        "group",
        "owner",
        "state",
        "due",
        "expected",
        "reason",
        "by",
        "files",
    }
    assert (
        slots["3.4"]["state"] == "provided" and slots["3.4"]["due"] == "2017-05-16T17:00:00+01:00"
    )
    file = slots["3.4"]["files"][0]
    assert (
        file["path"].startswith("documents/3-police/3.4-")
        and file["type"] == "pdf"
        and len(file["sha256"]) == 64
    )
    assert slots["3.2"]["state"] == "problem" and {
        f["code"] for f in slots["3.2"]["files"][0]["findings"]
    } == {"D003"}
    assert (
        slots["4.5"]["state"] == "not-applicable"
        and slots["4.5"]["reason"] == "none"
        and slots["4.5"]["by"] == "Pat"
    )
    assert slots["3.7"]["expected"] == "2017-05-15" and slots["3.7"]["owner"] == "police"
    assert result.data["strays"][0]["path"] == "documents/stray 3.5.pdf"
    text = jtai(capsys, "check", "x").out
    assert "Expected 15 May" in text and "Overdue" in text and "There is a problem" in text
    assert "may belong in documents/3-police/3.5-strategy-policies-and-guidance" in text
    assert text.strip().splitlines()[-1].startswith("Next: ")


def test_flags_with_words_that_nobody_knows(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x")
    for flags, words in (
        (("--agency", "polise"), "police"),
        (("--child", "C9"), "C5"),
        (("--for", "day-fife"), "day-five"),
    ):
        result = jtai(capsys, "check", "x", *flags, "--json")
        assert result.code == 2 and f"did you mean {words}?" in result.json["errors"][0]["fix"], (
            result.json
        )
    assert jtai(capsys, "check", "x", "--for", "day-two", "--child", "C1").code == 3
    assert jtai(capsys, "check", "nowhere").code == 3
    assert jtai(capsys, "chek").code == 2
    assert jtai(capsys, "check", "--nonsense").code == 2
    assert jtai(capsys, "exempt", "3.9", "--because", "x", "--by", "y", "--in", "x").code == 2


def test_one_agency_and_one_child(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x", owners="{C1/chronology: police}")
    ids = {
        s["id"] for s in jtai(capsys, "check", "x", "--agency", "police", "--json").data["slots"]
    }
    assert ids == {f"3.{n}" for n in range(1, 9)} | {"C1/chronology"}
    assert len(jtai(capsys, "check", "x", "--child", "C2", "--json").data["slots"]) == 9


def test_children_not_chosen_yet(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspection(tmp_path / "x", children=())
    for moment, state in (("2017-05-11T09:00", "not-due-yet"), ("2017-05-12T12:01", "missing")):
        monkeypatch.setenv("JTAI_SUBMIT_NOW", moment)
        slots = {
            s["id"]: s["state"]
            for s in jtai(capsys, "check", "x", "--for", "day-five", "--json").data["slots"]
        }
        assert slots["children"] == state
    (tmp_path / "x/documents/children/C1").mkdir(parents=True)
    (tmp_path / "x/documents/children/C1/a.pdf").write_bytes(pdf())
    assert {
        s["id"]: s["state"]
        for s in jtai(capsys, "check", "x", "--for", "day-five", "--json").data["slots"]
    }["children"] == "provided"


def test_requested_items_are_owed(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x", requested='["2.4"]')
    assert {s["id"]: s["state"] for s in jtai(capsys, "check", "x", "--json").data["slots"]}[
        "2.4"
    ] == "missing"


def test_exempt_and_child_change_one_place(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x", children=("C1",))
    file = tmp_path / "x/submission.yaml"
    before = file.read_text("utf-8").splitlines()
    assert (
        jtai(
            capsys, "exempt", "3.7", "--because", "none: held", "--by", "Pat Example", "--in", "x"
        ).code
        == 0
    )
    assert (
        jtai(capsys, "exempt", "C1/chronology", "--because", "x", "--by", "y", "--in", "x").code
        == 0
    )
    assert jtai(capsys, "exempt", "3.7", "--because", "x", "--by", "y", "--in", "x").code == 2
    assert jtai(capsys, "child", "add", "C2", "C3", "--unique-id", "007", "--in", "x").code == 0
    assert jtai(capsys, "child", "add", "Jane Smith", "--in", "x").code == 2
    after = file.read_text("utf-8").splitlines()
    assert [line for line in before if line not in after] == [
        line for line in before if line.startswith(("children:", "not_applicable:"))
    ]
    assert (tmp_path / "x/documents/children/C3/chronology").is_dir()
    slots = {s["id"]: s for s in jtai(capsys, "check", "x", "--json").data["slots"]}
    assert slots["3.7"]["reason"] == "none: held" and "C2/chronology" in slots


def test_explain_timetable_manifests(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x")
    listed = {c["code"] for c in jtai(capsys, "explain", "--json").data["codes"]}
    assert {"D001", "D014", "H101", "H113", "R201", "K001", "P001", "S001", "M012"} <= listed
    assert (
        "Password" in jtai(capsys, "explain", "d004").out
        and jtai(capsys, "explain", "Z1").code == 2
    )
    day_five = {d["id"]: d for d in jtai(capsys, "timetable", "x", "--json").data["deadlines"]}[
        "day-five"
    ]
    assert day_five == {
        "id": "day-five",
        "title": "Day five",
        "due": "2017-05-16T17:00:00+01:00",
        "by_guidance": "2017-05-16T17:00:00+01:00",
        "confirmed_by": None,
        "owes": "local agencies",
    }
    shown = jtai(capsys, "manifests", "show", "neglect-2017", "--json").data
    assert (
        shown["manifest"] == "neglect-2017"
        and sum(len(a["items"]) for a in shown["agencies"]) == 33
    )
    assert (
        jtai(capsys, "manifests", "new", "mine.yaml").code == 0
        and jtai(capsys, "manifests", "check", "mine.yaml").code == 0
    )
    assert (
        jtai(capsys, "manifests", "new", "mine.yaml").code == 2
        and jtai(capsys, "manifests", "check", "none.yaml").code == 3
    )


def test_redact(tmp_path: Path, capsys: Capsys) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "[draft].pdf").write_bytes(pdf("Words", Author="Orla Quenby"))
    (tmp_path / "a" / "x.docx").write_bytes(b"PK\x03\x04")
    result = jtai(
        capsys, "redact", "a/[draft].pdf", "b/[draft].pdf", "a/x.docx", "--to", "out", "--json"
    )
    assert result.code == 1
    files = result.data["files"]
    assert [Path(f["output"]).name if f["output"] else None for f in files] == [
        "[draft].pdf",
        "[draft]-2.pdf",
        None,
    ]
    assert (
        files[2]["refused"]["code"] == "D003"
        and files[0]["removed"] == ["document properties"]
        and files[0]["type"] == "pdf"
    )
    assert set(files[0]) == {"source", "output", "type", "removed", "findings", "refused"}
    assert b"Quenby" not in (tmp_path / "out" / "[draft].pdf").read_bytes()
    assert all(private(path) for path in (tmp_path / "out").iterdir())
    assert "[draft].pdf" in jtai(capsys, "redact", "a/[draft].pdf", "--to", "out").out
    assert jtai(capsys, "redact", "nothing.pdf", "--to", "out").code == 2


def test_report(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(
        tmp_path / "x", agencies='{police: {name: Police, lead: "<b>Pat", phone: "01632 960001"}}'
    )
    name = "<script>.docx" if sys.platform != "win32" else "script.docx"
    (here.documents / "3-police/3.2-risk-assessments" / name).write_bytes(b"PK")
    assert jtai(capsys, "report", "x", "--html", "r.html").code == 1
    page = (tmp_path / "r.html").read_text("utf-8")
    assert (
        "Not complete" in page
        and "OFFICIAL-SENSITIVE" in page
        and "<script>" not in page
        and "&lt;b&gt;Pat (01632 960001)" in page
    )


def test_keys_push_receipts_verify_open(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=("3.4",), children=("C1",))
    assert jtai(capsys, "keys", "new").code == 3  # they are there already
    assert jtai(capsys, "push", area.folder, "--incomplete", "--because", "a test").code == 0
    shown = jtai(capsys, "receipts", "show", "1", "--in", area.folder, "--json").data["receipts"][0]
    assert (
        shown["known"]
        and shown["status"] == "incomplete"
        and shown["because"] == "a test"
        and shown["clock_set_by_hand"]
    )
    assert {n["slot"] for n in shown["not_sent"]} >= {"3.1", "C1/chronology"} and shown["packs"][0][
        "files"
    ][0]["slot"] == "3.4"
    receipt = area.folder / ".jtai/receipts/0001_day-five.json"
    assert (
        receipt.with_suffix(".html").is_file()
        and "0001" in jtai(capsys, "receipts", "--in", area.folder).out
    )
    assert jtai(capsys, "verify", receipt).code == 0
    public = jtai(capsys, "keys", "show", "--json").out
    for file in (keys(tmp_path).folder).iterdir():
        file.unlink()
    assert jtai(capsys, "verify", receipt).code == 1
    (tmp_path / "coordinator.pub").write_text(public)
    assert jtai(capsys, "verify", receipt, "--key", "coordinator.pub").code == 0
    log = area.folder / ".jtai/audit.jsonl"
    log.write_bytes(log.read_bytes().splitlines(keepends=True)[0])
    assert jtai(capsys, "verify", receipt, "--key", "coordinator.pub").code == 3
    pack = next(area.site.glob("*.age"))
    (tmp_path / "id.txt").write_text(f"{area.identity}\n")
    opened = jtai(capsys, "open", pack, "--to", "out", "--identity", "id.txt", "--json")
    assert opened.code == 0 and opened.data["packs"][0]["files"] == 1
    again = jtai(capsys, "open", pack, "--to", "out", "--identity", "id.txt", "--json")
    assert (again.code, again.data["packs"][0]["state"]) == (0, "already-open")
    (Path(again.data["packs"][0]["folder"]) / "index.html").write_text("another")
    assert jtai(capsys, "open", pack, "--to", "out", "--identity", "id.txt").code == 3
    assert jtai(capsys, "open", "none.age", "--to", "out", "--identity", "id.txt").code == 3


def test_keys_that_withstand_quantum_computers(tmp_path: Path, capsys: Capsys) -> None:
    made = jtai(capsys, "keys", "new", "--post-quantum", "--json")
    assert made.code == 0 and made.data["recipient"].startswith("age1pq1")
    here = inspection(
        tmp_path / "x",
        children=("C1",),
        portal="{kind: folder, path: ../site}",
        recipients=f"[{{name: Me, key: {made.data['recipient']}}}]",
    )
    fill(here, ("3.4",))
    assert jtai(capsys, "push", "x", "--incomplete", "--because", "a test").code == 0
    opened = jtai(capsys, "open", next((tmp_path / "site").glob("*.age")), "--to", "out", "--json")
    assert opened.code == 0 and opened.data["packs"][0]["files"] == 1


def test_push_refuses_in_words(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = inspection(tmp_path / "x", portal="{kind: folder, path: ../site}")
    result = jtai(capsys, "push", "x", "--json")
    assert result.code == 3 and result.json["errors"][0]["code"] == "S006"
    extend(here.root, recipients="[{name: A, key: age1qqqqqqqqqq}]")
    result = jtai(capsys, "push", "x", "--json")
    assert (
        result.code == 3
        and result.json["errors"][0]["code"] == "K001"
        and "submission.yaml:" in result.json["errors"][0]["where"]
    )
    assert jtai(capsys, "check", "x", "--json").code == 1  # only warns
    from jtai_submit.packing.recipients import generate, generate_hybrid

    both = inspection(
        tmp_path / "mixed",
        portal="{kind: folder, path: ../site}",
        recipients=f"[{{name: A, key: {generate().recipient()}}}, {{name: B, key: "
        f"{generate_hybrid().recipient()}}}]",
    )
    assert jtai(capsys, "push", both.root, "--json").json["errors"][0]["code"] == "S009"
    area = ready(tmp_path / "two", only=("3.4",), children=("C1",))
    monkeypatch.setenv("JTAI_SUBMIT_PASSPHRASE", "wrong")
    result = jtai(capsys, "push", area.folder, "--incomplete", "--because", "x", "--json")
    assert (
        result.code == 6 and result.json["errors"][0]["code"] == "K003" and not area.site.exists()
    )
    monkeypatch.delenv("JTAI_SUBMIT_PASSPHRASE")
    assert (
        jtai(capsys, "push", area.folder, "--incomplete", "--because", "x", "--json").json[
            "errors"
        ][0]["code"]
        == "K004"
    )
    for file in keys(tmp_path).folder.iterdir():
        file.unlink()
    result = jtai(capsys, "push", area.folder, "--incomplete", "--because", "x", "--json")
    assert result.code == 3 and "jtai-submit keys new" in result.json["errors"][0]["fix"]


def test_json_is_one_document_also_on_failure(tmp_path: Path) -> None:
    run = subprocess.run(
        [*program(), "check", "nowhere", "--json"],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    document = json.loads(run.stdout)
    assert (
        run.returncode == document["exit_code"] == 3
        and document["status"] == "error"
        and document["errors"][0]["code"] == "M001"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot make these names")
def test_names_that_bite(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=(), children=("C1",))
    folder = area.folder / "documents/3-police/3.4-child-protection-referral-document"
    for name in (
        "[x].pdf",
        "a\x1b[31mred.pdf",
        "-rf.pdf",
        "x\u202efdp.txt",
        "con.pdf",
        "é" * 60 + ".txt",
        "{{7*7}}.pdf",
    ):
        (folder / name).write_bytes(pdf() if name.endswith("pdf") else b"words")
    text = jtai(capsys, "check", area.folder).out + jtai(capsys, "push", area.folder, "--json").out
    assert "\x1b[31m" not in text and "\u202e" not in text
    assert len(list(area.site.glob("*.age"))) == 7
    with (area.site / "exampleshire_day-five_3-police_v1.zip.age").open("rb") as file:
        from jtai_submit.packing.names import safe_member
        from jtai_submit.packing.opening import open_archive

        with open_archive(file, [area.identity], "") as archive:
            assert all(safe_member(name) for name in archive.namelist())
            index = archive.read("index.html").decode()
    assert "[x]" in index and "{{7-7}}" in index and "\x1b" not in index
