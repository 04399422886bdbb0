"""`jtai-submit report set`: to whom the completeness report is emailed."""

from typing import Annotated

import typer

from ..actions.settings import set_report
from .options import HERE, In, Json, Plain, Quiet
from .screen import Screen

_TO = "an address; once for each person"
_CC = "who gets a copy, such as a deputy; once for each person"
_GRAPH = "in place of a mail server, Microsoft Graph: tenant=…, client_id=…, certificate=…"
_SMTP = "the mail server, as name=value: host=mail.example, port=587, user=me"


def command(
    to: Annotated[list[str] | None, typer.Option("--to", metavar="ADDRESS", help=_TO)] = None,
    cc: Annotated[list[str] | None, typer.Option("--cc", metavar="ADDRESS", help=_CC)] = None,
    smtp: Annotated[
        list[str] | None, typer.Option("--smtp", metavar="name=value", help=_SMTP)
    ] = None,
    graph: Annotated[
        list[str] | None, typer.Option("--graph", metavar="name=value", help=_GRAPH)
    ] = None,
    sender: Annotated[str, typer.Option("--from", metavar="ADDRESS", help="who it is from")] = "",
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Say to whom the report is emailed, and through which server. The password is asked for when
    it is sent.
    """
    screen = Screen.of("report set", as_json, plain, quiet)
    result = set_report(directory, to or (), smtp or (), sender, cc or (), graph or ())
    screen.line(f"{result.words}.", bold=True)
    return screen.done(result)
