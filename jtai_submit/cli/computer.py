"""This computer, as the core is handed it: its clock, environment, keyring and keys."""

import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from .. import __version__
from ..custody.keys import KeyFolder
from ..custody.secrets import Secrets, stored
from ..errors import Usage
from ..manifest.calendar import countable
from ..manifest.codes import CODES as MANIFEST
from ..pipeline.environment import Environment
from .bar import Bar
from .screen import Screen


@dataclass(frozen=True, slots=True)
class Clock:
    """The time with its offset; `set_by_hand` where JTAI_SUBMIT_NOW said it."""

    now: datetime
    set_by_hand: bool


def clock() -> Clock:
    """The time, or what JTAI_SUBMIT_NOW says it is. Raises `Usage` where that is no time."""
    zone = ZoneInfo("Europe/London")
    said = os.environ.get("JTAI_SUBMIT_NOW")
    if not said:
        return Clock(datetime.now(zone), False)
    try:
        moment = datetime.fromisoformat(said)
        if not countable(moment.date()):
            raise ValueError(said)
    except ValueError:
        message = f'JTAI_SUBMIT_NOW: "{said}" is not a date and time that can be counted from'
        raise Usage(MANIFEST["M016"].problem(message, "write it like 2017-05-15T09:30")) from None
    return Clock(moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone), True)


def configuration() -> Path:
    from platformdirs import user_config_path

    return user_config_path("jtai-submit", appauthor=False)


def environment(screen: Screen) -> Environment:
    """Everything that the core is handed rather than reading it."""
    time = clock()
    someone = sys.stdin.isatty() and not screen.json
    return Environment(
        time.now,
        Secrets(os.environ, stored, _ask if someone else None),
        KeyFolder(configuration()),
        __version__,
        Bar(screen),
        clock_set=time.set_by_hand,
        clock=lambda: clock().now,
    )


def _ask(question: str) -> str:
    from getpass import getpass

    return getpass(f"{question}: ")
