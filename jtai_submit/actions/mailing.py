"""Through which mail server a submission's emails go, and from whom: shared by report and chase."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage

from ..delivery.codes import CODES as DELIVERY
from ..delivery.mail import Server, post
from ..errors import Unusable
from ..inspection.inspection import Inspection
from ..inspection.submission import Report
from ..pipeline.environment import Environment

_NOBODY = "jtai-submit@localhost"  # stands in a file that a mail program sends under its own name


@dataclass(frozen=True, slots=True)
class Mailing:
    """What `report:` says, ready to send; the password is asked for with the first message."""

    inspection: Inspection
    report: Report | None
    env: Environment

    @property
    def sender(self) -> str:
        return self.report.from_address if self.report else _NOBODY

    def send(self, message: EmailMessage, to: Sequence[str]) -> None:
        """Hand it to the mail server. Raises what `post` does, `Refused` without a password."""
        smtp = self.report.smtp if self.report else None
        if smtp is None:
            raise nobody(self.inspection, sending=True)
        authority = self.inspection.root / smtp.ca_file if smtp.ca_file else None
        server = Server(smtp.host, smtp.port, smtp.user, authority)
        question = f"Password of {smtp.user} at {smtp.host}"
        password = self.env.secrets.get("SMTP_PASSWORD", question) if smtp.user else None
        post(message, to, server, password)


def mailing(inspection: Inspection, env: Environment, *, sending: bool) -> Mailing:
    """Raises `Unusable` (P018) where something is to be sent and no server is named."""
    report = inspection.submission.report
    if sending and not (report and report.smtp):
        raise nobody(inspection, sending=True)
    return Mailing(inspection, report, env)


def nobody(inspection: Inspection, *, sending: bool) -> Unusable:
    """P018: to whom, or through what, is not said."""
    through = ", and through which server" if sending else ""
    fix = (
        "add a line like: report: {to: [director@council.example], "
        "smtp: {host: mail.council.example, port: 587, user: me}}"
    )
    message = f"submission.yaml does not say where the report is emailed to{through}"
    where = str(inspection.root / "submission.yaml")
    return Unusable(DELIVERY["P018"].problem(message, fix, where))
