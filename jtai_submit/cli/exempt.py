"""`jtai-submit exempt`: say that something is not applicable."""

from typing import Annotated

import typer

from ..errors import Problem, Usage
from .options import HERE, ByOption, InOption, Json, Plain, Quiet, clock, inspection, known, reasoned
from .screen import Screen


def command(
    slot: Annotated[
        str, typer.Argument(metavar="SLOT", help="an item such as 3.7, or a child's document such as C1/chronology")
    ],
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="the reason, as inspectors will read it")],
    by: ByOption,
    directory: InOption = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Say that there is no such document, and why. One line is added to submission.yaml; the rest stays as it is."""
    from ..inspection.edits import appended, entry, save

    screen = Screen.of("exempt", as_json, plain, quiet)
    here = inspection(directory)
    known(slot, here)
    reasoned(because, by)
    if any(each.slot == slot for each in here.submission.not_applicable):
        raise Usage(Problem("M021", f"{slot} is not applicable already", "change its line in submission.yaml"))
    line = entry(slot=slot, because=because, by=by, on=clock().now.date().isoformat())
    save(here, appended(here.source, "not_applicable", line))
    screen.line(f"{slot} is now not applicable: {because}", bold=True)
    return screen.done(0, "complete", {"slot": slot, "because": because, "by": by})
