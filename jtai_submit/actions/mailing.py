"""Through which mail server a submission's emails go, and from whom: shared by report and chase."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from ..delivery.codes import CODES as DELIVERY
from ..delivery.mail import Server, post
from ..errors import Refused, Unusable
from ..inspection.inspection import Inspection
from ..inspection.mail import GraphMail, Report
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
        """Hand it to the mail server, or to Microsoft Graph, which takes people from its headers.

        Raises what these do, `Refused` without a password.
        """
        if self.report and self.report.graph:
            self._by_graph(message, self.report.graph)
            return
        smtp = self.report.smtp if self.report else None
        if smtp is None:
            raise nobody(self.inspection, sending=True)
        authority = self.inspection.root / smtp.ca_file if smtp.ca_file else None
        server = Server(smtp.host, smtp.port, smtp.user, authority)
        question = f"Password of {smtp.user} at {smtp.host}"
        password = self.env.secrets.get("SMTP_PASSWORD", question) if smtp.user else None
        post(message, to, server, password)

    def _by_graph(self, message: EmailMessage, graph: GraphMail) -> None:
        from ..delivery.graph import GRAPH, Bearer
        from ..delivery.graph_mail import send
        from ..delivery.http import Site
        from ..delivery.microsoft import Tokens

        def file(name: str) -> Path | None:
            return self.inspection.root / name if name else None

        certificate = file(graph.certificate)
        question = f"Secret of the application {graph.client_id}"
        secret = None if certificate else self.env.secrets.get("GRAPH_SECRET", question)
        if not (secret or certificate):
            fix = "set JTAI_SUBMIT_GRAPH_SECRET, or give certificate: under report: graph:"
            message_ = "the application that sends mail has neither a secret nor a certificate"
            raise Refused(DELIVERY["P015"].problem(message_, fix))
        tokens = Tokens(
            graph.tenant,
            graph.client_id,
            secret=secret,
            certificate=certificate,
            say=self.env.progress.say,
            variable="JTAI_SUBMIT_GRAPH_SECRET",
        )
        line = Site(GRAPH, ca_file=file(graph.ca_file), auth=Bearer(tokens))
        try:
            send(message, self.sender, line)
        finally:
            line.close()


def mailing(inspection: Inspection, env: Environment, *, sending: bool) -> Mailing:
    """Raises `Unusable` (P018) where something is to be sent and no server is named."""
    report = inspection.submission.report
    if sending and not (report and sends(report)):
        raise nobody(inspection, sending=True)
    return Mailing(inspection, report, env)


def sends(report: Report) -> bool:
    """Whether it is said how emails go; by Graph only from a mailbox that is named. Raises
    `Unusable` (P018) where two ways are.
    """
    if report.smtp and report.graph:
        fix = "keep one of the two: jtai-submit report set --smtp … or --graph …"
        message = "submission.yaml names a mail server and Microsoft Graph for the same emails"
        raise Unusable(DELIVERY["P018"].problem(message, fix, "submission.yaml"))
    return bool(report.smtp or (report.graph and report.sender))


def nobody(inspection: Inspection, *, sending: bool) -> Unusable:
    """P018: to whom, or through what, is not said."""
    through = ", and through which server" if sending else ""
    fix = "say it: jtai-submit report set --to ADDRESS --smtp host=SERVER --smtp user=NAME"
    report = inspection.submission.report
    if sending and report and report.graph and not report.sender:
        fix = "name the mailbox that it is sent from: jtai-submit report set --from ADDRESS"
    message = f"submission.yaml does not say where the report is emailed to{through}"
    where = str(inspection.root / "submission.yaml")
    return Unusable(DELIVERY["P018"].problem(message, fix, where))
