"""`jtai-submit child`: the children that the inspectors chose."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions.child import (
    Children,
    add_children,
    name_school,
    remove_child,
    swap_child,
)
from ..actions.child_back import put_back_child, swap_back
from ..inspection.submission import School
from ..pipeline.withdrawal import TO_DO
from ..words import typed
from .computer import environment
from .help import app as new_app
from .options import EXITS, HERE, By, In, Json, Plain, Quiet, Undo
from .screen import Screen

app = new_app()
_SAY_AGAIN = (
    "What was said about it (its unique id, not applicable, decisions, meetings, consent, school) "
    "is not there any more: say it again."
)
_AS_BEFORE = "All that was said about it is there again."
_IDS = "ids such as C1; letters, digits and hyphens, never a name"
_UNIQUE = "the id by which the inspectors chose the child, in the same order"
Because = Annotated[str, typer.Option("--because", metavar="TEXT", help="why")]
Id = Annotated[str, typer.Argument(metavar="ID", help="a child's id")]


@app.callback(epilog=EXITS)
def group() -> None:
    """The children that the inspectors chose."""


@app.command(epilog=EXITS)
def add(
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help=_IDS)],
    unique_id: Annotated[
        list[str] | None, typer.Option("--unique-id", metavar="N", help=_UNIQUE)
    ] = None,
    undo: Undo = False,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Add the tracked children to submission.yaml, and make their folders."""
    screen = Screen.of("child", as_json, plain, quiet)
    if undo:
        for child in ids:
            result = remove_child(directory, child, ("added by mistake", "-"), environment(screen))
            _show(screen, result, directory)
        return screen.done(result)
    result = add_children(directory, ids, environment(screen), unique_id or ())
    folder = result.inspection.documents / "children"
    screen.line(f"Added {', '.join(result.added)}: folders are in {folder}", bold=True)
    _say_returned(screen, result)
    screen.warn(result.inspection.warnings)
    return screen.done(result)


@app.command(epilog=EXITS)
def swap(
    old: Id,
    new: Id,
    because: Because = "the inspectors chose another child",
    by: By = "",
    unique_id: Annotated[str, typer.Option("--unique-id", metavar="N", help=_UNIQUE)] = "",
    undo: Undo = False,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Put a child in the place of another. What was sent about the other is withdrawn."""
    screen = Screen.of("child", as_json, plain, quiet)
    reason = (because, by)
    if undo:  # as it was: what no receipt has told yet is not withdrawn any more
        reason = ("swapped by mistake", by or "-")
        result = swap_back(directory, old, new, reason, environment(screen))
    else:
        result = swap_child(directory, old, new, reason, environment(screen), unique_id)
    screen.line(f"{result.added[0]} is in the place of {result.gone}.", bold=True)
    _show(screen, result, directory)
    if undo:
        screen.line(_AS_BEFORE if result.whole else _SAY_AGAIN)
    return screen.done(result)


@app.command(epilog=EXITS)
def remove(
    child: Id,
    because: Because = "the inspectors do not track this child",
    by: By = "",
    undo: Undo = False,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Take a child out. What was sent about it is withdrawn."""
    screen = Screen.of("child", as_json, plain, quiet)
    if undo:
        back = put_back_child(directory, child, environment(screen))
        screen.line(f"{back.added[0]} is one of the children again.", bold=True)
        screen.line(_AS_BEFORE if back.whole else _SAY_AGAIN)
        _say_returned(screen, back)
        screen.warn(back.inspection.warnings)
        return screen.done(back)
    result = remove_child(directory, child, (because, by), environment(screen))
    _show(screen, result, directory)
    return screen.done(result)


@app.command(epilog=EXITS)
def school(
    child: Id,
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help="the school")] = "",
    lead: Annotated[str, typer.Option("--lead", metavar="NAME", help="whom to ring there")] = "",
    phone: Annotated[str, typer.Option("--phone", metavar="PHONE", help="the number")] = "",
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Name a child's school, for the education inspector who rings it. It is never sent."""
    screen = Screen.of("child", as_json, plain, quiet)
    result = name_school(directory, child, School(name=name, lead=lead, phone=phone))
    screen.line(f"The school of {child} is named.", bold=True)
    screen.warn(result.inspection.warnings)
    return screen.done(result)


def _say_returned(screen: Screen, result: Children) -> None:
    """People may have been rung already."""
    if result.returned:
        screen.line("What was withdrawn about it counts as sent again.", bold=True)
        screen.line("If you rang the people who hold the pack, ring again: nothing is deleted.")


def _show(screen: Screen, result: Children, directory: Path) -> None:
    folder = result.inspection.documents / "children" / result.gone
    screen.line(f"{result.gone} is not among the children any more.")
    if folder.exists():
        screen.line(f"Its documents are not sent. They lie in {folder}: take them away.")
    for name in result.withdrawn:
        screen.line(f"Withdrawn: {name}", indent=4)
    _say_returned(screen, result)
    if result.withdrawn:
        screen.line("Ring the people who hold the pack now, and ask them:", bold=True)
        screen.line(TO_DO, indent=4)
        push = ("push",) if directory == HERE else ("push", str(directory))
        screen.line(f"Next: {typed(push)}", bold=True, whole=True)
    screen.warn(result.inspection.warnings)
