"""Old and second copies of an inspection folder are noticed before anything is sent twice."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from jtai_submit.rehearsal.portal import Embedded, embedded
from jtai_submit.words import typed
from tests.make import Ready, Result, jtai, pdf, ready
from tests.systems import at_home

Capsys = pytest.CaptureFixture[str]
SMALL = ("--incomplete", "--because", "a test")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Embedded]:
    with embedded(tmp_path / "portal") as server:
        yield server


@pytest.fixture
def area(tmp_path: Path, capsys: Capsys, server: Embedded) -> Ready:
    """Sent to a site that cannot be asked by name."""
    portal = f"{{kind: tus, url: '{server.url}'}}"
    area = ready(tmp_path, only=("1.1", "3.4"), children=("C1",), portal=portal)
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    return area


def elsewhere(result: Result) -> bool:
    return result.code == 3 and [e["code"] for e in result.json["errors"]] == ["K015"]


def test_a_second_copy_stops_until_somebody_says_which(
    area: Ready, capsys: Capsys, tmp_path: Path, server: Embedded
) -> None:
    copy = shutil.copytree(area.folder, tmp_path / "a copy")
    area.files["3.4"].write_bytes(pdf("Newer"))
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0  # the one that was used before
    sent = set(server.arrived())
    shutil.copy(area.files["3.4"], copy / area.files["3.4"].relative_to(area.folder))
    assert elsewhere(jtai(capsys, "push", copy, *SMALL, "--json"))
    assert set(server.arrived()) == sent


def test_here_goes_on_with_a_copy(area: Ready, capsys: Capsys, tmp_path: Path) -> None:
    copy = shutil.copytree(area.folder, tmp_path / "a copy")
    stopped = jtai(capsys, "push", copy, *SMALL, "--json")
    here = typed(("push", str(copy), "--here"))
    assert elsewhere(stopped) and here in stopped.json["errors"][0]["fix"]
    assert jtai(capsys, "push", copy, *SMALL, "--here").code == 0
    (copy / "documents/new").mkdir()
    assert jtai(capsys, "push", copy, *SMALL).code == 0


def test_a_folder_that_was_moved_goes_on(area: Ready, capsys: Capsys, tmp_path: Path) -> None:
    moved = area.folder.rename(tmp_path / "moved")
    assert jtai(capsys, "push", moved, *SMALL).code == 0


def test_a_folder_that_was_put_back_from_a_backup(
    area: Ready, capsys: Capsys, tmp_path: Path, server: Embedded
) -> None:
    backup = shutil.copytree(area.folder / ".jtai", tmp_path / "backup")
    area.files["3.4"].write_bytes(pdf("Newer"))
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    sent = set(server.arrived())
    shutil.rmtree(area.folder / ".jtai")
    shutil.copytree(backup, area.folder / ".jtai")
    assert elsewhere(jtai(capsys, "push", area.folder, *SMALL, "--json"))
    shutil.rmtree(area.folder / ".jtai")  # and where nothing of it is left
    assert elsewhere(jtai(capsys, "push", area.folder, *SMALL, "--json"))
    assert set(server.arrived()) == sent


def test_a_practice_push_to_another_site_hides_nothing(
    capsys: Capsys, tmp_path: Path, server: Embedded
) -> None:
    area = ready(tmp_path, only=("1.1", "3.4"), children=("C1",))
    for name in ("first", "second"):  # often saved, and to a folder
        area.files["3.4"].write_bytes(pdf(name))
        assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    shutil.rmtree(area.folder / ".jtai")
    setting = ("portal", "set", "tus", f"url={server.url}", "--in", area.folder)
    assert jtai(capsys, *setting).code == 0
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    sent = server.arrived()
    shutil.rmtree(area.folder / ".jtai")
    assert elsewhere(jtai(capsys, "push", area.folder, *SMALL, "--json"))
    assert server.arrived() == sent


def test_history_and_verify_see_a_folder_that_was_rolled_back(
    area: Ready, capsys: Capsys, tmp_path: Path
) -> None:
    backup = shutil.copytree(area.folder / ".jtai", tmp_path / "backup")
    area.files["3.4"].write_bytes(pdf("Newer"))
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    shutil.rmtree(area.folder / ".jtai")
    shutil.copytree(backup, area.folder / ".jtai")
    for asked in (("history", area.folder), ("verify", "--in", area.folder)):
        assert elsewhere(jtai(capsys, *asked, "--json"))
    shutil.rmtree(area.folder / ".jtai")
    assert elsewhere(jtai(capsys, "history", area.folder, "--json"))


def test_a_deputy_says_once_that_she_takes_over(
    area: Ready, capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home(tmp_path / "deputy", monkeypatch)
    assert jtai(capsys, "keys", "new").code == 0
    assert elsewhere(jtai(capsys, "push", area.folder, *SMALL, "--json"))
    assert jtai(capsys, "push", area.folder, *SMALL, "--here").code == 0
    area.files["3.4"].write_bytes(pdf("Newer"))
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
