"""Options that many commands share, and the desk made from this computer: its clock, environment, keyring and keys."""

import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .. import __version__
from ..errors import Problem, Usage
from .screen import Bar, Screen

if TYPE_CHECKING:
    from ..inspection.inspection import Inspection
    from ..pipeline.environment import Desk

Directory = Annotated[Path, typer.Argument(metavar="[DIR]", help="the inspection folder")]
Json = Annotated[bool, typer.Option("--json", help="one JSON document instead of text")]
Plain = Annotated[bool, typer.Option("--plain", help="no bold, no folding of lines")]
Quiet = Annotated[bool, typer.Option("--quiet", help="only the verdict and errors")]
AgencyOption = Annotated[str, typer.Option("--agency", metavar="A", help="one agency, such as police")]
ChildOption = Annotated[str, typer.Option("--child", metavar="C", help="one child, by id")]
ForOption = Annotated[str, typer.Option("--for", metavar="DEADLINE", help="one deadline, such as day-five")]
ConvertOption = Annotated[
    bool,
    typer.Option("--convert", help="convert old Office files (.doc, .xls, .ppt, .xlsb) with an installed LibreOffice"),
]
InOption = Annotated[Path, typer.Option("--in", metavar="DIR", help="the inspection folder")]
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="who says so")]
HERE = Path()


@dataclass(frozen=True, slots=True)
class Clock:
    now: datetime
    set_by_hand: bool


def clock() -> Clock:
    """The time, or what JTAI_SUBMIT_NOW says it is. Raises `Usage` where that is no time."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/London")
    said = os.environ.get("JTAI_SUBMIT_NOW")
    if not said:
        return Clock(datetime.now(zone), False)
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise Usage(
            Problem("M016", f'JTAI_SUBMIT_NOW: "{said}" is not a date and time', "write it like 2017-05-15T09:30")
        ) from None
    return Clock(moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone), True)


def configuration() -> Path:
    from platformdirs import user_config_path

    return user_config_path("jtai-submit", appauthor=False)


def desk(screen: Screen) -> "Desk":
    """Everything that the core is handed rather than reading it."""
    from ..custody.keys import KeyFolder
    from ..custody.secrets import Secrets, stored
    from ..pipeline.environment import Desk

    time = clock()
    someone = sys.stdin.isatty() and not screen.json
    secrets = Secrets(os.environ, stored, _ask if someone else None)
    return Desk(
        time.now,
        secrets,
        KeyFolder(configuration()),
        __version__,
        Bar(screen),
        clock_set=time.set_by_hand,
        clock=lambda: clock().now,
    )


def _ask(question: str) -> str:
    from getpass import getpass

    return getpass(f"{question}: ")


def inspection(directory: Path) -> "Inspection":
    from ..inspection.inspection import open_inspection

    return open_inspection(directory)


def reasoned(because: str, by: str) -> None:
    """What people decide has a reason and a name. Raises `Usage` (M010)."""
    if not because.strip() or not by.strip():
        raise Usage(Problem("M010", "the reason or the name is empty", 'give both: --because "…" --by "…"'))


def known(slot: str, here: "Inspection") -> None:
    """Raises `Usage` where the inspection asks for no such item or document."""
    from ..inspection.rules import unknown_slot
    from ..inspection.slots.slots import slot_ids

    if slot not in slot_ids(here.manifest, here.submission):
        raise Usage(Problem(*unknown_slot(slot, here.manifest, here.submission)))


def warn(screen: Screen, problems: "tuple[Problem, ...]") -> None:
    for problem in problems:
        where = f"{problem.where}: " if problem.where else ""
        screen.line(f"Warning: {where}{problem.message}. To fix: {problem.fix} ({problem.code})", indent=9)
