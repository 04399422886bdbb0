"""Schools and others, who hold documents about a child."""

from pathlib import Path

import pytest

from jtai_submit.actions.opening import opened
from tests.make import inspection, jtai

Capsys = pytest.CaptureFixture[str]


def test_a_school_owes_a_childs_document(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x", children=("C1",))
    with (tmp_path / "x/submission.yaml").open("a", encoding="utf-8") as file:
        file.write("owners: {C1/chronology: school}\n")
    told = jtai(capsys, "check", "x", "--quick")
    assert told.code == 1 and "agency set school" in told.out
    name = ("agency", "set", "school", "--name", "Green Lane Primary", "--lead", "Lee Example")
    assert jtai(capsys, *name, "--in", "x").code == 0
    shown = jtai(capsys, "check", "x", "--quick", "--agency", "school", "--json")
    assert [slot["id"] for slot in shown.data["slots"]] == ["C1/chronology"]
    assert shown.data["slots"][0]["owner"] == "school"
    text = jtai(capsys, "check", "x", "--quick").out
    assert "Green Lane Primary" in text and "Lee Example" in text
    asked = ("request", "add", "Attendance", "--owner", "school", "--due", "2017-05-18")
    assert jtai(capsys, *asked, "--in", "x").code == 0
    assert [a.slug for a in opened(Path("x")).manifest.agencies][-1] == "school"


@pytest.mark.parametrize("slip", ["polcie", "local-authorty"])
def test_a_slip_of_the_keyboard_is_no_new_body(tmp_path: Path, capsys: Capsys, slip: str) -> None:
    inspection(tmp_path / "x", children=("C1",))
    told = jtai(capsys, "agency", "set", slip, "--name", "Exampleshire Police", "--in", "x")
    assert told.code == 2 and "did you mean" in told.err
