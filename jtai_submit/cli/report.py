"""`jtai-submit report`: the completeness report, as a page and as an email."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions.governance import governance
from ..actions.report import Reported, Wanted, report
from .computer import environment
from .options import HERE, Agency, Directory, DryRun, Json, Plain, Quiet
from .screen import Screen

_HTML = "where the page goes (completeness-report.html); an older one is replaced"
_EMAIL = "send it to the people under report: in submission.yaml"
_EML = "write the email to a file, for a mail program to send"
_GOVERNANCE = "write the page for a data protection impact assessment instead"
Governance = Annotated[Path | None, typer.Option("--governance", metavar="FILE", help=_GOVERNANCE)]


def command(
    directory: Directory = HERE,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help=_HTML)] = None,
    email: Annotated[bool, typer.Option("--email", help=_EMAIL)] = False,
    eml: Annotated[Path | None, typer.Option("--eml", metavar="FILE", help=_EML)] = None,
    dry_run: DryRun = False,
    governed: Governance = None,
    agency: Agency = "",
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Write the completeness report as one page, or email it. Documents are never in it."""
    screen = Screen.of("report", as_json, plain, quiet)
    if governed:
        page = governance(directory, governed, environment(screen))
        screen.line(f"For the information-governance officer: {page.page}", bold=True)
        return screen.done(page)
    screen.dry(dry_run and email)
    wanted = Wanted(html, email, eml, dry_run)
    result = report(directory, wanted, environment(screen), agency=agency)
    _show(screen, result)
    return screen.done(result)


def _show(screen: Screen, result: Reported) -> None:
    wanted, message = result.wanted, result.message
    screen.line(result.standing.verdict, bold=True)
    if wanted.page:
        screen.line(f"Report: {wanted.page}")
    if wanted.eml:
        screen.line(f"Email: {wanted.eml}. It is not sent.")
    if wanted.dry_run and message is not None:
        screen.line(f"To: {message['To']}")
        screen.letter(message)
        screen.dry(dry_run=True)
    elif wanted.email and message is not None:
        screen.line(f"Sent to {message['To']}.")
