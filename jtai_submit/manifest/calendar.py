"""Working days: the weekdays that are no bank holidays."""

import json
from datetime import date, timedelta
from functools import cache
from importlib.resources import files


@cache
def bank_holidays(calendar: str) -> tuple[frozenset[date], date]:
    """The bank holidays of a calendar and the last day up to which they are known.

    From the table that the Ministry of Justice publishes as `govuk-bank-holidays`; its file is read directly because
    the package's own class would look for a newer table on the network.
    """
    table = json.loads(files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text("utf-8"))
    days = frozenset(date.fromisoformat(event["date"]) for event in table[calendar]["events"])
    return days, date(max(days).year, 12, 31)


def working_day(day: date, calendar: str) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(calendar)[0]


def add_working_days(day: date, count: int, calendar: str) -> date:
    while count > 0:
        day += timedelta(days=1)
        count -= working_day(day, calendar)
    return day
