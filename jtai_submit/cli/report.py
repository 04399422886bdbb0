"""`jtai-submit report`: the completeness report, as a page and as an email."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import Exit, Problem, Unusable, Usage
from .options import HERE, AgencyOption, Directory, Json, Plain, Quiet, desk, inspection
from .screen import Screen

if TYPE_CHECKING:
    from ..inspection.inspection import Inspection
    from ..inspection.standing import Completeness
    from ..pipeline.environment import Desk

NOTHING_SENT = "This is a dry run: nothing is sent."


def command(
    directory: Directory = HERE,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html", metavar="FILE", help="where the page goes (completeness-report.html); an older one is replaced"
        ),
    ] = None,
    email: Annotated[
        bool, typer.Option("--email", help="send it to the people under report: in submission.yaml")
    ] = False,
    eml: Annotated[
        Path | None, typer.Option("--eml", metavar="FILE", help="write the email to a file, for a mail program to send")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="with --email: show the email, send nothing")] = False,
    agency: AgencyOption = "",
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Write the completeness report as one page that needs nothing else, or email it. Documents are never in it."""
    from ..inspection.standing import verdict
    from ..pipeline.survey import Selection, check
    from ..reporting.pages import report_html
    from ..storage import write_atomically
    from .check import as_data

    screen = Screen.of("report", as_json, plain, quiet)
    if dry_run and not email:
        raise Usage(Problem("", "--dry-run shows an email", "add --email", "--dry-run"))
    here, table = inspection(directory), desk(screen)
    if email or eml:
        _somebody(here, email)
    if dry_run:
        screen.line(NOTHING_SENT, bold=True)
    picture = check(here, Selection(agency), table)
    data: dict[str, Any] = as_data(picture)
    screen.line(verdict(picture), bold=True)
    if html or not (email or eml):
        page = html or Path("completeness-report.html")
        write_atomically(page, report_html(picture).encode())
        data["html"] = str(page)
        screen.line(f"Report: {page}")
    if email or eml:
        data |= _mail(picture, table, screen, email=email, eml=eml, dry_run=dry_run)
    if dry_run:
        screen.line(NOTHING_SENT, bold=True)
    code = Exit.OK if picture.ready else Exit.NOT_READY
    return screen.done(code, "complete" if picture.ready else "incomplete", data)


def _somebody(here: "Inspection", email: bool) -> None:
    report = here.submission.report
    if not (report and report.to and (report.smtp or not email)):
        what = "where the report is emailed to, and through which server" if email else "where the report is emailed to"
        fix = "add a line like: report: {to: [director@council.example], smtp: {host: mail.council.example, port: 587, user: me}}"
        raise Unusable(Problem("P018", f"submission.yaml does not say {what}", fix, str(here.root / "submission.yaml")))


def _mail(
    picture: "Completeness", table: "Desk", screen: Screen, *, email: bool, eml: Path | None, dry_run: bool
) -> dict[str, Any]:
    from ..reporting.message import compose
    from ..storage import write_atomically

    report = picture.inspection.submission.report
    assert report is not None
    message = compose(picture, report.from_address, report.to)
    whole = message.as_bytes()
    if eml:
        write_atomically(eml, whole)
        screen.line(f"Email: {eml}. It is not sent.")
    if dry_run:
        body = message.get_body(("plain",))
        screen.line(f"To: {message['To']}")
        screen.line(f"Subject: {message['Subject']}")
        for line in (body.get_content() if body else "").splitlines():
            screen.line(line)
    elif email and report.smtp:
        from ..delivery.mail import Server, post

        smtp = report.smtp
        authority = picture.inspection.root / smtp.ca_file if smtp.ca_file else None
        server = Server(smtp.host, smtp.port, smtp.user, authority)
        question = f"Password of {smtp.user} at {smtp.host}"
        password = table.secrets.get("SMTP_PASSWORD", question) if smtp.user else None
        post(message, report.to, server, password)
        screen.line(f"Sent to {message['To']}.")
    sent = email and not dry_run
    return {
        "email": {"to": list(report.to), "subject": str(message["Subject"]), "bytes": len(whole), "sent": sent},
        **({"eml": str(eml)} if eml else {}),
    }
