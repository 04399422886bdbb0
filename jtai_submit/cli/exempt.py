"""`jtai-submit exempt`: say that something is not applicable."""

from pathlib import Path
from typing import Annotated

import typer

from ..errors import Problem, Usage
from .options import HERE, Json, Plain, Quiet, clock, inspection
from .screen import Screen


def command(
    slot: Annotated[
        str, typer.Argument(metavar="SLOT", help="an item such as 3.7, or a child's document such as C1/chronology")
    ],
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="the reason, as inspectors will read it")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="who says so")],
    directory: Annotated[Path, typer.Option("--in", metavar="DIR", help="the inspection folder")] = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Say that there is no such document, and why. One line is added to submission.yaml; the rest stays as it is."""
    from ..manifest.edits import appended, entry, save
    from ..manifest.rules import unknown_slot
    from ..manifest.slots import slot_ids

    screen = Screen.of("exempt", as_json, plain, quiet)
    here = inspection(directory)
    if slot not in slot_ids(here.manifest, here.submission):
        raise Usage(Problem(*unknown_slot(slot, here.manifest, here.submission)))
    if not because.strip() or not by.strip():
        raise Usage(Problem("M010", "the reason or the name is empty", 'give both: --because "…" --by "…"'))
    if any(each.slot == slot for each in here.submission.not_applicable):
        raise Usage(Problem("M021", f"{slot} is not applicable already", "change its line in submission.yaml"))
    line = entry(slot=slot, because=because, by=by, on=clock().now.date().isoformat())
    save(here, appended(here.source, "not_applicable", line))
    screen.line(f"{slot} is now not applicable: {because}", bold=True)
    return screen.done(0, "complete", {"slot": slot, "because": because, "by": by})
