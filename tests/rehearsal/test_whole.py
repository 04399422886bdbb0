"""A mock inspection: each deadline at its time, late things counted, and nothing moved for good."""

from datetime import timedelta
from pathlib import Path

import pytest

from jtai_submit.actions.opening import opened
from jtai_submit.cli.computer import environment
from jtai_submit.cli.screen import Screen
from jtai_submit.inspection.timetable import timetable
from jtai_submit.rehearsal.whole import Coming, play
from tests.make import jtai, ready

Capsys = pytest.CaptureFixture[str]


def test_what_comes_late_is_sent_later_and_counted(tmp_path: Path) -> None:
    area = ready(tmp_path, only=("1.1", "3.4", "3.7"), children=("C1",))
    inspection = opened(area.folder)
    dues = timetable(inspection.manifest, inspection.submission)
    [due] = [each.due for each in dues if each.id == "day-five"]
    paths = {slot: f.relative_to(area.folder).as_posix() for slot, f in area.files.items()}
    before = {path: (area.folder / path).read_bytes() for path in paths.values()}
    coming = {
        paths["3.4"]: Coming(due + timedelta(hours=20), "day-five"),
        paths["3.7"]: Coming(due - timedelta(hours=5), "day-five"),
    }
    played = play(inspection, environment(Screen("test", quiet=True)), None, coming)
    [day_five] = [each for each in played.rounds if each.due.id == "day-five"]
    came = {late.slot[:3]: late.by for late in day_five.late}
    assert came["3.4"] == timedelta(hours=20) and came["3.1"] is None
    assert "1.1" not in came and "3.7" not in came
    versions = sorted(p.version for p in played.rehearsed.outcome.packs if p.group == "3-police")
    assert versions == [1, 2] and played.rehearsed.clean
    assert played.in_time == played.owed - sum(len(each.late) for each in played.rounds)
    assert {path: (area.folder / path).read_bytes() for path in paths.values()} == before


def test_a_folder_of_ones_own(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=("1.1", "3.4"), children=("C1",))
    result = jtai(capsys, "rehearse", area.folder, "--whole", "--json")
    assert result.code == 1
    rounds = {each["deadline"]: each for each in result.data["score"]["rounds"]}
    assert rounds["day-five"]["owed"] > rounds["day-five"]["in_time"] > 0
    assert all(late["came"] is None for late in rounds["day-five"]["late"])
    assert not list(area.site.glob("*"))
    said = jtai(capsys, "rehearse", area.folder, "--whole").out
    assert "never came" in said and "In time" in said


@pytest.mark.real
def test_the_sample_area(tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = jtai(capsys, "rehearse", "--whole", "--json")
    assert result.code == 0, result.err
    score = result.data["score"]
    late = {each["slot"] for one in score["rounds"] for each in one["late"]}
    assert len(late) == 4 and 90 <= score["per_cent_in_time"] < 100
    assert (
        result.data["figures"]["markers_found"] == result.data["figures"]["text_differences"] == 0
    )
