"""Deadlines: the six real inspections, bank holidays, confirmed times."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jtai_submit.inspection.inspection import Inspection, open_inspection
from jtai_submit.inspection.timetable import fieldwork, left, next_due, timetable
from jtai_submit.manifest.calendar import add_working_days, working_day
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


def notified_on(folder: Path, notified: str) -> Inspection:
    inspection(folder)
    file = folder / "submission.yaml"
    text = file.read_text("utf-8").replace("2017-05-09  ", f"{notified}  ", 1)
    file.write_text(text, "utf-8")
    return open_inspection(folder)


def dues(folder: Path, notified: str, **more: str) -> dict[str, tuple[str, str]]:
    here = inspection(folder)
    text = (
        (folder / "submission.yaml").read_text("utf-8").replace("2017-05-09  ", f"{notified}  ", 1)
    )
    (folder / "submission.yaml").write_text(text, "utf-8")
    here = extend(folder, **more)
    return {
        d.id: (d.due.isoformat(), d.by_guidance.isoformat())
        for d in timetable(here.manifest, here.submission)
    }


@pytest.mark.parametrize(("notified", "day_five"), REAL.items())
def test_the_six_real_inspections(tmp_path: Path, notified: str, day_five: str) -> None:
    due, by_guidance = dues(tmp_path / "x", notified)["day-five"]
    assert due == by_guidance and due.startswith(f"{day_five}T17:00:00")


def test_clock_times_are_local(tmp_path: Path) -> None:
    summer, winter = dues(tmp_path / "s", "2017-05-09"), dues(tmp_path / "w", "2017-11-21")
    assert summer["day-one"][0] == "2017-05-10T15:00:00+01:00"
    assert winter["day-two-answers"][0] == "2017-11-23T16:00:00+00:00"


def test_where_a_bank_holiday_parts_the_two_readings_the_earlier_is_planned_to(
    tmp_path: Path,
) -> None:
    """Notified on Tuesday 23 May 2017: Monday 29 May is a bank holiday, so day five is Wednesday 31
    May.
    """
    due, by_guidance = dues(tmp_path / "x", "2017-05-23")["day-five"]
    assert add_working_days(date(2017, 5, 23), 5, "england-and-wales") == date(2017, 5, 31)
    assert due == by_guidance == "2017-05-30T17:00:00+01:00"


@pytest.mark.parametrize(
    ("said", "local"),
    [
        ("2017-05-17", "2017-05-17T17:00"),  # its end
        ("2017-05-17T00:00", "2017-05-17T00:00"),
        ("2017-05-17T12:00Z", "2017-05-17T13:00"),  # in summer
        ("2017-12-19T12:00Z", "2017-12-19T12:00"),
        ("2017-05-17T12:00+02:00", "2017-05-17T11:00"),
    ],
)
def test_a_confirmed_time_is_shown_as_clocks_here_show_it(
    tmp_path: Path, said: str, local: str
) -> None:
    confirmed = f"{{day-five: {{at: {said}, confirmed_by: lead inspector}}}}"
    due, _ = dues(tmp_path / "x", "2017-05-09", deadlines=confirmed)["day-five"]
    assert due.startswith(local)


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


@pytest.mark.parametrize(("notified", "day_five"), REAL.items())
def test_the_fieldwork_week_follows_week_two(tmp_path: Path, notified: str, day_five: str) -> None:
    here = notified_on(tmp_path / "x", notified)
    week = fieldwork(here.manifest, here.submission)
    monday = date.fromisoformat(day_five) + timedelta(days=6)
    assert week and (week.first, week.last) == (monday, monday + timedelta(days=4))
    assert not week.parted and week.holds(monday) and not week.holds(monday - timedelta(days=1))


def test_both_readings_are_said_where_they_part(tmp_path: Path) -> None:
    """Notified on Tuesday 26 April 2022: Monday 2 May is a bank holiday."""
    here = notified_on(tmp_path / "x", "2022-04-26")
    table = {due.id: due for due in timetable(here.manifest, here.submission)}
    assert [name for name, due in table.items() if due.parted] == [
        "day-five",
        "day-seven",
        "on-request",
        "week-two",
    ]
    five = table["day-five"]
    assert five.by_guidance.date() == date(2022, 5, 3) and five.due == five.by_guidance
    assert five.by_count and five.by_count.date() == date(2022, 5, 4)
    week = fieldwork(here.manifest, here.submission)
    assert week and week.parted and week.holds(date(2022, 5, 16)) and week.holds(date(2022, 5, 9))


def test_the_time_that_is_left_is_the_time_that_passes(tmp_path: Path) -> None:
    """The clocks go back on Sunday 29 October 2017 and forward on Sunday 26 March 2017."""
    for notified, now, hours in (
        ("2017-10-24", "2017-10-27T17:00", 97),
        ("2017-03-21", "2017-03-24T17:00", 95),
        ("2017-05-09", "2017-05-12T17:00", 96),
    ):
        here = notified_on(tmp_path / notified, notified)
        zone = ZoneInfo(here.manifest.timezone)
        moment = datetime.fromisoformat(now).replace(tzinfo=zone)
        due = {d.id: d for d in timetable(here.manifest, here.submission)}["day-five"].due
        assert left(due, moment) == timedelta(hours=hours)
        assert (due.hour, due.minute) == (17, 0)


DAYS = st.dates(date(2012, 1, 1), date(2027, 6, 30))


@given(DAYS)
def test_the_two_readings_never_lie_more_than_the_holidays_apart(day: date) -> None:
    """Counted days come later than the weekday by the bank holidays in between, for a Tuesday."""
    tuesday = day - timedelta(days=day.weekday()) + timedelta(days=1)
    counted = add_working_days(tuesday, 5, "england-and-wales")
    assert working_day(counted, "england-and-wales")
    between = (tuesday + timedelta(days=n) for n in range(1, (counted - tuesday).days + 1))
    assert sum(working_day(each, "england-and-wales") for each in between) == 5
    assert tuesday + timedelta(days=7) <= counted <= tuesday + timedelta(days=13)
