"""`jtai-submit agency`: who gathers what."""

from typing import Annotated

import typer

from ..actions.settings import set_agency
from .help import app as new_app
from .options import EXITS, HERE, In, Json, Plain, Quiet
from .screen import Screen

app = new_app()


@app.callback(epilog=EXITS)
def group() -> None:
    """Who gathers what, and whom to ring."""


@app.command("set", epilog=EXITS)
def set_(
    slug: Annotated[str, typer.Argument(metavar="AGENCY", help="such as police")],
    name: Annotated[str, typer.Option("--name", help="the organisation's name")] = "",
    lead: Annotated[str, typer.Option("--lead", help="who gathers its documents")] = "",
    email: Annotated[str, typer.Option("--email", help="the lead's address")] = "",
    phone: Annotated[str, typer.Option("--phone", help="the lead's number")] = "",
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Name an agency's lead. What is not given stays as it is."""
    screen = Screen.of("agency", as_json, plain, quiet)
    facts = {"name": name, "lead": lead, "email": email, "phone": phone}
    result = set_agency(directory, slug, facts)
    screen.line(result.words, bold=True)
    return screen.done(result)
