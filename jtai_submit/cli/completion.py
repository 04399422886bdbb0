"""`jtai-submit completion`: a script for one's shell, which asks us at each press of Tab."""

from typing import Annotated

import typer

from ..errors import Problem, Usage, nearest
from .screen import Screen
from .scripts import SCRIPTS

_SHELL = "bash, zsh, fish or powershell"


def command(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help=_SHELL)],
) -> int:
    """Write a script that completes commands, agencies, children, documents and deadlines."""
    script = SCRIPTS.get(shell.casefold())
    if script is None:
        fix = f"use one of: {', '.join(SCRIPTS)}{nearest(shell, SCRIPTS)}"
        raise Usage(Problem("", f'there is no completion for "{shell}"', fix))
    screen = Screen("completion", plain=True)
    for line in script.splitlines():
        screen.line(line, whole=True)
    return 0
