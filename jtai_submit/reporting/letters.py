"""One letter to the lead of an agency: only what that agency owes, in plain words.

A letter names no document: names of files tell too much for a mailbox.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from ..inspection.slots.interface import State
from ..inspection.standing import Contact, SlotStanding, Standing
from ..inspection.timetable import Due
from ..words import counted, spoken, spoken_day
from .calendar import Dates, calendar
from .message import MARKING
from .overview import by_owner, troubles
from .plain import heading, wrapped


@dataclass(frozen=True, slots=True)
class Letter:
    """To the lead of one agency (`owner`, its slug), about what it owes."""

    owner: str
    contact: Contact
    owed: tuple[SlotStanding, ...]

    @property
    def deadlines(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(report.slot.deadline for report in self.owed))


def letters(standing: Standing) -> list[Letter]:
    """One for each agency that owes something; who owes most comes first."""
    return [Letter(o, reports[0].contact, tuple(reports)) for o, reports in by_owner(standing)]


def compose(
    letter: Letter,
    standing: Standing,
    sender: str,
    *,
    draft: bool = False,
) -> EmailMessage:
    """The letter with its deadlines as a calendar file. Its subject holds no id and no title."""
    message = EmailMessage()
    message["Subject"] = _subject(letter, standing)
    message["From"] = Address("jtai-submit", addr_spec=sender)
    if letter.contact.email:
        message["To"] = letter.contact.email
    if standing.coordinator.email:
        message["Reply-To"] = standing.coordinator.email
    message["Date"] = format_datetime(standing.now)
    text = letter_text(letter, standing)
    digest = hashlib.sha256(f"{standing.now.isoformat()}\n{text}".encode()).hexdigest()
    message["Message-ID"] = f"<{digest[:40]}@{sender.rpartition('@')[2]}>"
    if draft:
        message["X-Unsent"] = "1"  # classic Outlook opens such a file as a draft
    message.set_content(text, cte="quoted-printable")
    dues = tuple(_dues(letter, standing))
    year = standing.deadlines[0].due.year if standing.deadlines else standing.now.year
    dates = Dates(standing.area, standing.manifest, standing.theme, year, dues, (), None, {})
    ics = calendar(dates, standing.now)
    message.add_attachment(ics, maintype="text", subtype="calendar", filename="deadline.ics")
    return message


def letter_text(letter: Letter, standing: Standing) -> str:
    return wrapped(_lines(letter, standing))


def _subject(letter: Letter, standing: Standing) -> str:
    due = min(report.due for report in letter.owed)
    things = counted(len(letter.owed), "document is", "documents are")
    until = "overdue" if due < standing.now else f"due {spoken_day(due.date())}"
    return f"{MARKING}: {things} still to come from you, {until}"


def _dues(letter: Letter, standing: Standing) -> list[Due]:
    return [due for due in standing.deadlines if due.id in letter.deadlines]


def _lines(letter: Letter, standing: Standing) -> Iterator[str]:
    yield from (MARKING, "")
    yield f"To {letter.contact.lead or letter.contact.agency}"
    yield ""
    owed = len(letter.owed)
    yield (
        f"Inspectors asked {standing.area} for documents ({standing.theme}). "
        f"{owed} of them {'is' if owed == 1 else 'are'} still to come from {letter.contact.agency}."
    )
    yield ""
    for due in _dues(letter, standing):
        passed = " This has passed." if due.due < standing.now else ""
        day = f"{spoken_day(due.due.date())} {due.due.year}"
        yield f"{due.title}: {day}, {due.due:%H:%M}.{passed}"
    problems = [report for report in letter.owed if report.state is State.PROBLEM]
    missing = [report for report in letter.owed if report.state is not State.PROBLEM]
    yield from _part("Missing", missing, standing)
    yield from _part("With a problem", problems, standing)
    yield from heading("If there is none")
    yield "Say so, and why: inspectors read the reason. Nothing that is blank counts as complete."
    yield from heading("How to hand it over")
    yield (
        "Put each document into its folder. Do not send documents by email: "
        "they are about children, and a mailbox is not the place for them."
    )
    yield from _whom_to_ring(standing.coordinator)
    yield from ("", f"Written {spoken(standing.now)}. The deadline is attached for your calendar.")


def _part(title: str, reports: Sequence[SlotStanding], standing: Standing) -> Iterator[str]:
    if not reports:
        return
    yield from heading(title)
    for report in reports:
        yield f"* {report.slot.shown}: {report.shown(standing.now.date())}"
        yield f"  What is asked for: {report.slot.text}"
        if report.slot.look_back:
            yield f"  From the last {report.slot.look_back} months before the inspection."
        yield f"  Its folder: documents/{report.slot.folder}"
        for trouble in troubles(report.files):
            yield f"  The problem: {trouble.what}. {trouble.to_do}"
        yield ""


def _whom_to_ring(coordinator: Contact) -> Iterator[str]:
    yield from heading("Whom to ring")
    yield f"{coordinator.ring or coordinator.agency}, who coordinates this inspection."
    if coordinator.email:
        yield f"Or write to {coordinator.email}."
