"""`jtai-submit explain`: the rule book."""

from typing import Annotated

import typer

from ..actions.explain import explain
from .options import Json, Plain, Quiet
from .screen import Screen

_CODE = "such as D004; without it all of them"


def command(
    code: Annotated[str, typer.Argument(metavar="[CODE]", help=_CODE)] = "",
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Say what a code means and what to do about it."""
    screen = Screen.of("explain", as_json, plain, quiet)
    result = explain(code)
    for entry in result.codes:
        warns = "" if entry.blocks else " (warns only)"
        screen.line(f"{entry.id}  {entry.title}{warns}", bold=not result.whole)
        if not result.whole:
            screen.line(entry.meaning)
            screen.line(f"To fix: {entry.advice}")
    return screen.done(result)
