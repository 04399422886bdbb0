"""The timetable for calendars: read back as text and by a library, as RFC 5545 has it."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from jtai_submit.reporting.calendar import read_back
from tests.make import CHILDREN, inspection, jtai

Capsys = pytest.CaptureFixture[str]
PEOPLE = "{police: {name: Police, lead: Pat Quenby, email: pat@example.org}}"
CONFIRMED = "{day-five: {at: 2017-05-17T12:00, confirmed_by: Orla Quenby}}"


def made(tmp_path: Path, capsys: Capsys, name: str = "x.ics", **more: str) -> bytes:
    if not (tmp_path / "x").exists():
        inspection(tmp_path / "x", children=CHILDREN, agencies=PEOPLE, **more)
    assert jtai(capsys, "timetable", "x", "--ics", name).code == 0
    return (tmp_path / name).read_bytes()


def events(data: bytes) -> dict[str, Any]:
    read = icalendar.Calendar.from_ical(data.decode())
    return {str(e["SUMMARY"]).partition(": ")[2]: e for e in read.walk("VEVENT")}


def at(event: icalendar.Event, name: str) -> Any:
    """What a time of the event is."""
    return event.decoded(name)


def test_what_a_library_reads(tmp_path: Path, capsys: Capsys) -> None:
    data = made(tmp_path, capsys, deadlines=CONFIRMED)
    found = events(data)
    assert read_back(data) == len(found) == 8 + 3 + 1
    five = found["Day five"]
    assert at(five, "DTSTART") == datetime(2017, 5, 17, 11, tzinfo=UTC)
    assert at(five, "DTEND") > at(five, "DTSTART")
    alarms = five.walk("VALARM")
    assert [at(a, "TRIGGER") for a in alarms] == [timedelta(days=-1), timedelta(hours=-2)]
    assert all(a["ACTION"] == "DISPLAY" and a["DESCRIPTION"] for a in alarms)
    week = found["Fieldwork week"]
    # RFC 5545, 3.6.1: the end is exclusive: Monday 22 to Friday 26 May 2017
    assert (at(week, "DTSTART"), at(week, "DTEND")) == (date(2017, 5, 22), date(2017, 5, 27))


def test_the_text_is_as_the_rfc_wants_it(tmp_path: Path, capsys: Capsys) -> None:
    data = made(tmp_path, capsys)
    assert data.endswith(b"END:VCALENDAR\r\n") and not re.search(rb"(?<!\r)\n", data)
    assert max(map(len, data.split(b"\r\n"))) <= 75  # octets, RFC 5545, 3.1
    text = data.decode()
    for line in ("VERSION:2.0", "METHOD:PUBLISH", "CALSCALE:GREGORIAN"):
        assert text.count(f"\r\n{line}\r\n") == 1
    assert "\r\nDTSTART;VALUE=DATE:20170522\r\n" in text
    assert "ATTENDEE" not in text and "ORGANIZER" not in text


def test_nobody_is_named(tmp_path: Path, capsys: Capsys) -> None:
    text = made(tmp_path, capsys, deadlines=CONFIRMED).decode().replace("\r\n ", "")
    assert "Confirmed for this inspection" in text
    assert not re.search(r"Quenby|pat@|\bC[1-5]\b", text)


def test_a_later_file_moves_what_an_earlier_one_made(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = events(made(tmp_path, capsys))
    file = tmp_path / "x/submission.yaml"
    file.write_text(file.read_text("utf-8") + f"deadlines: {CONFIRMED}\n", "utf-8")
    monkeypatch.setenv("JTAI_SUBMIT_NOW", "2017-05-15T09:45")
    after = events(made(tmp_path, capsys, "again.ics"))
    assert [e["UID"] for e in before.values()] == [e["UID"] for e in after.values()]
    assert len({str(e["UID"]) for e in after.values()}) == len(after)
    assert at(after["Day five"], "SEQUENCE") > at(before["Day five"], "SEQUENCE")
    assert at(after["Day five"], "DTSTART") != at(before["Day five"], "DTSTART")


def test_what_is_no_calendar_is_told() -> None:
    broken = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:soon\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    with pytest.raises(ValueError):
        read_back(broken)


@pytest.mark.parametrize("notified", ["2017-10-24", "2017-03-21", "2022-04-26", "2017-12-19"])
def test_local_times_stay_over_clock_changes(tmp_path: Path, capsys: Capsys, notified: str) -> None:
    area = ("--area", "Exampleshire", "--notified", notified)
    assert jtai(capsys, "init", "x", *area).code == 0
    assert jtai(capsys, "timetable", "x", "--ics", "x.ics").code == 0
    table = jtai(capsys, "timetable", "x", "--json").data
    found = events((tmp_path / "x.ics").read_bytes())
    for each in (*table["deadlines"], *table["moments"]):
        assert at(found[each["title"]], "DTSTART") == datetime.fromisoformat(each["due"])
