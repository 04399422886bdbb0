"""How numbers and dates are said to people."""

import os
import shlex
import subprocess
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import cache

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = tuple(
    """
    January February March April May June July August September October November December
    """.split()
)


def counted(count: int, one: str, many: str = "") -> str:
    """`1 file`, `12 files`; `many` where it is not made with an s."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def held(count: int, one: str = "file") -> str:
    """What a pack holds: `8 files`; the one of the index holds no document."""
    return counted(count, one) if count else "the index of all documents"


def in_a_line(text: str, most: int) -> str:
    """What somebody else's program said, on one line, of so many characters at most."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:most]


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


def spoken_month(year: int, month: int) -> str:
    return f"{_MONTHS[month - 1]} {year}"


def duration(time: timedelta) -> str:
    """`1 day 7 hours`, `2 hours 5 minutes`, `less than a minute`: the two largest units."""
    minutes = int(time.total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    units = (counted(days, "day"), counted(hours, "hour"), counted(minutes, "minute"))
    counts = (days, hours, minutes)
    first = next((n for n, count in enumerate(counts) if count), None)
    if first is None:
        return "less than a minute"
    return " ".join(units[n] for n in (first, first + 1) if n < 3 and counts[n])


_LOOKED_UP = {"$", "`"}  # by PowerShell inside double quotes
TO_FILL_IN = "…"  # stands in a suggested command where a person writes something of her own


def typed(
    arguments: Sequence[str], *, windows: bool = os.name == "nt", shell: str | None = None
) -> str:
    """A `jtai-submit` command as it can be pasted: every argument quoted for the shell at hand.

    cmd and PowerShell both take what `list2cmdline` writes, but for what PowerShell looks up inside
    double quotes; everything else is taken for POSIX. `shell` is found out where it is not given.
    """
    if windows and any(_LOOKED_UP & set(each) for each in arguments):
        shell = _shell() if shell is None else shell
    quote: Callable[[str], str] = _quoted_for_windows if windows else shlex.quote
    if windows and (shell or "").startswith(("powershell", "pwsh")):
        quote = _quoted_for_powershell
    every = (
        f'"{TO_FILL_IN}"' if a == TO_FILL_IN else quote(a) for a in ("jtai-submit", *arguments)
    )
    return " ".join(every)


def _quoted_for_powershell(argument: str) -> str:
    """about_Quoting_Rules: nothing is looked up between single quotes; a quote itself is
    doubled.
    """
    if not _LOOKED_UP & set(argument):
        return _quoted_for_windows(argument)
    return "'" + argument.replace("'", "''") + "'"


@cache
def _shell() -> str:
    """The shell that started us; empty where nobody can tell."""
    import shellingham

    try:
        return str(shellingham.detect_shell()[0])
    except Exception:  # it walks processes that may end meanwhile, and raises what the system says
        return ""


def _quoted_for_windows(argument: str) -> str:
    # list2cmdline quotes blanks alone; cmd.exe also acts on these where they stand bare
    special = set(argument) & set("&|<>^()%!;,'`${}@#")
    if not special or '"' in argument:
        return subprocess.list2cmdline([argument])
    # Windows' own rule: backslashes before a quote count double (CommandLineToArgvW)
    tail = len(argument) - len(argument.rstrip("\\"))
    return f'"{argument}{chr(92) * tail}"'
