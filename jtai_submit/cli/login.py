"""`jtai-submit login`: put the secrets of the secure site and of the mail server into the system's
keyring.
"""

from pathlib import Path
from typing import Annotated

import typer

from ..actions.login import login, try_login
from ..words import size
from .computer import environment
from .options import HERE, Json, Plain, Quiet
from .screen import Screen

_IN = "the inspection folder, for --check"
_CHECK = (
    "sign in, and try each step of a push with a few bytes that are taken back; no document is sent"
)


def command(
    directory: Annotated[Path, typer.Option("--in", metavar="DIR", help=_IN)] = HERE,
    check: Annotated[bool, typer.Option("--check", help=_CHECK)] = False,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Keep passwords in this computer's keyring, or try whether they are right. Where nothing
    is typed, what is kept stays as it is.
    """
    screen = Screen.of("login", as_json, plain, quiet)
    env = environment(screen)
    if check:
        tried = try_login(directory, env)
        for step in tried.steps:
            mark = "ok" if step.ok else "NO"
            screen.line(f"{mark}  {step.step}: {step.message}", indent=4)
        if tried.problems:
            return screen.failed(tried.exit, tried.problems, tried.to_dict())
        room = f", room for {size(tried.limits.room)}" if tried.limits.room is not None else ""
        site = "The secure site answers and takes your sign-in"
        what = "This folder can be written to" if tried.folder else site
        screen.line(f"{what}: {tried.portal}{room}. No document was sent.", bold=True)
        return screen.done(tried)
    kept = login(env)
    names = ", ".join(kept.names)
    how = "Try them with: jtai-submit login --check --in DIR"
    screen.line(f"Kept in the keyring: {names}. {how}", bold=True)
    return screen.done(kept)
