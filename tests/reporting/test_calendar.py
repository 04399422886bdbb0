"""Deadlines for a calendar: in UTC, updated by a second import, with no names and no ids."""

from pathlib import Path

import icalendar
import pytest

from tests.make import extend, inspection, jtai

Capsys = pytest.CaptureFixture[str]


def events(path: str = "d.ics") -> dict[str, tuple[str, int]]:
    """UID → when it ends, and its sequence."""
    calendar = icalendar.Calendar.from_ical(Path(path).read_bytes())
    return {
        str(event["UID"]): (event.decoded("DTEND").isoformat(), int(event["SEQUENCE"]))
        for event in calendar.walk("VEVENT")
    }


def test_a_second_import_updates(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    inspection(Path("x"))
    done = jtai(capsys, "timetable", "x", "--ics", "d.ics")
    assert done.code == 0 and "For a calendar: d.ics" in done.out
    first = events()
    assert "2017-05-16T16:00:00+00:00" in {end for end, _ in first.values()}
    at = "{day-five: {at: 2017-05-17T12:00, confirmed_by: lead inspector}}"
    extend(Path("x"), deadlines=at)
    monkeypatch.setenv("JTAI_SUBMIT_NOW", "2017-05-15T10:30")
    jtai(capsys, "timetable", "x", "--ics", "d.ics")
    second = events()
    assert first.keys() == second.keys() and len(first) == 8
    moved = [uid for uid in first if first[uid][0] != second[uid][0]]
    assert len(moved) == 1 and second[moved[0]][1] > first[moved[0]][1]
    data = Path("d.ics").read_bytes()
    assert b"Exampleshire" not in data and data.endswith(b"END:VCALENDAR\r\n")
