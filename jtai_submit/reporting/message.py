"""The completeness report as an email to the director: three lines for a telephone, then the counts, then who owes what.

Never a document, never the name of a file: those stand in the attached page, for the people who need them.
"""

import textwrap
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from ..inspection.slots.interface import State
from ..inspection.standing import SlotStanding, Standing, worst_first
from ..words import spoken, spoken_day
from .pages import render, report_html

MARKING = "OFFICIAL-SENSITIVE"
ROWS = 60  # of what is owed; mail programs cut a message at about 100 KB
LARGEST = 100_000  # bytes of text and HTML together


@dataclass(frozen=True, slots=True)
class Owed:
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
        bad = [f"{self.problems} with a problem"] * bool(self.problems) + [f"{self.missing} missing"] * bool(
            self.missing
        )
        return f"{self.have} of {self.owed}" + (f" ({', '.join(bad)})" if bad else "")


def compose(standing: Standing, sender: str, to: tuple[str, ...]) -> EmailMessage:
    """The message: a text, the same as HTML, and the whole page attached. Its subject holds no id and no title."""
    message = EmailMessage()
    message["Subject"] = subject(standing)
    message["From"] = Address("jtai-submit", addr_spec=sender)
    message["To"] = ", ".join(to)
    message["Date"] = format_datetime(standing.now)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answers from people who are away
    message["Sensitivity"] = "Company-Confidential"
    facts = _facts(standing)
    message.set_content(_text(facts), cte="quoted-printable")
    message.add_alternative(render("email.html", **facts), subtype="html", cte="quoted-printable")
    page = report_html(standing).encode()
    message.add_attachment(page, maintype="text", subtype="html", filename="completeness-report.html")
    return message


def subject(standing: Standing) -> str:
    have, owed = standing.in_hand
    due = standing.next_deadline
    until = f", due {spoken_day(due.due.date())}" if due else ""
    return f"{MARKING}: {'complete' if standing.ready else 'not complete'}, {have} of {owed} in{until}"


def _facts(standing: Standing) -> dict[str, object]:
    due = standing.next_deadline
    owed = [_owed(standing, report) for report in worst_first(standing.failing)]
    exempt = [r for r in standing.slots if r.state is State.NOT_APPLICABLE]
    return {
        "marking": MARKING,
        "verdict": standing.verdict,
        "ready": standing.ready,
        "late": _late(standing),
        "due": f"{due.title}: {spoken(due.due)}" if due else "No deadline lies ahead.",
        "counts": [_count(title, reports) for title, reports in standing.groups()],
        "owed": owed[:ROWS],
        "more": max(0, len(owed) - ROWS),
        "exempt": [(_what(r), r.reason, r.by) for r in exempt[:ROWS]],
        "made": f"{standing.area}, {standing.theme}. Made {spoken(standing.now)}.",
    }


def _what(report: SlotStanding) -> str:
    slot = report.slot
    return f"Child {slot.child}: {slot.title}" if slot.child else f"{slot.id} {slot.title}"


def _owed(standing: Standing, report: SlotStanding) -> Owed:
    expected = spoken_day(report.expected) if report.expected else ""
    state = report.shown(standing.now.date())
    return Owed(_what(report), state, report.contact.agency, report.contact.ring, expected)


def _count(title: str, reports: list[SlotStanding]) -> Count:
    due = [report for report in reports if report.state is not State.NOT_DUE_YET]
    bad = [report.state for report in due if report.state.fails]
    return Count(title, len(due) - len(bad), len(due), bad.count(State.PROBLEM), len(bad) - bad.count(State.PROBLEM))


def _late(standing: Standing) -> str:
    """Who owes most, and whom to ring."""
    owing: dict[str, tuple[int, str]] = {}
    for report in standing.failing:
        owner = report.contact.agency
        owing[owner] = (owing.get(owner, (0, ""))[0] + 1, report.contact.ring)
    worst = sorted(owing.items(), key=lambda item: -item[1][0])[:3]
    said = [f"{owner}, {count}{': ring ' + lead if lead else ''}" for owner, (count, lead) in worst]
    return f"Waiting for {'; '.join(said)}." if said else "Nobody owes anything."


def _text(facts: dict[str, object]) -> str:
    lines = [str(facts["marking"]), "", str(facts["verdict"]), str(facts["late"]), str(facts["due"]), ""]
    lines += [f"{count.title}: {count.words}" for count in _list(facts["counts"])]
    if facts["owed"]:
        lines += ["", "MISSING OR WITH A PROBLEM", ""]
    for owed in _list(facts["owed"]):
        lines.append(f"* {owed.what}: {owed.state}")
        lines.append(
            f"  {owed.owner}{', ' + owed.ring if owed.ring else ''}{'. Expected ' + owed.expected if owed.expected else ''}"
        )
    if facts["more"]:
        lines.append(f"and {facts['more']} more: see the attached page")
    if facts["exempt"]:
        lines += ["", "NOT APPLICABLE", ""]
    lines += [f"* {what}: {reason} ({by})" for what, reason, by in _list(facts["exempt"])]
    lines += ["", str(facts["made"]), "The whole report is attached. No document is."]
    return (
        "\n".join(wrapped for line in lines for wrapped in textwrap.wrap(line, 76, subsequent_indent="  ") or [""])
        + "\n"
    )


def _list(value: object) -> list:  # type: ignore[type-arg]
    return list(value) if isinstance(value, list) else []
