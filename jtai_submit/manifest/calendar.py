"""Working days: the weekdays that are no bank holidays."""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

# A timetable is counted forward by up to a year and look-backs reach ten years back (`models`):
# from a day in between nothing runs over an end of Python's calendar (years 1 to 9999).
EARLIEST, LATEST = date(1900, 1, 1), date(9900, 12, 31)


def countable(day: date) -> bool:
    """Whether a timetable can be counted from a day."""
    return EARLIEST <= day <= LATEST


@cache
def bank_holidays(calendar: str) -> tuple[frozenset[date], date]:
    """The bank holidays of a calendar, and the last day up to which they are known.

    They are known from the first of January of the table's first year on (`known_from`).

    The table lies beside this module, with its source and the day it was taken: no network is
    asked, and no other package can take it away. `.github/CONTRIBUTING.md` says how it is renewed.
    """
    table = json.loads(Path(__file__).with_name("bank-holidays.json").read_text("utf-8"))
    days = frozenset(date.fromisoformat(day) for day in table["calendars"][calendar])
    return days, date(max(days).year, 12, 31)


def known_from(calendar: str) -> date:
    """The first day from which the bank holidays are known."""
    return date(min(bank_holidays(calendar)[0]).year, 1, 1)


def working_day(day: date, calendar: str) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(calendar)[0]


def add_working_days(day: date, count: int, calendar: str) -> date:
    while count > 0:
        day += timedelta(days=1)
        count -= working_day(day, calendar)
    return day
