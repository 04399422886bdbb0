"""The completeness report as an email: the same top as the page, then who owes what.

Never a document, never the name of a file. The whole page is attached.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from ..inspection.slots.interface import State
from ..inspection.standing import SlotStanding, Standing, worst_first
from ..words import spoken, spoken_day
from .history import Counted
from .overview import Course, Overview, overview
from .pages import render, report_html
from .plain import bulleted, heading, wrapped

MARKING = "OFFICIAL-SENSITIVE"
ATTACHED = "completeness-report.html"
ROWS = 60  # of what is owed; mail programs cut a message at about 100 KB
LARGEST = 100_000  # bytes of text and HTML together
_LONG = 300  # characters of what a person wrote; the page has it whole


@dataclass(frozen=True, slots=True)
class Sender:
    """Who it comes from, to whom it goes, and who gets a copy: email addresses."""

    address: str
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.to, *self.cc)))


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is missing or has a problem."""

    what: str
    state: str
    owner: str
    ring: str
    expected: str


@dataclass(frozen=True, slots=True)
class Count:
    """How one agency or child stands."""

    title: str
    have: int
    owed: int
    problems: int
    missing: int

    @property
    def words(self) -> str:
        bad = [f"{self.problems} with a problem"] * bool(self.problems)
        bad += [f"{self.missing} missing"] * bool(self.missing)
        return f"{self.have} of {self.owed}" + (f" ({', '.join(bad)})" if bad else "")


@dataclass(frozen=True, slots=True)
class Body:
    """What the email says, once as text and once as HTML."""

    marking: str
    top: Overview
    counts: tuple[Count, ...]
    rows: tuple[Row, ...]
    more: int
    exempt: tuple[str, ...]
    made: str


def compose(
    standing: Standing, sender: Sender, earlier: Sequence[Counted] = (), *, draft: bool = False
) -> EmailMessage:
    """A text, the same as HTML, and the page attached. The subject holds no id and no title.

    `draft` is for a file that a mail program opens to be sent by a person.
    """
    body = _body(standing)
    message = EmailMessage()
    message["Subject"] = subject(standing)
    message["From"] = Address("jtai-submit", addr_spec=sender.address)
    message["To"] = ", ".join(sender.to)
    if sender.cc:
        message["Cc"] = ", ".join(sender.cc)
    message["Date"] = format_datetime(standing.now)
    message["Message-ID"] = _message_id(body, standing, sender)
    message["Sensitivity"] = "Company-Confidential"  # RFC 4021, 2.1.55
    if draft:
        message["X-Unsent"] = "1"  # classic Outlook opens such a file as a draft
    else:
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answers from people away
    message.set_content(_text(body), cte="quoted-printable")
    html = render("email.html", body=body, top=body.top)
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    page = report_html(standing, earlier).encode()
    message.add_attachment(page, maintype="text", subtype="html", filename=ATTACHED)
    return message


def subject(standing: Standing) -> str:
    """The marking, how it stands, how many, until when."""
    have, owed = standing.in_hand
    due = standing.next_deadline
    until = f", due {spoken_day(due.due.date())}" if due else ""
    course = overview(standing).course
    word = "complete" if standing.ready else "not complete"
    if course in (Course.SENT, Course.PARTLY_SENT) and standing.ready:
        word = course.lower()
    return f"{MARKING}: {word}, {have} of {owed} in{until}"


def _message_id(body: Body, standing: Standing, sender: Sender) -> str:
    """The same for the same content to the same people on one day: a resend does not double.

    Mail servers and programs show a message of a known id once (RFC 5322, 3.6.4).
    """
    stable = (standing.now.date().isoformat(), subject(standing), *sender.everybody)
    content = "\n".join((*stable, *_lines(body)))
    host = sender.address.rpartition("@")[2]
    return f"<{hashlib.sha256(content.encode()).hexdigest()[:40]}@{host}>"


def _body(standing: Standing) -> Body:
    owed = [_row(standing, report) for report in worst_first(standing.failing)]
    exempt = [r for r in standing.slots if r.state is State.NOT_APPLICABLE]
    return Body(
        marking=MARKING,
        top=overview(standing),
        counts=tuple(_count(title, reports) for title, reports in standing.groups()),
        rows=tuple(owed[:ROWS]),
        more=max(0, len(owed) - ROWS),
        exempt=tuple(f"{r.slot.shown}: {_short(r.reason)} ({r.by})" for r in exempt[:ROWS]),
        made=f"{standing.area}, {standing.theme}. Made {spoken(standing.now)}.",
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _row(standing: Standing, report: SlotStanding) -> Row:
    expected = spoken_day(report.expected) if report.expected else ""
    state = report.shown(standing.now.date())
    contact = report.contact
    said = "" if state.startswith("Expected") else expected
    return Row(report.slot.shown, state, contact.agency, contact.ring, said)


def _count(title: str, reports: list[SlotStanding]) -> Count:
    due = [report for report in reports if report.state is not State.NOT_DUE_YET]
    bad = [report.state for report in due if report.state.fails]
    problems = bad.count(State.PROBLEM)
    return Count(title, len(due) - len(bad), len(due), problems, len(bad) - problems)


def _text(body: Body) -> str:
    end = (body.made, "The whole report is attached. No document is.")
    return wrapped((*_lines(body), "", *end))


def _lines(body: Body) -> list[str]:
    """Everything but the moment at which it was made."""
    top = body.top
    lines = [body.marking, "", top.course.value, top.verdict, top.due]
    lines += ["; ".join(top.forecast.lines)] * bool(top.owing)
    lines += [top.forecast.arrival] * bool(top.forecast.arrival)
    lines += heading("Whom to ring")
    for owing in top.owing:
        ring = f": ring {owing.contact.ring}" if owing.contact.ring else ""
        lines += bulleted(f"{owing.contact.agency}, {owing.words}{ring}", owing.chased)
    lines += [] if top.owing else ["Nobody owes anything."]
    lines += heading("What you decide, by when")
    for each in top.decisions:
        lines += bulleted(f"{each.until}: {each.question}", each.about)
    lines += [] if top.decisions else ["Nothing now."]
    lines += [*heading("Sent or not"), top.sending.summary]
    lines += [top.sending.to_send] * bool(top.sending.to_send)
    for gone in top.sending.withdrawn:
        lines += bulleted(f"Withdrawn: {gone.what}", f"{_short(gone.why)}. {gone.told}")
    lines += heading("Agencies and children")
    lines += [f"{count.title}: {count.words}" for count in body.counts]
    return lines + _details(body)


def _details(body: Body) -> list[str]:
    lines = heading("Missing or with a problem") if body.rows else []
    for row in body.rows:
        who = f"{row.owner}, {row.ring}" if row.ring else row.owner
        until = f". Expected {row.expected}" if row.expected else ""
        lines += bulleted(f"{row.what}: {row.state}", f"{who}{until}")
    lines += [f"and {body.more} more: see the attached page"] * bool(body.more)
    lines += heading("Not applicable") if body.exempt else []
    for each in body.exempt:
        lines += bulleted(each)
    return lines
