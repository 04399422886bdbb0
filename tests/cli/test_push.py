"""push, from an inspection folder to packs that arrived and open."""

import zipfile
from pathlib import Path

import pytest

from jtai_submit.packing.age import Reader
from jtai_submit.packing.opening import open_archive
from tests.make import CHILDREN, jtai, pdf, ready

Capsys = pytest.CaptureFixture[str]


def test_everything_arrives_and_opens(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, not_applicable="[]")
    result = jtai(capsys, "push", area.folder, "--json")
    assert result.code == 0 and result.json["status"] == "complete", result.err
    packs = result.data["packs"]
    assert [p["group"] for p in packs] == [
        "1-local-authority",
        "2-safeguarding-board",
        "3-police",
        "4-probation",
        "5-youth-offending",
        "6-health",
        *CHILDREN,
    ]
    assert {p["state"] for p in packs} == {"sent"} and {p["verification"] for p in packs} == {
        "read-back"
    }
    names = set()
    for pack in packs:
        with (
            (area.site / pack["name"]).open("rb") as file,
            open_archive(file, [area.identity], "") as archive,
        ):
            names |= set(archive.namelist())
    assert (
        "data/3-police/3.4-child-protection-referral-document/01 Child protection referral "
        "document.pdf" in names
    )
    assert "data/children/C1/strategy-discussion/01-strategy-discussion.pdf" in names
    again = jtai(capsys, "push", area.folder, "--json")
    assert again.code == 0 and [p["sha256"] for p in again.data["packs"]] == [
        p["sha256"] for p in packs
    ]
    assert jtai(capsys, "check", area.folder, "--json").data["counts"]["sent"] == 79


def test_a_pack_is_named_once_to_whoever_watches(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = ready(tmp_path, only=("1.1", "3.4"))
    monkeypatch.setattr("jtai_submit.cli.screen.Screen.seen", True)
    result = jtai(capsys, "push", area.folder, "--incomplete", "--because", "a test")
    assert result.code == 0 and "Sent 2 packs, arrival verified by read-back" in result.out
    assert "_3-police_" not in result.out and result.err.count("_3-police_v1") == 1


def test_what_is_missing_stops_it_and_incomplete_says_so(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=("3.4",), children=())
    result = jtai(capsys, "push", area.folder, "--json")
    assert result.code == 1 and not area.site.exists()
    assert {e["code"] for e in result.json["errors"]} == {"D001"}
    assert jtai(capsys, "push", area.folder, "--incomplete").code == 2
    sent = jtai(
        capsys, "push", area.folder, "--incomplete", "--because", "the rest follows", "--json"
    )
    assert sent.code == 0 and sent.json["status"] == "incomplete"
    assert [p["name"] for p in sent.data["packs"]] == ["exampleshire_day-five_3-police_v1.zip.age"]


def test_a_changed_document_goes_in_a_second_pack(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, children=("C1",))
    assert jtai(capsys, "push", area.folder).code == 0
    area.files["3.4"].write_bytes(pdf("A new version"))
    assert jtai(capsys, "check", area.folder, "--json").data["counts"]["changed"] == 1
    packs = jtai(capsys, "push", area.folder, "--json").data["packs"]
    new = [p for p in packs if p["version"] == 2]
    assert [(p["name"], p["files"]) for p in new] == [
        ("exampleshire_day-five_3-police_v2.zip.age", 1)
    ]
    assert jtai(capsys, "check", area.folder, "--json").data["counts"]["changed"] == 0


def test_a_dry_run_sends_and_keeps_nothing(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, children=("C1",))
    result = jtai(capsys, "push", area.folder, "--dry-run")
    lines = result.out.strip().splitlines()
    assert result.code == 0 and "nothing is sent" in lines[0] and "nothing is sent" in lines[-1]
    assert not area.site.exists() and not (area.folder / ".jtai" / "journal.json").exists()
    packs = jtai(capsys, "push", area.folder, "--dry-run", "--json").data["packs"]
    assert {p["state"] for p in packs} == {"dry"}


def test_seal_none_is_a_numbered_tree_with_index_and_checklist(
    tmp_path: Path, capsys: Capsys
) -> None:
    area = ready(tmp_path, children=("C1",), seal="none")
    result = jtai(capsys, "push", area.folder, "--json")
    assert result.code == 0, result.err
    pack = area.site / "exampleshire_day-five_3-police_v1"
    assert (
        pack / "data/3-police/3.4-child-protection-referral-document/01 Child protection referral "
        "document.pdf"
    ).is_file()
    assert "3.4 Child protection referral document" in (pack / "index.html").read_text("utf-8")
    assert "exampleshire_day-five_3-police_v1" in (
        area.site / "exampleshire_upload-checklist.txt"
    ).read_text("utf-8")
    import bagit

    bagit.Bag(str(pack)).validate()


def test_the_pack_is_a_bag_in_a_zip_in_an_age_file(tmp_path: Path, capsys: Capsys) -> None:
    import bagit

    area = ready(tmp_path, only=("3.4", "3.1"), children=("C1",))
    jtai(capsys, "push", area.folder, "--incomplete", "--because", "a test")
    with (area.site / "exampleshire_day-five_3-police_v1.zip.age").open("rb") as file:
        archive = zipfile.ZipFile(Reader(file, [area.identity]))
        assert archive.testzip() is None
        assert {i.compress_type for i in archive.infolist()} == {zipfile.ZIP_STORED}
        archive.extractall(tmp_path / "bag")
    bag = bagit.Bag(str(tmp_path / "bag"))
    bag.validate()
    assert "Bagging-Date" not in bag.info and bag.info["JTAI-Group"] == "3-police"
