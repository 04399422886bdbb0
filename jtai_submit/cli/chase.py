"""`jtai-submit chase`: one letter to the lead of each agency that owes something."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions.chase import Chased, Fate, Wanted, Written, chase
from ..words import counted
from .computer import environment
from .options import HERE, Agency, Directory, Json, Plain, Quiet
from .push import NOTHING_SENT
from .screen import Screen

_DRY_RUN = "show the letters, send nothing"
_EML = "write each letter into this folder, for a mail program to send"
_AGAIN = "also to those who had a letter today"
_SAID = {
    Fate.SENT: "sent to {to}",
    Fate.WRITTEN: "written to {file}. It is not sent",
    Fate.SHOWN: "would go to {to}",
    Fate.TODAY: "a letter went today already; with --again another one goes",
    Fate.NO_ADDRESS: "no email address is known. Ring {ring}",
}


def command(
    directory: Directory = HERE,
    agency: Agency = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_DRY_RUN)] = False,
    eml: Annotated[Path | None, typer.Option("--eml", metavar="DIR", help=_EML)] = None,
    again: Annotated[bool, typer.Option("--again", help=_AGAIN)] = False,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Write to the lead of each agency that owes something, about just that, once a day at most."""
    screen = Screen.of("chase", as_json, plain, quiet)
    if dry_run:
        screen.line(NOTHING_SENT, bold=True)
    result = chase(directory, Wanted(agency, dry_run, eml, again), environment(screen))
    for each in result.letters:
        _show(screen, each)
    screen.line(_verdict(result), bold=True)
    return screen.done(result)


def _show(screen: Screen, each: Written) -> None:
    contact = each.letter.contact
    ring = contact.ring or contact.agency
    to = contact.email or "nobody: no address is known"
    said = _SAID[each.fate].format(to=to, file=each.file, ring=ring)
    owed = counted(len(each.letter.owed), "document")
    screen.line(f"{contact.agency}, {owed}: {said}.", indent=4)
    body = each.message.get_body(("plain",)) if each.fate is Fate.SHOWN else None
    if body:
        screen.line(f"Subject: {each.message['Subject']}")
        for line in body.get_content().splitlines():
            screen.line(line)


def _verdict(result: Chased) -> str:
    if not result.letters:
        return "Nobody owes anything: there is nobody to write to."
    fates = [each.fate for each in result.letters]
    sent, written = fates.count(Fate.SENT), fates.count(Fate.WRITTEN)
    parts = [f"{counted(sent, 'letter')} sent"] * bool(sent)
    parts += [f"{counted(written, 'letter')} written, not sent"] * bool(written)
    nothing = NOTHING_SENT if Fate.SHOWN in fates else "No letter was sent."
    return f"{', '.join(parts)}." if parts else nothing
