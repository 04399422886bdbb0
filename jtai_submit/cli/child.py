"""`jtai-submit child add`: the children that the inspectors chose."""

import re
from typing import Annotated

import typer

from ..errors import Problem, Usage
from .options import HERE, InOption, Json, Plain, Quiet, inspection, warn
from .screen import Screen


def command(
    what: Annotated[str, typer.Argument(metavar="add", help="add children")],
    ids: Annotated[
        list[str], typer.Argument(metavar="ID…", help="ids such as C1; letters, digits and hyphens, never a name")
    ],
    unique_id: Annotated[
        list[str],
        typer.Option(
            "--unique-id", metavar="N", help="the id by which the inspectors chose the child, in the same order"
        ),
    ] = [],  # noqa: B006
    directory: InOption = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Add the tracked children to submission.yaml, and make their folders."""
    from ..inspection.edits import appended, entry, save, scalar
    from ..inspection.layout import make_folders
    from ..inspection.submission import CHILD_ID

    screen = Screen.of("child", as_json, plain, quiet)
    if what != "add":
        raise Usage(Problem("", f'"{what}" is not something that child can do', "use: child add ID…"))
    if len(unique_id) > len(ids):
        raise Usage(
            Problem(
                "", "there are more unique ids than children", "give one --unique-id for each child, in the same order"
            )
        )
    here = inspection(directory)
    for n, child in enumerate(ids):
        if not re.fullmatch(CHILD_ID, child):
            raise Usage(
                Problem(
                    "M020",
                    f'"{child}" is not an id',
                    "use up to 40 letters, digits and hyphens, such as C1; never a name",
                )
            )
        if child.casefold() in {each.id.casefold() for each in here.submission.children}:
            raise Usage(Problem("M021", f"{child} is there already", "see children: in submission.yaml"))
        item = entry(id=child, unique_id=unique_id[n]) if n < len(unique_id) else scalar(child)
        here = save(here, appended(here.source, "children", item))
    make_folders(here, ids)
    screen.line(f"Added {', '.join(ids)}: folders are in {here.documents / 'children'}", bold=True)
    warn(screen, here.warnings)
    return screen.done(0, "complete", {"children": [child.id for child in here.submission.children]}, here.warnings)
