"""`jtai-submit report`: the completeness report."""

from pathlib import Path
from typing import Annotated

import typer

from ..errors import Exit
from .options import HERE, AgencyOption, Directory, Json, Plain, Quiet, desk, inspection
from .screen import Screen


def command(
    directory: Directory = HERE,
    html: Annotated[
        Path, typer.Option("--html", metavar="FILE", help="where the page goes; an older one is replaced")
    ] = Path("completeness-report.html"),
    agency: AgencyOption = "",
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Write the completeness report as one page that needs nothing else. Nothing is sent."""
    from ..pipeline.survey import Selection, check
    from ..reporting.completeness import verdict
    from ..reporting.pages import report_html
    from ..storage import write_atomically
    from .check import as_data

    screen = Screen.of("report", as_json, plain, quiet)
    picture = check(inspection(directory), Selection(agency), desk(screen))
    write_atomically(html, report_html(picture).encode())
    screen.line(verdict(picture), bold=True)
    screen.line(f"Report: {html}")
    code = Exit.OK if picture.ready else Exit.NOT_READY
    return screen.done(code, "complete" if picture.ready else "incomplete", {**as_data(picture), "html": str(html)})
