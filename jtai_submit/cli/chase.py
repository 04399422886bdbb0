"""`jtai-submit chase`: one letter to the lead of each agency that owes something."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions.chase import Chased, Fate, Wanted, Written, chase
from ..words import counted
from .computer import environment
from .options import HERE, Agency, Directory, DryRun, Json, Plain, Quiet
from .screen import NOTHING_SENT, Screen

_NOBODY = "Nobody owes anything: there is nobody to write to."
_EML = "write each letter into this folder, for a mail program to send"
_SAID = {
    Fate.SENT: "sent to {to}",
    Fate.WRITTEN: "written to {file}. It is not sent",
    Fate.SHOWN: "would go to {to}",
    Fate.TODAY: "a letter was written today already; --again writes another",
    Fate.REFUSED: "the mail server does not take it for {to}. Ring {ring}",
    Fate.NO_ADDRESS: "no email address is known. Ring {ring}",
}
_DONE = {Fate.SENT: "sent", Fate.WRITTEN: "written, not sent", Fate.REFUSED: "not taken"}


def command(
    directory: Directory = HERE,
    agency: Agency = "",
    dry_run: DryRun = False,
    eml: Annotated[Path | None, typer.Option("--eml", metavar="DIR", help=_EML)] = None,
    again: Annotated[bool, typer.Option("--again", help="also to those who had one today")] = False,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Write to the lead of each agency that owes something, about just that, once a day at most."""
    screen = Screen.of("chase", as_json, plain, quiet)
    screen.dry(dry_run)
    result = chase(directory, Wanted(agency, dry_run, eml, again), environment(screen))
    for each in result.letters:
        _show(screen, each)
    screen.line(_verdict(result) if result.letters else _NOBODY, bold=True)
    return screen.done(result)


def _show(screen: Screen, each: Written) -> None:
    contact, owed = each.letter.contact, counted(len(each.letter.owed), "document")
    to, ring = contact.email or "nobody: no address is known", contact.ring or contact.agency
    said = _SAID[each.fate].format(to=to, file=each.file, ring=ring)
    screen.line(f"{contact.agency}, {owed}: {said}.", indent=4)
    if each.fate is Fate.SHOWN:
        screen.letter(each.message)


def _verdict(result: Chased) -> str:
    fates = [each.fate for each in result.letters]
    done = [f"{counted(fates.count(f), 'letter')} {_DONE[f]}" for f in _DONE if f in fates]
    nothing = NOTHING_SENT if Fate.SHOWN in fates else "No letter was sent."
    return f"{', '.join(done)}." if done else nothing
