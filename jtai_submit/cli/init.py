"""`jtai-submit init`: the folder tree and a commented submission.yaml."""

from pathlib import Path
from typing import Annotated

import typer

from ..errors import Problem, Usage
from .options import Json, Plain, Quiet, warn
from .screen import Screen


def command(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="the new inspection folder")],
    area: Annotated[str, typer.Option("--area", metavar="NAME", help="the area's name, such as Exampleshire")],
    notified: Annotated[
        str, typer.Option("--notified", metavar="DATE", help="the day of notification, like 2017-05-09")
    ],
    manifest: Annotated[
        str, typer.Option("--manifest", metavar="ID", help="which list of what is asked")
    ] = "neglect-2017",
    child: Annotated[
        list[str], typer.Option("--child", metavar="ID", help="a tracked child's id; once for each child")
    ] = [],  # noqa: B006
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Make the inspection folder: a folder for each document, and submission.yaml to fill in."""
    from ..inspection.layout import create

    screen = Screen.of("init", as_json, plain, quiet)
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise Usage(
            Problem(
                "",
                "something is there already, and nothing is overwritten",
                "name a new or empty folder",
                str(directory),
            )
        )
    inspection = create(directory, manifest, area, notified, child)
    folders = sum(1 for p in inspection.documents.rglob("*") if p.is_dir())
    screen.line(f"Made {directory} for {inspection.submission.area}: {folders} folders and submission.yaml.")
    screen.line("Drop each document into its folder below documents. Fill in submission.yaml.")
    warn(screen, inspection.warnings)
    screen.line(f"Next: jtai-submit check {directory}", bold=True)
    data = {
        "folder": str(directory),
        "area": inspection.submission.area,
        "manifest": inspection.manifest.manifest,
        "folders": folders,
    }
    return screen.done(0, "complete", data)
