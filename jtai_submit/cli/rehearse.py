"""`jtai-submit rehearse`: the whole way, on made-up documents or on the real folder. Nothing is
sent.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ..actions.rehearse import rehearse_folder, rehearse_sample
from ..inspection.finding import FileSummary
from .computer import environment
from .options import Json, Plain, Quiet
from .rehearsed import show_refused, show_rehearsed
from .screen import Screen

NOTHING_SENT = "This is a rehearsal: nothing is sent."
_WHOLE = "a mock inspection: every deadline, with a moving clock, and what was late"
_DIR = "an inspection folder; without it a sample area"


def command(
    directory: Annotated[Path | None, typer.Argument(metavar="[DIR]", help=_DIR)] = None,
    whole: Annotated[bool, typer.Option("--whole", help=_WHOLE)] = False,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Try everything: check, clean, seal, send to a site on this computer, open as an inspector
    would, and compare.
    """
    screen = Screen.of("rehearse", as_json, plain, quiet)
    env = environment(screen)
    screen.line(NOTHING_SENT, bold=True)
    if directory is None:

        def begun(folder: Path) -> None:
            words = "five children, every document made up"
            screen.tell(f"Making a sample area in {folder}: {words}.")

        def looked(refused: Sequence[FileSummary]) -> None:
            show_refused(screen, refused)

        result = rehearse_sample(env, begun, looked, whole=whole)
    else:
        result = rehearse_folder(directory, env, whole=whole)
    show_rehearsed(screen, result, sample=directory is None)
    screen.line(NOTHING_SENT, bold=True)
    return screen.done(result)
