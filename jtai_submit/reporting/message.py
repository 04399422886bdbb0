"""The completeness report as an email to the director: three lines for a telephone, then the counts, then who owes what.

Never a document, never the name of a file: those stand in the attached page, for the people who need them.
"""

import textwrap
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from ..inspection.slots.slots import State
from ..inspection.standing import Completeness, SlotReport, verdict, worst_first
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


def compose(picture: Completeness, sender: str, to: tuple[str, ...]) -> EmailMessage:
    """The message: a text, the same as HTML, and the whole page attached. Its subject holds no id and no title."""
    message = EmailMessage()
    message["Subject"] = subject(picture)
    message["From"] = Address("jtai-submit", addr_spec=sender)
    message["To"] = ", ".join(to)
    message["Date"] = format_datetime(picture.now)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answers from people who are away
    message["Sensitivity"] = "Company-Confidential"
    facts = _facts(picture)
    message.set_content(_text(facts), cte="quoted-printable")
    message.add_alternative(render("email.html", **facts), subtype="html", cte="quoted-printable")
    page = report_html(picture).encode()
    message.add_attachment(page, maintype="text", subtype="html", filename="completeness-report.html")
    return message


def subject(picture: Completeness) -> str:
    have, owed = picture.in_hand
    due = picture.next_deadline
    until = f", due {spoken_day(due.due.date())}" if due else ""
    return f"{MARKING}: {'complete' if picture.ready else 'not complete'}, {have} of {owed} in{until}"


def _facts(picture: Completeness) -> dict[str, object]:
    due = picture.next_deadline
    owed = [_owed(picture, report) for report in worst_first(picture.failing)]
    exempt = [r for r in picture.slots if r.state is State.NOT_APPLICABLE]
    return {
        "marking": MARKING,
        "verdict": verdict(picture),
        "ready": picture.ready,
        "late": _late(picture),
        "due": f"{due.title}: {spoken(due.due)}" if due else "No deadline lies ahead.",
        "counts": [_count(title, reports) for title, reports in picture.groups()],
        "owed": owed[:ROWS],
        "more": max(0, len(owed) - ROWS),
        "exempt": [(_what(r), r.reason, r.by) for r in exempt[:ROWS]],
        "made": f"{picture.inspection.submission.area}, {picture.inspection.manifest.title}. Made {spoken(picture.now)}.",
    }


def _what(report: SlotReport) -> str:
    slot = report.slot
    return f"Child {slot.child}: {slot.title}" if slot.child else f"{slot.id} {slot.title}"


def _owed(picture: Completeness, report: SlotReport) -> Owed:
    expected = spoken_day(report.expected) if report.expected else ""
    state = report.shown(picture.now.date())
    return Owed(_what(report), state, picture.owner_title(report.slot), picture.lead(report.slot), expected)


def _count(title: str, reports: list[SlotReport]) -> Count:
    due = [report for report in reports if report.state is not State.NOT_DUE_YET]
    bad = [report.state for report in due if report.state.fails]
    return Count(title, len(due) - len(bad), len(due), bad.count(State.PROBLEM), len(bad) - bad.count(State.PROBLEM))


def _late(picture: Completeness) -> str:
    """Who owes most, and whom to ring."""
    owing: dict[str, tuple[int, str]] = {}
    for report in picture.failing:
        owner = picture.owner_title(report.slot)
        owing[owner] = (owing.get(owner, (0, ""))[0] + 1, picture.lead(report.slot))
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
