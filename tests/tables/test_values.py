"""Cells as values: dates day first and never month first in silence, coded answers, ages, ids."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jtai_submit.tables import values
from jtai_submit.tables.sheet import Value
from jtai_submit.tables.values import Answer, Read, Standing, Wrong, days

DAYS = st.dates(date(1910, 1, 1), date(2060, 12, 31))


def shapes(day: date) -> list[Value]:
    """One day as systems write it."""
    return [
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d %B %Y}",
        f"{day:%d-%b-%Y}",
        f"{day:%A %d %B %Y}",
        f"{day:%Y-%m-%d}",
        f"{day:%Y-%m-%d} 00:00:00",
        f"{day:%d/%m/%Y} 09:30",
        day,
        datetime.combine(day, time(9, 30)),
    ]


@given(DAYS)
def test_every_way_of_writing_a_day_gives_that_day(day: date) -> None:
    read = days()
    assert all(read(shape) == Read(day) for shape in shapes(day))


@given(DAYS)
def test_month_first_is_never_read_in_silence(day: date) -> None:
    found = days()(f"{day:%m/%d/%Y}")
    if day.day > 12:
        assert found == Read(wrong=Wrong.MONTH_FIRST)
    else:  # nobody can tell: it is read with the day first
        assert found == Read(date(day.year, day.day, day.month))


@given(DAYS, st.booleans())
def test_serial_days_count_from_the_workbooks_own_first_day(day: date, early: bool) -> None:
    epoch = date(1904, 1, 1) if early else date(1899, 12, 30)
    number = (day - epoch).days
    if 3_000 <= number <= 73_050:
        assert days(date1904=early)(float(number)) == Read(day, Wrong.SERIAL)


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_wrong_or_blank(text: str) -> None:
    found = days()(text)
    assert (found.value is None) or not (found.wrong and found.wrong is not Wrong.SERIAL)
    assert found.value is not None or found.wrong is not None or not text.strip()


@pytest.mark.parametrize(
    "text", ["31/02/2017", "not known", "2017", "1/2", "99/99/9999", True, timedelta(3)]
)
def test_what_is_no_day(text: object) -> None:
    assert days()(text) == Read(wrong=Wrong.NOT)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["01/01/1900", date(1900, 1, 1), 1.0, "1900-01-01"])
def test_1900_stands_for_no_day(text: object) -> None:
    assert days()(text) == Read(wrong=Wrong.STAND_IN)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("a) Yes", Answer.YES),
        ("b) No", Answer.NO),
        ("c) Unknown", Answer.UNKNOWN),
        ("Y", Answer.YES),
        ("n", Answer.NO),
        ("1 - Yes", Answer.YES),
        ("0 - No", Answer.NO),
        ("a. Yes", Answer.YES),
        (True, Answer.YES),
        (0.0, Answer.NO),
        ("NFA", Answer.YES),
        ("Further action", Answer.NO),
        ("Not applicable", Answer.UNKNOWN),
        ("", None),
        (None, None),
        ("  ", None),
    ],
)
def test_answers(text: object, answer: Answer | None) -> None:
    assert values.answer(text) == Read(answer)  # type: ignore[arg-type]


def test_what_is_no_answer() -> None:
    assert values.answer("perhaps").wrong is Wrong.NOT


@pytest.mark.parametrize(
    ("text", "years"),
    [
        (-1, -1),
        ("unborn", -1),
        (6.138, 6),
        ("7", 7),
        ("8 years", 8),
        ("6 months", 0),
        ("<1", 0),
        ("", None),
    ],
)
def test_ages(text: object, years: int | None) -> None:
    assert values.age(text) == Read(years)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [-2, 140, "old", True])
def test_what_is_no_age(text: object) -> None:
    assert values.age(text).wrong is Wrong.NOT  # type: ignore[arg-type]


def test_ids_stay_what_they_were() -> None:
    assert values.identifier(104512.0) == "104512" and values.identifier("007123") == "007123"
    assert values.identifier(" 104512.0 ") == "104512" and values.identifier(None) == ""
    assert values.same_id("007123") == values.same_id("7123") != values.same_id("0")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("CIN", Standing.NEED),
        ("Child in need", Standing.NEED),
        ("CP", Standing.PLAN),
        ("CPP", Standing.PLAN),
        ("a) Child protection plan", Standing.PLAN),
        ("CLA", Standing.LOOKED_AFTER),
        ("Looked after", Standing.LOOKED_AFTER),
    ],
)
def test_statuses(text: str, status: Standing) -> None:
    assert values.status(text) == Read(status)
