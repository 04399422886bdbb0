"""`jtai-submit redact`: clean copies of single files."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions.redact import redact
from ..pipeline.single import Copy
from .computer import environment
from .options import Convert, Json, Plain, Quiet, Sheet
from .screen import Screen


def command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="the documents")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="where the clean copies go")],
    convert: Convert = False,
    sheet: Sheet = None,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Make clean copies: metadata out, content untouched. Originals are never changed, copies never
    overwritten.
    """
    screen = Screen.of("redact", as_json, plain, quiet)
    result = redact(files, to, environment(screen), convert=convert, sheet=sheet)
    for copy in result.copies:
        _show(screen, copy)
    refused, every = len(result.refused), len(result.copies)
    if sheet:
        screen.line(
            f"What was taken out, for the owner's eyes alone: {sheet}. Delete it when read."
        )
    screen.line(f"{every - refused} of {every} cleaned, {refused} refused.", bold=True)
    return screen.done(result)


def _show(screen: Screen, copy: Copy) -> None:
    if copy.output:
        removed = ", ".join(copy.removed) or "nothing; there was no metadata"
        screen.line(f"{copy.source}: clean copy in {copy.output}", indent=4)
        screen.line(f"    removed: {removed}", indent=6)
    else:
        screen.line(f"{copy.source}: refused", indent=4)
    for finding in copy.findings:
        word = "" if finding.blocks else "Note: "
        screen.line(f"    {word}{finding.message}. {finding.edit} ({finding.code})", indent=6)
