"""How numbers and dates are said to people."""

from datetime import date, datetime

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def counted(count: int, one: str, many: str = "") -> str:
    """`1 file`, `12 files`; `many` where it is not made with an s."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def size(count: int) -> str:
    """Bytes as people say them: `340 KB`, `1.2 MB`."""
    value = float(count)
    for unit in ("bytes", "KB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit in ("bytes", "KB") else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"


def spoken(moment: datetime) -> str:
    """`Tuesday 16 May, 17:00`, as people say it, whatever the computer's language."""
    return f"{spoken_day(moment.date())}, {moment:%H:%M}"


def spoken_day(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
