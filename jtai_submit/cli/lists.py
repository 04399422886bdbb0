"""`jtai-submit lists`: headings, wrong rows, corrections."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions import lists
from ..words import counted
from .computer import environment
from .help import app as new_app
from .options import EXITS, HERE, In, Json, Plain, Quiet
from .screen import Screen

app = new_app()
_LIST = "one list, such as contacts; without it all of them"
_SAY = "FIELD=HEADING: which heading is a field; once for each; it is kept in submission.yaml"
_SHEET = "the sheet of a workbook that holds the list"
_TO = "where to write: the workbook of wrong rows; with --take the folder of mended copies"
_TAKE = "a corrections workbook that came back mended"


@app.callback(epilog=EXITS)
def group() -> None:
    """The lists of children: under which headings each field was found, and what is wrong in which
    row.
    """


@app.command(epilog=EXITS)
def check(
    directory: In = HERE, as_json: Json = False, plain: Plain = False, quiet: Quiet = False
) -> int:
    """Every row of every list, by sheet, row and column; no cell is shown."""
    screen = Screen.of("lists", as_json, plain, quiet)
    result = lists.check_lists(directory, environment(screen))
    for each in result.lists:
        _title(screen, each)
        for placed in each.findings:
            word = "" if placed.finding.blocks else "Note: "
            fix = f" {placed.finding.fix}" if placed.finding.fix else ""
            screen.line(f"  {word}{placed.finding.message}.{fix} ({placed.finding.code})", indent=4)
    if result.missing:
        screen.line(f"Not there: {', '.join(result.missing)}", indent=4)
    blocks = len(result.problems)
    told = counted(blocks, "thing keeps", "things keep")
    verdict = (
        f"{told} a list from being sent." if blocks else "Nothing keeps a list from being sent."
    )
    screen.line(verdict, bold=True)
    return screen.done(result)


@app.command(epilog=EXITS)
def match(
    slug: Annotated[str, typer.Argument(metavar="[LIST]", help=_LIST)] = "",
    say: Annotated[list[str] | None, typer.Option("--say", metavar="F=H", help=_SAY)] = None,
    sheet: Annotated[str, typer.Option("--sheet", metavar="NAME", help=_SHEET)] = "",
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Under which heading each field was found; say another where it was guessed wrongly."""
    screen = Screen.of("lists", as_json, plain, quiet)
    given = lists.Given(slug, tuple(say or ()), sheet)
    result = lists.match_lists(directory, given, environment(screen))
    for each in result.checked.lists:
        _title(screen, each)
        for match in each.facts.columns:
            screen.line(f"  {match.how.value:<8} {match.field}: {match.heading or '–'}", indent=11)
    doubtful = counted(result.doubtful, "field is", "fields are")
    screen.line(f"{doubtful} guessed or missing.", bold=True)
    return screen.done(result)


@app.command(epilog=EXITS)
def corrections(
    to: Annotated[Path, typer.Option("--to", metavar="PATH", help=_TO)],
    take: Annotated[Path | None, typer.Option("--take", metavar="FILE", help=_TAKE)] = None,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """A workbook of every wrong row and why, for whoever mends it; or the mended rows put into
    copies of the lists.
    """
    screen = Screen.of("lists", as_json, plain, quiet)
    if take is None:
        result = lists.write_corrections(directory, to, environment(screen))
        screen.line(
            f"Wrote {counted(result.rows, 'row')} to {to}. It holds children's details: hand it "
            "only to whoever mends the list.",
            bold=True,
        )
        return screen.done(result)
    result = lists.take_corrections(directory, take, to, environment(screen))
    for name in result.written:
        screen.line(f"  {to / name}: look at it, and put it in the place of the list", indent=4)
    left = counted(result.left, "row of the copies is", "rows of the copies are")
    screen.line(f"{counted(result.rows, 'row')} came back, {left} still wrong.", bold=True)
    return screen.done(result)


def _title(screen: Screen, each: lists.ListReport) -> None:
    sheet = f", sheet {each.facts.sheet}" if each.facts.sheet else ""
    screen.line(f"{each.slug}: {each.file}{sheet}, {counted(each.facts.rows, 'row')}", bold=True)
