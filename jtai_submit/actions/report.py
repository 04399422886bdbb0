"""The completeness report: as a page, as an email, or as a file that a mail program sends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from ..errors import Exit, Problem, Usage
from ..inspection.inspection import Inspection
from ..inspection.mail import Report
from ..inspection.standing import Standing
from ..pipeline.environment import Environment
from ..pipeline.judge import check
from ..pipeline.survey import Selection
from ..reporting import history
from ..reporting.message import Sender, compose
from ..reporting.pages import report_html
from ..storage import PUBLIC, write_atomically
from .chase import with_letters
from .mailing import Mailing, nobody, sends
from .opening import opened
from .output import output

PAGE = Path("completeness-report.html")
HISTORY = "report-history.json"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the report goes: a page, an email to the people under `report:`, a file of
    that email.
    """

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
    """Write and send the report. Raises `Usage`, `Unusable` (P018), and what a mail
    server answers.
    """
    if wanted.dry_run and not wanted.email:
        raise Usage(Problem("", "--dry-run shows an email", "add --email", "--dry-run"))
    inspection = opened(directory)
    for place, example in ((wanted.page, "report.html"), (wanted.eml, "report.eml")):
        if place:
            output(place, example)
    somebody = _somebody(inspection, wanted) if wanted.email or wanted.eml else None
    standing = with_letters(check(inspection, Selection(agency, so_far=True), env), inspection.own)
    book = inspection.own / HISTORY
    earlier = () if agency else history.load(book)
    if wanted.page:
        write_atomically(wanted.page, report_html(standing, earlier).encode(), PUBLIC)
    if not (agency or wanted.dry_run):
        history.save(book, earlier, history.counted_now(standing))
    if somebody is None:
        return Reported(standing, wanted, None, ())
    sender = Sender(somebody.from_address, somebody.to, somebody.cc)
    message = compose(standing, sender, earlier)
    if wanted.eml:
        draft = compose(standing, sender, earlier, draft=True)
        write_atomically(wanted.eml, draft.as_bytes(policy=SMTP), PUBLIC)
    if wanted.email and not wanted.dry_run:
        Mailing(inspection, somebody, env).send(message, sender.everybody)
    return Reported(standing, wanted, message, sender.everybody)


def _somebody(inspection: Inspection, wanted: Wanted) -> Report:
    somebody = inspection.submission.report
    if somebody and somebody.to and (sends(somebody) or not wanted.email):
        return somebody
    raise nobody(inspection, sending=wanted.email)
