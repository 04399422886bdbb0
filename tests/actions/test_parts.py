"""Items that ask for several things, and agencies that are several organisations."""

from pathlib import Path
from typing import Any

import pytest

from jtai_submit.actions.opening import opened
from tests.make import fill, inspection, jtai, pdf

Capsys = pytest.CaptureFixture[str]
TWO = "{probation: [{name: National Probation Service}, {name: Example CRC}]}"
COMPOUND = {"1.2": 2, "1.4": 2, "1.5": 2, "1.7": 3, "2.2": 13, "2.3": 2, "3.8": 2, "6.2": 4}


def slots(capsys: Capsys) -> dict[str, dict[str, Any]]:
    told = jtai(capsys, "check", "x", "--for", "day-five", "--quick", "--json").data["slots"]
    return {each["id"]: each for each in told}


def test_which_items_have_parts(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x")
    found = slots(capsys)
    assert {name: len(s["parts"]) for name, s in found.items() if "parts" in s} == COMPOUND
    part = found["1.2"]["parts"][0]
    assert part == {"id": "local", "title": "at a local level", "done": False, "by": None}
    months = [p["id"] for p in found["2.2"]["parts"]]
    assert months == [
        *(f"2016-{n:02}" for n in range(5, 13)),
        *(f"2017-{n:02}" for n in range(1, 5)),
        "executive-board",
    ]
    assert found["2.2"]["parts"][0]["title"] == "May 2016"


def test_parts_are_ticked_and_warn_until_then(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x")
    before = (here.root / "submission.yaml").read_text("utf-8")
    fill(here, ("1.2",))
    local_authority = ("check", "x", "--agency", "local-authority", "--for", "day-five", "--quick")
    shown = jtai(capsys, *local_authority).out
    assert "not ticked yet: at a local level; at an agency level (D022)" in shown
    assert slots(capsys)["1.2"]["state"] == "provided"
    by = ("--by", "Pat Example", "--in", "x")
    done = jtai(capsys, "part", "1-2", "Local", *by, "--json")
    assert done.code == 0 and done.data["left"] == ["at an agency level"]
    parts = slots(capsys)["1.2"]["parts"]
    assert [(p["done"], p["by"]) for p in parts] == [(True, "Pat Example"), (False, None)]
    assert jtai(capsys, "part", "1.2", "at an agency level", "local", *by).code == 0
    assert len(opened(tmp_path / "x").submission.parts) == 2
    one = jtai(capsys, *local_authority).out.partition("Management information")[2]
    assert "D022" not in one.partition("Assessment and threshold")[0]
    assert jtai(capsys, "part", "1.2", "local", "agency", "--undo", "--in", "x").code == 0
    assert jtai(capsys, "part", "1.2", "local", "--undo", "--in", "x").code == 2
    after = (here.root / "submission.yaml").read_text("utf-8")
    assert after.replace("parts: []\n", "") == before


def test_what_a_name_tells_is_offered_and_a_person_says_yes(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x")
    folder = next((here.documents / "2-safeguarding-board").glob("2.2-*"))
    for name in ("July 2016 minutes.pdf", "Board 2016-06-14.pdf", "notes.pdf"):
        (folder / name).write_bytes(pdf(name))
    told = jtai(capsys, "check", "x", "--for", "day-five", "--quick").out
    assert "July 2016 (perhaps July 2016 minutes.pdf)" in told
    assert "say so: jtai-submit part 2.2 2016-06 2016-07 --by" in told
    assert jtai(capsys, "part", "2.2", "2016-06", "2016-07", "--by", "Pat", "--in", "x").code == 0
    assert "perhaps" not in jtai(capsys, "check", "x", "--for", "day-five", "--quick").out


def test_months_are_ticked(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x")
    by = ("--by", "Pat", "--in", "x")
    assert jtai(capsys, "part", "2.2", "2016-05", "march 2017", *by).code == 0
    done = [p["id"] for p in slots(capsys)["2.2"]["parts"] if p["done"]]
    assert done == ["2016-05", "2017-03"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("1.2", "regional", "--by", "x"),
        ("1.1", "local", "--by", "x"),
        ("1.2", "local"),
        ("9.9", "local", "--by", "x"),
        ("C1/chronology", "local", "--by", "x"),
        ("1.2", "local", "--by", "x", "--reviewed", "soon"),
    ],
)
def test_what_cannot_be_ticked(tmp_path: Path, capsys: Capsys, arguments: tuple[str, ...]) -> None:
    here = inspection(tmp_path / "x")
    before = (here.root / "submission.yaml").read_bytes()
    assert jtai(capsys, "part", *arguments, "--in", "x").code == 2
    assert (here.root / "submission.yaml").read_bytes() == before


def test_a_part_that_the_file_names_wrongly_is_told(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x")
    with (tmp_path / "x/submission.yaml").open("a") as file:
        file.write('parts: [{slot: "1.2", part: locall, by: x}]\n')
    told = jtai(capsys, "check", "x", "--json")
    assert told.code == 3 and told.json["errors"][0]["code"] == "M012"
    assert "did you mean local?" in told.json["errors"][0]["fix"]


def test_each_organisation_of_an_agency(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x", agencies=TWO)
    folder = here.documents / "4-probation/4.2-child-protection-policy"
    (folder / "Policy of the national-probation_service.pdf").write_bytes(pdf("a"))
    found = slots(capsys)
    nps, crc = found["4.2"]["organisations"]
    assert nps == {"name": "National Probation Service", "in": 1, "of": 1}
    assert crc == {"name": "Example CRC", "in": 0, "of": 1}
    assert "organisations" not in found["3.4"]
    shown = jtai(capsys, "check", "x", "--agency", "probation", "--quick").out
    assert "nothing here is named after Example CRC (D024)" in shown
    (folder / "Example CRC").mkdir()
    (folder / "Example CRC/policy.pdf").write_bytes(pdf("b"))
    assert [o["in"] for o in slots(capsys)["4.2"]["organisations"]] == [1, 1]
    assert "D024" not in jtai(capsys, "check", "x", "--agency", "probation", "--quick").out
