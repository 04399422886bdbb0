"""`jtai-submit chronology`: a joint chronology, checked and merged."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions.chronology import check_chronology, merge_chronologies
from ..words import counted
from .computer import environment
from .help import app as new_app
from .options import EXITS, Json, Plain, Quiet
from .screen import Screen

app = new_app()
_FILE = "a chronology: CSV, XLSX, or a table in a DOCX"
_TO = "the new chronology: .csv, .xlsx or .docx"


@app.callback(epilog=EXITS)
def group() -> None:
    """Check the dates and the order of a chronology, or merge those of several agencies by date."""


@app.command(epilog=EXITS)
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_FILE)],
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Dates and order. Entries of long ago are right where they give the context."""
    screen = Screen.of("chronology", as_json, plain, quiet)
    result = check_chronology(file, environment(screen))
    for each in result.findings:
        screen.line(f"{each.finding.message}. {each.finding.fix} ({each.finding.code})", indent=4)
    facts = result.facts
    span = (
        f", {facts.first:%d/%m/%Y} to {facts.last:%d/%m/%Y}" if facts.first and facts.last else ""
    )
    screen.line(f"{counted(facts.entries, 'entry', 'entries')}{span}", bold=True)
    return screen.done(result)


@app.command(epilog=EXITS)
def merge(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=_FILE)],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help=_TO)],
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """One chronology by date, each entry with its agency, every word as it was."""
    screen = Screen.of("chronology", as_json, plain, quiet)
    result = merge_chronologies(files, to, environment(screen))
    for name, count in result.entries.items():
        screen.line(f"  {counted(count, 'entry', 'entries'):<12} {name}", indent=15)
    screen.warn(result.problems)
    screen.line(
        f"Wrote {to}: {counted(sum(result.entries.values()), 'entry', 'entries')}.", bold=True
    )
    return screen.done(result)
