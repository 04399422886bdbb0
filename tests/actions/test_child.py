"""Children and their schools: ids that every system takes; a school blocks nothing."""

from pathlib import Path

import pytest

from tests.make import fill, inspection, jtai, ready

Capsys = pytest.CaptureFixture[str]
NAMED = ("--name", "Mill Lane School", "--lead", "Lee Example", "--phone", "01632 960007")


def warned(capsys: Capsys, folder: Path, *more: str) -> list[str]:
    errors = jtai(capsys, "check", folder, *more, "--json").json["errors"]
    return [e["message"] for e in errors if e["code"] == "M026"]


def test_it_is_asked_for_and_blocks_nothing(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path)
    [message] = warned(capsys, area.folder, "--for", "day-five")
    assert "C1, C2" in message
    assert jtai(capsys, "check", area.folder, "--for", "day-five").code == 0
    assert not warned(capsys, area.folder, "--agency", "police")
    for child in ("c1", "C2", "C3", "C4", "C5"):
        assert jtai(capsys, "child", "school", child, *NAMED, "--in", area.folder).code == 0
    assert not warned(capsys, area.folder, "--for", "day-five")


def test_what_is_not_given_stays(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x", children=("C1",))
    assert jtai(capsys, "child", "school", "C1", *NAMED, "--in", "x").code == 0
    assert jtai(capsys, "child", "school", "C1", "--phone", "01632 960004", "--in", "x").code == 0
    text = (tmp_path / "x/submission.yaml").read_text("utf-8")
    assert "Mill Lane School" in text and "01632 960004" in text and "960007" not in text
    assert jtai(capsys, "child", "school", "C1", "--in", "x").code == 2
    assert jtai(capsys, "child", "school", "C9", *NAMED, "--in", "x").code == 2


def test_it_goes_with_the_child(tmp_path: Path, capsys: Capsys) -> None:
    fill(inspection(tmp_path / "x", children=("C1", "C2")))
    assert jtai(capsys, "child", "school", "C1", *NAMED, "--in", "x").code == 0
    assert jtai(capsys, "child", "swap", "C1", "C9", "--in", "x").code == 0
    assert "Mill Lane School" not in (tmp_path / "x/submission.yaml").read_text("utf-8")


@pytest.mark.parametrize("child", ["-C1", "con", "COM1", "nul", "C 1", "Jo Bloggs", "x" * 41])
def test_what_cannot_be_a_folder_or_looks_like_an_option_is_no_id(
    tmp_path: Path, capsys: Capsys, child: str
) -> None:
    inspection(tmp_path / "x", children=("C1",))
    added = jtai(capsys, "child", "add", "--in", "x", "--", child)
    assert added.code == 2 and "M020" in added.err
    path = tmp_path / "x/submission.yaml"
    path.write_text(path.read_text("utf-8").replace("[C1]", f'["{child}"]'), "utf-8")
    assert jtai(capsys, "check", "x").code == 3


@pytest.mark.parametrize("name", ["index", "lists", "3-police"])
def test_a_name_of_other_packs_is_no_child(tmp_path: Path, capsys: Capsys, name: str) -> None:
    area = inspection(tmp_path / "x", children=("C1",))
    file = area.root / "submission.yaml"
    file.write_text(file.read_text("utf-8").replace("[C1]", f"[{name}]"), "utf-8")
    result = jtai(capsys, "check", area.root)
    assert result.code == 3 and "M020" in result.err
