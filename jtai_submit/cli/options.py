"""Options that many commands share."""

from pathlib import Path
from typing import Annotated

import typer

EXITS = """
Exit codes: 0 complete or done · 1 not ready · 2 wrong command line · 3 a file cannot be used ·
4 partly sent · 5 try again later · 6 sign-in or passphrase refused · 70 a bug · 130 stopped
"""
HERE = Path()
_EVIDENCE = "what shows the approval, such as: email of 15 May, 16:02"
_SHEET = "also write a page of what was taken out, for the owner's eyes alone"
_CONVERT = "convert old Office files (.doc, .xls, .ppt, .xlsb) with an installed LibreOffice"

Directory = Annotated[Path, typer.Argument(metavar="[DIR]", help="the inspection folder")]
Json = Annotated[bool, typer.Option("--json", help="one JSON document instead of text")]
Plain = Annotated[bool, typer.Option("--plain", help="no bold, no folding of lines")]
Quiet = Annotated[bool, typer.Option("--quiet", help="only the verdict and errors")]


def named(context: typer.Context, parameter: typer.CallbackParam, value: str) -> str:
    """A script's unset variable must not select everything."""
    source = context.get_parameter_source(parameter.name or "")
    if source and source.name == "COMMANDLINE" and not value.strip():
        raise typer.BadParameter("it is empty: name one, or leave the option out")
    return value


_LINES = "so many packs on their way at a time"
_RATE = "send at most so much a second, such as 500k or 2M"
_AGENCY, _CHILD, _FOR = "one agency, such as police", "one child, by id", "one deadline: day-five"
Agency = Annotated[str, typer.Option("--agency", metavar="A", help=_AGENCY, callback=named)]
Child = Annotated[str, typer.Option("--child", metavar="C", help=_CHILD, callback=named)]
Parallel = Annotated[int, typer.Option("--parallel", metavar="N", min=1, max=16, help=_LINES)]
Rate = Annotated[str, typer.Option("--limit-rate", metavar="RATE", help=_RATE, callback=named)]
For = Annotated[str, typer.Option("--for", metavar="DEADLINE", help=_FOR, callback=named)]
Convert = Annotated[bool, typer.Option("--convert", help=_CONVERT)]
In = Annotated[Path, typer.Option("--in", metavar="DIR", help="the inspection folder")]
Evidence = Annotated[str, typer.Option("--evidence", metavar="TEXT", help=_EVIDENCE)]
Sheet = Annotated[Path | None, typer.Option("--sheet", metavar="FILE", help=_SHEET)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="do everything but send")]
Undo = Annotated[bool, typer.Option("--undo", help="take it back")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="who says so")]
