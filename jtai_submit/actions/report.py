"""The completeness report: as a page, as an email, or as a file that a mail program sends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from ..delivery.codes import CODES as DELIVERY
from ..delivery.mail import Server, post
from ..errors import Exit, Problem, Unusable, Usage
from ..inspection.inspection import Inspection
from ..inspection.standing import Standing
from ..inspection.submission import Report
from ..pipeline.environment import Environment
from ..pipeline.judge import check
from ..pipeline.survey import Selection
from ..reporting.message import compose
from ..reporting.pages import report_html
from ..storage import PUBLIC, write_atomically
from .opening import opened

PAGE = Path("completeness-report.html")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the report goes: a page, an email to the people under `report:`, a file of that email."""

    html: Path | None = None
    email: bool = False
    eml: Path | None = None
    dry_run: bool = False

    @property
    def page(self) -> Path | None:
        return self.html or (None if self.email or self.eml else PAGE)


@dataclass(frozen=True, slots=True)
class Reported:
    standing: Standing
    wanted: Wanted
    message: EmailMessage | None
    to: tuple[str, ...]

    @property
    def exit(self) -> Exit:
        return Exit.OK if self.standing.ready else Exit.NOT_READY

    @property
    def problems(self) -> Sequence[Problem]:
        return ()

    def to_dict(self) -> Mapping[str, object]:
        data = dict(self.standing.to_dict())
        if self.wanted.page:
            data["html"] = str(self.wanted.page)
        if self.message is not None:
            data["email"] = {
                "to": list(self.to),
                "subject": str(self.message["Subject"]),
                "bytes": len(self.message.as_bytes()),
                "sent": self.wanted.email and not self.wanted.dry_run,
            }
        if self.wanted.eml:
            data["eml"] = str(self.wanted.eml)
        return data


def report(directory: Path, wanted: Wanted, env: Environment, *, agency: str = "") -> Reported:
    """Write and send the report. Raises `Usage`, `Unusable` (P018), and what a mail server answers."""
    if wanted.dry_run and not wanted.email:
        raise Usage(Problem("", "--dry-run shows an email", "add --email", "--dry-run"))
    inspection = opened(directory)
    somebody = _somebody(inspection, wanted) if wanted.email or wanted.eml else None
    standing = check(inspection, Selection(agency, so_far=True), env)
    if wanted.page:
        write_atomically(wanted.page, report_html(standing).encode(), PUBLIC)
    if somebody is None:
        return Reported(standing, wanted, None, ())
    message = compose(standing, somebody.from_address, somebody.to)
    if wanted.eml:
        write_atomically(wanted.eml, message.as_bytes(), PUBLIC)
    if wanted.email and not wanted.dry_run:
        _send(message, somebody, inspection, env)
    return Reported(standing, wanted, message, somebody.to)


def _somebody(inspection: Inspection, wanted: Wanted) -> Report:
    somebody = inspection.submission.report
    if somebody and somebody.to and (somebody.smtp or not wanted.email):
        return somebody
    through = ", and through which server" if wanted.email else ""
    fix = (
        "add a line like: report: {to: [director@council.example], "
        "smtp: {host: mail.council.example, port: 587, user: me}}"
    )
    message = f"submission.yaml does not say where the report is emailed to{through}"
    where = str(inspection.root / "submission.yaml")
    raise Unusable(DELIVERY["P018"].problem(message, fix, where))


def _send(message: EmailMessage, somebody: Report, inspection: Inspection, env: Environment) -> None:
    smtp = somebody.smtp
    assert smtp is not None
    authority = inspection.root / smtp.ca_file if smtp.ca_file else None
    server = Server(smtp.host, smtp.port, smtp.user, authority)
    question = f"Password of {smtp.user} at {smtp.host}"
    password = env.secrets.get("SMTP_PASSWORD", question) if smtp.user else None
    post(message, somebody.to, server, password)
