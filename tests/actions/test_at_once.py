"""Two people at once, and slips taken back whole."""

import io
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from jtai_submit.actions.opening import opened
from tests.conftest import program
from tests.make import fill, inspection, jtai, ready

Capsys = pytest.CaptureFixture[str]
HOLDERS = ("police", "youth-offending-team", "national-probation-service")


def at_once(folder: Path, *commands: Sequence[str]) -> list[int]:
    running = [subprocess.Popen([*program(), *each], cwd=folder) for each in commands]
    return [each.wait(timeout=120) for each in running]


def sheet(capsys: Capsys, folder: Path, holder: str, *children: str) -> None:
    """What a holder sends back: Y about each child."""
    asked = opened(folder / "x").manifest.questions
    assert asked
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["Child's unique id", next(q.text for q in asked.each if q.id == holder)])
    for child in children:
        page.append([child, "Y"])
    book.save(folder / f"{holder}.xlsx")


def table(folder: Path) -> list[list[object]]:
    data = (folder / "documents/answers/answers.xlsx").read_bytes()
    page = load_workbook(io.BytesIO(data)).active
    assert page is not None
    return [[cell.value for cell in row] for row in page.iter_rows()]


def test_sheets_that_come_back_at_once_are_all_taken(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x", children=("C1",))
    assert jtai(capsys, "answers", "select", "104500", "104501", "--in", "x").code == 0
    for holder in HOLDERS:
        sheet(capsys, tmp_path, holder, "104500", "104501")
    takes = [("answers", "take", f"{holder}.xlsx", "--in", "x") for holder in HOLDERS]
    assert at_once(tmp_path, *takes) == [0] * len(HOLDERS)
    head, *rows = table(tmp_path / "x")
    assert len(head) == 1 + len(HOLDERS)
    assert [row[1:] for row in rows] == [["Y"] * len(HOLDERS)] * 2


def test_nothing_is_said_of_children_who_are_not_selected_any_more(
    tmp_path: Path, capsys: Capsys
) -> None:
    here = inspection(tmp_path / "x", children=("C1",))
    assert jtai(capsys, "answers", "select", "104500", "104501", "--in", "x").code == 0
    sheet(capsys, tmp_path, "police", "104500", "104501")
    assert jtai(capsys, "answers", "take", "police.xlsx", "--in", "x").code == 0
    told = jtai(capsys, "answers", "select", "104500", "--in", "x", "--json")
    assert told.code == 0 and any("104501" in e["message"] for e in told.json["errors"])
    assert [row[0] for row in table(here.root)[1:]] == ["104500"]
    kept = load_workbook(here.root / ".jtai/answers-before.xlsx").active
    assert kept is not None and kept.max_row == 3


def test_meetings_that_are_recorded_at_once_are_all_written_down(
    tmp_path: Path, capsys: Capsys
) -> None:
    here = inspection(tmp_path / "x")
    adds = [
        ("meeting", "add", f"C{n}", "review", "--at", f"2017-05-23T1{n}:00", "--in", "x")
        for n in range(1, 5)
    ]
    assert at_once(tmp_path, *adds) == [0] * 4
    (file,) = (here.documents / "1-local-authority/meetings").glob("*.txt")
    text = file.read_text("utf-8")
    assert all(f"  C{n}  review" in text for n in range(1, 5))


def test_of_two_who_begin_one_inspection_one_is_the_first(tmp_path: Path) -> None:
    begin = [
        ("init", "x", "--area", area, "--notified", "2017-05-09", "--child", child)
        for area, child in (("Exampleshire", "C1"), ("Northshire", "C2"))
    ]
    assert sorted(at_once(tmp_path, *begin)) == [0, 2]
    assert len(opened(tmp_path / "x").submission.children) == 1


@pytest.mark.parametrize("slip", [("remove", "c3"), ("swap", "C3", "C9")])
def test_a_slip_about_a_child_is_taken_back_whole(
    tmp_path: Path, capsys: Capsys, slip: tuple[str, ...]
) -> None:
    area = ready(tmp_path)
    inside = ("--in", area.folder)
    consent = ("--because", "they said so", "--by", "Pat", *inside)
    assert jtai(capsys, "consent", "C3", "child", "refused", *consent).code == 0
    assert (
        jtai(capsys, "meeting", "add", "C3", "review", "--at", "2017-05-23T10:00", *inside).code
        == 0
    )
    text = area.files["meetings"].parent
    said = (area.folder / "submission.yaml").read_bytes()
    written = {p: p.read_bytes() for p in text.parent.parent.rglob("*.txt")}
    assert jtai(capsys, "child", *slip, *inside).code == 0
    assert not any(b"C3" in p.read_bytes() for p in text.glob("*.txt"))
    back = jtai(capsys, "child", *slip, "--undo", *inside)
    assert back.code == 0 and "All that was said about it is there again" in back.out
    assert (area.folder / "submission.yaml").read_bytes() == said
    assert {p: p.read_bytes() for p in text.parent.parent.rglob("*.txt")} == written


def test_a_slip_after_which_something_else_was_said(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path)
    inside = ("--in", area.folder)
    assert jtai(capsys, "child", "remove", "C3", *inside).code == 0
    assert jtai(capsys, "agency", "set", "police", "--lead", "Pat", *inside).code == 0
    back = jtai(capsys, "child", "remove", "c3", "--undo", *inside)
    assert back.code == 0 and "say it again" in back.out
    now = opened(area.folder).submission
    assert "C3" in {child.id for child in now.children} and now.agencies["police"]


def test_who_was_rung_is_rung_again(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path)
    assert jtai(capsys, "push", area.folder).code == 0
    inside = ("--by", "Sam", "--in", area.folder)
    assert jtai(capsys, "child", "remove", "C2", *inside).code == 0
    added = jtai(capsys, "child", "add", "C2", "--in", area.folder)
    assert added.code == 0 and "counts as sent again" in added.out
    told = jtai(capsys, "history", area.folder)
    assert told.code == 0 and "the withdrawal was taken back" in told.out


def test_what_is_gone_leaves_a_push_incomplete(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path)
    assert jtai(capsys, "push", area.folder).code == 0
    area.files["3.4"].unlink()
    told = jtai(capsys, "push", area.folder, "--json")
    assert told.json["status"] == "incomplete" and told.data["left_out"] == ["3.4"]


def test_what_is_selected_by_nothing_is_not_everything(tmp_path: Path, capsys: Capsys) -> None:
    fill(inspection(tmp_path / "x"))
    for option in ("--agency", "--child", "--for"):
        for command in ("check", "push"):
            told = jtai(capsys, command, "x", option, "", "--json")
            assert told.code == 2 and "it is empty" in told.json["errors"][0]["message"]


def test_what_was_sent_about_the_child_who_came_is_withdrawn(
    tmp_path: Path, capsys: Capsys
) -> None:
    """A swap taken back after a push: the wrong child's documents are there."""
    area = ready(tmp_path)
    inside = ("--by", "Sam", "--in", area.folder)
    assert jtai(capsys, "child", "swap", "C3", "C9", *inside).code == 0
    now = opened(area.folder)
    fill(now, tuple(f"C9/{each.slug}" for each in now.manifest.key_documents))
    assert jtai(capsys, "push", area.folder, "--incomplete", "--because", "x").code == 0
    back = jtai(capsys, "child", "swap", "C3", "C9", "--undo", *inside)
    assert back.code == 0 and "Ring the people who hold the pack now" in back.out
    assert {w.child for w in opened(area.folder).submission.withdrawn} == {"C9"}


def test_the_folders_of_a_child_who_is_back_are_there(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x")
    assert jtai(capsys, "child", "remove", "C1", "--in", "x").code == 0
    shutil.rmtree(here.documents / "children/C1")
    assert jtai(capsys, "child", "remove", "C1", "--undo", "--in", "x").code == 0
    assert (here.documents / "children/C1/chronology").is_dir()
    (here.own / "child-undo.json").write_text('{"out": 1, "came": [], "before": 2, "after": null}')
    assert jtai(capsys, "child", "remove", "C1", "--undo", "--in", "x").code == 2


def test_answers_follow_an_id_that_is_spelled_anew(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x", children=("C1",))
    assert jtai(capsys, "answers", "select", "0104500", "104501", "--in", "x").code == 0
    sheet(capsys, tmp_path, "police", "0104500", "104501")
    assert jtai(capsys, "answers", "take", "police.xlsx", "--in", "x").code == 0
    assert jtai(capsys, "answers", "select", "104500", "--in", "x").code == 0
    assert table(here.root)[1:] == [["104500", "Y"]]
