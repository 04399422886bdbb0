"""`jtai-submit answers`: the four questions about the selected children."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions import answers, selection
from ..words import counted
from .computer import environment
from .help import app as new_app
from .options import EXITS, HERE, In, Json, Plain, Quiet
from .screen import Screen

app = new_app()
_HOLDER = "who holds the answers, such as police"
_PEOPLE = "a CSV child,name,role,born,address, or YAML; read in place, never copied"
_KEY = "the holder's age key, age1…; without it a passphrase (JTAI_SUBMIT_SHEET_PASSPHRASE)"


@app.callback(epilog=EXITS)
def group() -> None:
    """The four questions about each of the children that the lead inspector selects."""


@app.command(epilog=EXITS)
def select(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID…", help="unique ids, as the lists have them")
    ],
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Say which children the lead inspector selected. An id that is in no list is said."""
    screen = Screen.of("answers", as_json, plain, quiet)
    result = selection.select(directory, ids, environment(screen))
    screen.warn(result.problems)
    screen.line(f"{counted(len(result.ids), 'child', 'children')} selected.", bold=True)
    return screen.done(result)


@app.command(epilog=EXITS)
def sheet(
    holder: Annotated[str, typer.Argument(metavar="HOLDER", help=_HOLDER)],
    to: Annotated[
        Path, typer.Option("--to", metavar="FILE", help="where to write, such as police.xlsx.age")
    ],
    people: Annotated[Path | None, typer.Option("--people", metavar="FILE", help=_PEOPLE)] = None,
    key: Annotated[str, typer.Option("--key", metavar="KEY", help=_KEY)] = "",
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """A sealed sheet for one who holds answers: who the children are, and room for Y, N or why not
    yet.
    """
    screen = Screen.of("answers", as_json, plain, quiet)
    ask = answers.Ask(holder, people, key)
    result = answers.sheet(directory, ask, to, environment(screen))
    screen.warn(result.problems)
    about = counted(result.children, "child", "children")
    screen.line(f"Wrote {to}: {about}, sealed to {result.sealed_to}.", bold=True)
    return screen.done(result)


@app.command(epilog=EXITS)
def take(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="a sheet that came back")],
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Put the answers of a sheet into the one table for inspectors; names stay on the sheet."""
    screen = Screen.of("answers", as_json, plain, quiet)
    result = answers.take(directory, file, environment(screen))
    screen.warn(result.problems)
    for holder, count in result.open.items():
        state = f"{counted(count, 'child', 'children')} without an answer" if count else "complete"
        screen.line(f"  {holder}: {state}", indent=4)
    changed = f", {result.changed} of them changed" if result.changed else ""
    screen.line(
        f"Took {counted(result.taken, 'answer')}{changed}; they are in {result.table}.", bold=True
    )
    return screen.done(result)


@app.command(epilog=EXITS)
def brief(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="the page")] = Path("brief.html"),
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """One page about the selected children for the call of day three, from lists and
    answers alone.
    """
    screen = Screen.of("answers", as_json, plain, quiet)
    result = answers.brief(directory, to, environment(screen))
    screen.line(f"Wrote {to}: {counted(result.children, 'child', 'children')}.", bold=True)
    return screen.done(result)
