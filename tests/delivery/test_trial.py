"""`login --check`: each step of a push is tried, said, and taken back."""

from pathlib import Path

import pytest

from jtai_submit.rehearsal.portal import embedded
from tests.make import inspection, jtai

Capsys = pytest.CaptureFixture[str]


def test_a_folder(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x", portal="{kind: folder, path: ../site}").root
    result = jtai(capsys, "login", "--check", "--in", here, "--json")
    assert result.code == 0, result.err
    assert len(result.data["steps"]) == 5 and not list((tmp_path / "site").iterdir())
    for step in result.data["steps"]:
        assert set(step) == {"step", "ok", "message"} and step["ok"] is True and step["message"]
    shown = jtai(capsys, "login", "--check", "--in", here)
    assert shown.code == 0 and shown.out.count("ok  ") == 5 and "No document was sent" in shown.out


def test_a_tus_site(tmp_path: Path, capsys: Capsys) -> None:
    with embedded(tmp_path / "portal") as server:
        here = inspection(tmp_path / "x", portal=f"{{kind: tus, url: '{server.url}'}}").root
        result = jtai(capsys, "login", "--check", "--in", here, "--json")
        assert result.code == 0, result.err
        assert not server.arrived() and not list((server.folder / "files").iterdir())


def test_what_does_not_work_stands_in_its_step(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x", portal="{kind: webdav, url: 'http://127.0.0.1:9/'}").root
    result = jtai(capsys, "login", "--check", "--in", here, "--json")
    assert result.code == 5 and result.json["errors"][0]["code"] == "P001"
    (step,) = result.data["steps"]
    assert step["ok"] is False and "no connection" in step["message"]
    shown = jtai(capsys, "login", "--check", "--in", here)
    assert shown.out.startswith("NO  ") and "P001" in shown.err


def test_a_folder_among_ours_is_refused(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x", portal="{kind: folder, path: .jtai/outbox}").root
    for command in (("login", "--check", "--in", str(here)), ("push", str(here), "--dry-run")):
        result = jtai(capsys, *command, "--json")
        problem = result.json["errors"][0]
        assert result.code == 3 and problem["code"] in ("P003", "S006"), result.err
    assert (
        jtai(capsys, "login", "--check", "--in", here, "--json")
        .json["errors"][0]["where"]
        .startswith("submission.yaml:")
    )
