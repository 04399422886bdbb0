"""`jtai-submit login`: put the secrets of the secure site and of the mail server into the system's keyring."""

from pathlib import Path
from typing import Annotated

import typer

from ..errors import Problem, Refused, Temporary
from .options import HERE, Json, Plain, Quiet, desk, inspection
from .screen import Screen

QUESTIONS = {
    "portal_user": "User name at the secure site (or access key)",
    "portal_password": "Password at the secure site (or secret key)",
    "portal_token": "Token of the secure site",
    "smtp_password": "Password of the mail server",
}


def command(
    directory: Annotated[Path, typer.Option("--in", metavar="DIR", help="the inspection folder, for --check")] = HERE,
    check: Annotated[bool, typer.Option("--check", help="only try to sign in; nothing is sent")] = False,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Keep passwords in this computer's keyring, or try whether they are right. Nothing typed for a question: it is kept as it is."""
    from ..custody.secrets import keep, variable

    screen = Screen.of("login", as_json, plain, quiet)
    table = desk(screen)
    if check:
        return _check(screen, directory)
    kept = []
    for name, question in QUESTIONS.items():
        value = table.secrets.environment.get(variable(name)) or (
            table.secrets.ask(question) if table.secrets.ask else ""
        )
        if value:
            keep(name, value)
            kept.append(name)
    if not kept:
        fix = f"run it in a terminal, or set {variable('portal_token')} for this one time"
        raise Refused(Problem("K004", "nobody is there to ask, so nothing was kept", fix))
    screen.line(f"Kept in the keyring: {', '.join(kept)}. Try them with: jtai-submit login --check --in DIR", bold=True)
    return screen.done(0, "complete", {"kept": kept})


def _check(screen: Screen, directory: Path) -> int:
    from ..delivery.interface import Again
    from ..pipeline.portals import open_portal, shown_address
    from ..words import size

    here, table = inspection(directory), desk(screen)
    portal = open_portal(here, table)
    try:
        standing = portal.standing()
    except Again as e:  # a person who waits wants to know now
        fix = "check portal: in submission.yaml, and your connection"
        raise Temporary(Problem("P001", f"the secure site does not answer: {e}", fix, shown_address(here))) from None
    finally:
        portal.close()
    room = f", room for {size(standing.room)}" if standing.room is not None else ""
    what = (
        "This folder can be written to" if portal.kind == "folder" else "The secure site answers and takes your sign-in"
    )
    screen.line(f"{what}: {shown_address(here)}{room}. Nothing was sent.", bold=True)
    return screen.done(
        0, "complete", {"portal": shown_address(here), "room": standing.room, "largest": standing.largest}
    )
