"""`timetable` says what is next; days at the ends of the calendar are told, never a bug."""

from pathlib import Path

import pytest

from tests.make import inspection, jtai

Capsys = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


def test_what_is_next(tmp_path: Path, capsys: Capsys, monkeypatch: Patch) -> None:
    inspection(tmp_path / "x")
    shown = jtai(capsys, "timetable", "x")
    last = shown.out.strip().splitlines()[-1]
    assert last == "Next: Day five, Tuesday 16 May, 17:00, in 1 day 7 hours"
    assert "Monday 22 May to Friday 26 May: Fieldwork week" in shown.out
    told = jtai(capsys, "timetable", "x", "--json").data
    assert told["next"]["id"] == "day-five" and told["next"]["seconds"] == 31.5 * 3600
    assert told["fieldwork"]["from"] == "2017-05-22" and told["readings"] == []
    monkeypatch.setenv("JTAI_SUBMIT_NOW", "2017-06-01T09:30")
    assert jtai(capsys, "timetable", "x", "--json").data["next"] is None
    assert "Every deadline has passed." in jtai(capsys, "timetable", "x").out


def test_both_readings_are_shown(tmp_path: Path, capsys: Capsys) -> None:
    area = ("--area", "Exampleshire", "--notified", "2022-04-26")
    assert jtai(capsys, "init", "x", *area).code == 0
    readings = {r["id"]: r for r in jtai(capsys, "timetable", "x", "--json").data["readings"]}
    assert readings["day-five"]["by_guidance"].startswith("2022-05-03T17:00")
    assert readings["day-five"]["by_count"].startswith("2022-05-04T17:00")
    shown = jtai(capsys, "timetable", "x").out
    assert "by weekday Tuesday 3 May, 17:00, by working days Wednesday 4 May, 17:00" in shown


ENDS = ("0001-01-01", "0001-01-02", "9999-12-31", "9999-12-28", "1899-12-29")


@pytest.mark.parametrize("day", ENDS)
def test_days_from_which_nothing_can_be_counted(tmp_path: Path, capsys: Capsys, day: str) -> None:
    made = jtai(capsys, "init", "y", "--area", "E", "--notified", day, "--json")
    assert made.code == 2 and made.json["errors"][0]["code"] == "M016"
    inspection(tmp_path / "x")
    file = tmp_path / "x/submission.yaml"
    file.write_text(file.read_text("utf-8").replace("2017-05-09  ", f"{day}  ", 1), "utf-8")
    for command in ("check", "timetable", "report", "push"):
        result = jtai(capsys, command, "x", "--json")
        assert result.code == 3, command
        assert [e["code"] for e in result.json["errors"]] == ["M016"]


@pytest.mark.parametrize("day", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00"])
def test_a_confirmed_time_at_an_end(tmp_path: Path, capsys: Capsys, day: str) -> None:
    inspection(tmp_path / "x")
    with (tmp_path / "x/submission.yaml").open("a") as file:
        file.write(f"deadlines: {{day-five: {{at: {day}, confirmed_by: x}}}}\n")
    result = jtai(capsys, "timetable", "x", "--ics", "x.ics", "--json")
    assert result.code == 3 and [e["code"] for e in result.json["errors"]] == ["M016"]
    assert not (tmp_path / "x.ics").exists()


@pytest.mark.parametrize(("day", "known"), [("1950-05-09", "from 2012"), ("9898-05-11", "up to")])
def test_unknown_holidays_warn(tmp_path: Path, capsys: Capsys, day: str, known: str) -> None:
    assert jtai(capsys, "init", "x", "--area", "E", "--notified", day).code == 0
    errors = jtai(capsys, "timetable", "x", "--ics", "x.ics", "--json").json["errors"]
    assert [e["code"] for e in errors if e["code"] == "M023"] == ["M023"]
    assert known in next(e for e in errors if e["code"] == "M023")["message"]


@pytest.mark.parametrize("now", ["0001-01-01T00:00+05:00", "9999-12-31T23:59-05:00", "0001-01-01"])
def test_a_clock_at_an_end(tmp_path: Path, capsys: Capsys, monkeypatch: Patch, now: str) -> None:
    inspection(tmp_path / "x")
    monkeypatch.setenv("JTAI_SUBMIT_NOW", now)
    for command in (("timetable", "x"), ("check", "x"), ("rehearse",)):
        result = jtai(capsys, *command, "--json")
        assert result.code == 2 and result.json["errors"][0]["code"] == "M016"


def test_a_manifest_that_counts_beyond_a_year_is_told(tmp_path: Path, capsys: Capsys) -> None:
    assert jtai(capsys, "manifests", "new", "mine.yaml").code == 0
    text = (tmp_path / "mine.yaml").read_text("utf-8")
    for old, new in (
        ("week: 2 ", "week: 99999999 "),
        ("day: 5 ", "day: 99999999 "),
        ("timezone: Europe/London", "timezone: Europe/Londn"),
    ):
        (tmp_path / "mine.yaml").write_text(text.replace(old, new, 1), "utf-8")
        assert text.count(old)
        result = jtai(capsys, "manifests", "check", "mine.yaml", "--json")
        assert result.code == 3 and result.json["errors"][0]["code"] == "M011", result.json


def test_a_late_request_stands_in_the_calendar_without_its_words(
    tmp_path: Path, capsys: Capsys
) -> None:
    inspection(tmp_path / "x", children=("C1",))
    file = tmp_path / "x/submission.yaml"
    said = file.read_text("utf-8").replace("area: Exampleshire", "area: Example, shire; north")
    file.write_text(said, "utf-8")
    asked = ("request", "add", "Letters of Ann Example", "--owner", "health")
    assert jtai(capsys, *asked, "--due", "2017-05-18", "--in", "x").code == 0
    assert jtai(capsys, "timetable", "x", "--ics", "t.ics").code == 0
    text = Path("t.ics").read_text("utf-8").replace("\n ", "")
    assert "Late request R1" in text and "Ann" not in text
    assert "X-WR-CALNAME:Example\\, shire\\; north: " in text
    assert "(late request, owed by health)" in jtai(capsys, "timetable", "x").out
