"""`jtai-submit decide`: what is to happen with hidden content, or with a file that must not go."""

from typing import Annotated

import typer

from ..actions.decide import decide, undo_decide
from .computer import environment
from .options import HERE, In, Json, Plain, Quiet, Undo
from .screen import Screen

_FILE = "the document: its path, its name where only one has it, or its item, such as 3.1"
_FINDING = "the code of what was found, such as H101"
_CHOICE = "apply: carry out a redaction that is only marked; leave-out: do not send the file at all"
_BECAUSE = "the reason; it stands in the receipt"


def command(
    file: Annotated[str, typer.Argument(metavar="FILE|SLOT", help=_FILE)],
    finding: Annotated[str, typer.Argument(metavar="FINDING", help=_FINDING)],
    choice: Annotated[
        str, typer.Argument(metavar="keep|anonymise|remove|apply|leave-out", help=_CHOICE)
    ] = "",
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help=_BECAUSE)] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="who decides")] = "",
    undo: Undo = False,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Decide about one finding of one file. It counts until the file changes. One line is added to
    submission.yaml.
    """
    screen = Screen.of("decide", as_json, plain, quiet)
    env = environment(screen)
    if undo:
        result = undo_decide(directory, file, finding, env)
        gone = f"{result.choice} ({result.because}; {result.by})"
        screen.line(f"{result.file}: {result.finding} is undecided again; it was {gone}", bold=True)
        return screen.done(result)
    result = decide(directory, file, finding, choice, (because, by), env)
    screen.line(f"{result.file}: {result.comes_to}", bold=True)
    if result.instead:
        screen.line(f"This takes the place of: {result.instead}.")
    screen.line("The decision counts until the file changes.")
    return screen.done(result)
