"""`jtai-submit index`: everything that was sent, in one index."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions.index import write_index
from ..words import counted
from .options import HERE, Directory, Json, Plain, Quiet
from .screen import Screen


def command(
    directory: Directory = HERE,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar="FILE", help="write a workbook")
    ] = None,
    pdf: Annotated[Path | None, typer.Option("--pdf", metavar="FILE", help="write a PDF")] = None,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Write one index of every document that was sent, over all packs: new, replaced, withdrawn."""
    screen = Screen.of("index", as_json, plain, quiet)
    result = write_index(directory, xlsx, pdf)
    files = " and ".join(map(str, result.files))
    screen.line(f"Wrote {files}: {counted(len(result.rows), 'document')}.", bold=True)
    return screen.done(result)
