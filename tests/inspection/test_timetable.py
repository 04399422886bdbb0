"""Deadlines: the six real inspections, bank holidays, confirmed times."""

from datetime import date
from pathlib import Path

import pytest

from jtai_submit.inspection.timetable import next_due, timetable
from jtai_submit.manifest.calendar import add_working_days
from jtai_submit.words import spoken
from tests.make import extend, inspection

REAL = {
    "2017-05-09": "2017-05-16",  # Wokingham
    "2017-06-13": "2017-06-20",  # Peterborough
    "2017-09-12": "2017-09-19",  # Cheshire West and Chester
    "2017-10-03": "2017-10-10",  # Bristol
    "2017-11-07": "2017-11-14",  # Stockton-on-Tees
    "2017-11-21": "2017-11-28",  # Haringey
}


def dues(folder: Path, notified: str, **more: str) -> dict[str, tuple[str, str]]:
    here = inspection(folder)
    text = (folder / "submission.yaml").read_text("utf-8").replace("2017-05-09  ", f"{notified}  ", 1)
    (folder / "submission.yaml").write_text(text, "utf-8")
    here = extend(folder, **more)
    return {d.id: (d.due.isoformat(), d.by_guidance.isoformat()) for d in timetable(here.manifest, here.submission)}


@pytest.mark.parametrize(("notified", "day_five"), REAL.items())
def test_the_six_real_inspections(tmp_path: Path, notified: str, day_five: str) -> None:
    due, by_guidance = dues(tmp_path / "x", notified)["day-five"]
    assert due == by_guidance and due.startswith(f"{day_five}T17:00:00")


def test_clock_times_are_local(tmp_path: Path) -> None:
    summer, winter = dues(tmp_path / "s", "2017-05-09"), dues(tmp_path / "w", "2017-11-21")
    assert summer["day-one"][0] == "2017-05-10T15:00:00+01:00"
    assert winter["day-two-answers"][0] == "2017-11-23T16:00:00+00:00"


def test_where_a_bank_holiday_parts_the_two_readings_the_earlier_is_planned_to(tmp_path: Path) -> None:
    """Notified on Tuesday 23 May 2017: Monday 29 May is a bank holiday, so day five is Wednesday 31 May."""
    due, by_guidance = dues(tmp_path / "x", "2017-05-23")["day-five"]
    assert add_working_days(date(2017, 5, 23), 5, "england-and-wales") == date(2017, 5, 31)
    assert due == by_guidance == "2017-05-30T17:00:00+01:00"


def test_a_confirmed_time_counts(tmp_path: Path) -> None:
    confirmed = "{day-five: {at: 2017-05-17T12:00, confirmed_by: lead inspector, on: 2017-05-10}}"
    due, by_guidance = dues(tmp_path / "x", "2017-05-09", deadlines=confirmed)["day-five"]
    assert due == "2017-05-17T12:00:00+01:00" and by_guidance == "2017-05-16T17:00:00+01:00"


def test_next(tmp_path: Path) -> None:
    here = inspection(tmp_path / "x")
    table = timetable(here.manifest, here.submission)
    first = next_due(table, table[0].due)
    assert first and first.id == "notification-day" and spoken(first.due) == "Tuesday 9 May, 17:00"
    assert next_due(table, max(d.due for d in table).replace(year=2018)) is None
