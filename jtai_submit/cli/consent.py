"""`jtai-submit consent`: consent to talk with inspectors."""

from typing import Annotated

import typer

from ..actions.consent import Said, record_consent, undo_consent
from ..inspection.submission import Answer, Who
from .computer import environment
from .options import HERE, By, In, Json, Plain, Quiet, Undo
from .screen import Screen

_ASKED = "which agency asked, such as health"
_BECAUSE = "why it is not given, or not possible: inspectors read it"
_ARRANGED = "when and where, who is there, what is needed"
_ANSWER = "given, refused or not-possible"
Arrangements = Annotated[str, typer.Option("--arrangements", metavar="TEXT", help=_ARRANGED)]


def command(
    child: Annotated[str, typer.Argument(metavar="CHILD", help="a child's id")],
    who: Annotated[
        Who, typer.Argument(metavar="WHO", help="child, parent or carer", case_sensitive=False)
    ],
    answer: Annotated[
        Answer, typer.Argument(metavar="ANSWER", help=_ANSWER, case_sensitive=False)
    ] = Answer.GIVEN,
    asked_by: Annotated[str, typer.Option("--agency", metavar="A", help=_ASKED)] = "",
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help=_BECAUSE)] = "",
    arrangements: Arrangements = "",
    by: By = "",
    undo: Undo = False,
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Record who consents to talk with inspectors. The child's pack confirms it in writing."""
    screen = Screen.of("consent", as_json, plain, quiet)
    if undo:
        result = undo_consent(directory, child, who)
        screen.line(f"{child}, {who.value}: taken back.", bold=True)
    else:
        said = Said(who, answer, by, asked_by, because, arrangements)
        result = record_consent(directory, child, said, environment(screen))
        screen.line(f"Recorded: {child}, {who.value}: {answer.value}", bold=True)
    if result.file.edited:
        screen.line(f"{result.file.path} was changed by hand: change it there, too.")
    screen.warn(result.inspection.warnings)
    return screen.done(result)
