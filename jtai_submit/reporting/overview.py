"""What a director reads first: on course or not, who is late and whom to ring, what is sent.

Made from a Standing alone, and shown alike at the top of the page and in the email.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ..inspection.finding import FileSummary, Finding
from ..inspection.sendings import ChasedStanding
from ..inspection.slots.interface import State
from ..inspection.standing import Contact, SlotStanding, Standing, worst_first
from ..words import counted, duration, spoken, spoken_day
from .decisions import Decision, decisions, is_late, to_bring
from .sending import Sending, said, sending

_NOTEWORTHY = timedelta(minutes=5)  # of sending: less is nothing to plan for
_NAMED = 3  # of what one person owes, in a line


class Course(StrEnum):
    """How it goes, in the words that stand on top."""

    SENT = "Sent"
    PARTLY_SENT = "Sent in part"
    READY = "Ready to send"
    ON = "On course"
    UNSURE = "Not certain yet"
    OFF = "Not on course"

    @property
    def good(self) -> bool:
        return self in (Course.SENT, Course.READY, Course.ON)


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many are in, promised in time, without a day, and late or promised too late."""

    have: int
    owed: int
    promised: tuple[tuple[date, int], ...]  # by day
    undated: int
    late: int
    arrival: str = ""  # when what is in can be there
    too_slow: bool = False  # that would be after the deadline

    @property
    def lines(self) -> tuple[str, ...]:
        parts = [f"{self.have} of {self.owed} in"]
        parts += [f"{count} promised for {spoken_day(day)}" for day, count in self.promised]
        parts += [f"{self.undated} without a promised day"] * bool(self.undated)
        parts += [f"{self.late} overdue, or promised too late"] * bool(self.late)
        return tuple(parts)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with some documents of one thing owed, and what to do. Names no document."""

    what: str
    to_do: str


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that is missing, has a problem, or was changed since it was sent."""

    what: str
    state: str
    due: str
    troubles: tuple[Trouble, ...]
    to_do: str


@dataclass(frozen=True, slots=True)
class Owing:
    """One agency that owes something: whom to ring, what it is, and when we last wrote."""

    contact: Contact
    owed: tuple[Owed, ...]
    missing: int
    problems: int
    chased: str

    @property
    def to_do(self) -> str:
        """What every missing document needs."""
        each = "each" if self.missing > 1 else "it"
        words = f"Put {each} into its folder; or say that there is none, and why."
        return words if self.missing else ""

    @property
    def tel(self) -> str:
        """The number as a telephone takes it (RFC 3966: digits, and a plus in front)."""
        return dialled(self.contact.phone)

    @property
    def words(self) -> str:
        parts = [f"{self.missing} missing"] * bool(self.missing)
        parts += [f"{self.problems} with a problem"] * bool(self.problems)
        return ", ".join(parts)

    @property
    def first(self) -> str:
        """What is owed in a line, where it is little."""
        return "; ".join(each.what for each in self.owed) if len(self.owed) <= _NAMED else ""


@dataclass(frozen=True, slots=True)
class Overview:
    """The top of the report."""

    course: Course
    verdict: str
    due: str
    forecast: Forecast
    owing: tuple[Owing, ...]
    decisions: tuple[Decision, ...]
    sending: Sending


def overview(standing: Standing) -> Overview:
    forecast = _forecast(standing)
    due = standing.next_deadline
    passed = "No deadline lies ahead." if not standing.failing else "The deadline has passed."
    return Overview(
        course=_course(standing, forecast),
        verdict=standing.verdict,
        due=f"{due.title}: {spoken(due.due)}" if due else passed,
        forecast=forecast,
        owing=_owing(standing),
        decisions=decisions(standing),
        sending=sending(standing),
    )


def waited_for(standing: Standing) -> list[SlotStanding]:
    """What somebody still has to bring or to mend; not what is only to be sent again."""
    return [report for report in standing.failing if to_bring(report)]


def by_owner(standing: Standing) -> list[tuple[str, list[SlotStanding]]]:
    """What is waited for, by the slug of the agency that gathers it; who owes most comes first."""
    owing: dict[str, list[SlotStanding]] = {}
    for report in worst_first(waited_for(standing)):
        owing.setdefault(report.slot.owner, []).append(report)
    return sorted(owing.items(), key=lambda each: -len(each[1]))


def dialled(phone: str) -> str:
    digits = "".join(ch for ch in phone if ch in "0123456789")
    return f"+{digits}" if phone.strip().startswith("+") else digits


def troubles(files: Sequence[FileSummary]) -> tuple[Trouble, ...]:
    """What keeps documents from being sent: the rule book's words, and how many documents."""
    found: dict[tuple[str, str], int] = {}
    for file in files:
        for finding in {f.code: f for f in file.findings if f.blocks}.values():
            key = (_titled(finding), finding.fix)
            found[key] = found.get(key, 0) + 1
    many = counted(len(files), "document")
    counts = ((f"{title}: {n} of {many}", fix) for (title, fix), n in found.items())
    return tuple(Trouble(what, fix) for what, fix in counts)


def _titled(finding: Finding) -> str:
    return f"{finding.title or finding.message} ({finding.code})"


def _forecast(standing: Standing) -> Forecast:
    have, owed = standing.in_hand
    promised: dict[date, int] = {}
    undated = late = 0
    for report in waited_for(standing):
        if is_late(report, standing):
            late += 1
        elif report.expected:
            promised[report.expected] = promised.get(report.expected, 0) + 1
        else:
            undated += 1
    arrival, too_slow = _arrival(standing)
    days = tuple(sorted(promised.items()))
    return Forecast(have, owed, days, undated, late, arrival, too_slow)


def _arrival(standing: Standing) -> tuple[str, bool]:
    """When what is in would be there if it were sent now, and whether that is after the
    deadline.
    """
    takes = timedelta(seconds=standing.sending_takes)
    if takes < _NOTEWORTHY:
        return "", False
    there, due = standing.now + takes, standing.next_deadline
    when = f"{there:%H:%M}" if there.date() == standing.now.date() else spoken(there)
    late = due is not None and there > due.due
    words = f"Sent now, all that is in is there not before {when}"
    after = ", after the deadline" * late
    return f"{words}{after}: it takes {duration(takes)}, as fast as the last push went.", late


def _course(standing: Standing, forecast: Forecast) -> Course:
    waiting = bool(waited_for(standing))
    unsent = any(r.state in (State.PROVIDED, State.CHANGED) for r in standing.slots)
    if standing.sent and not waiting and not unsent:
        return Course.SENT
    if forecast.too_slow:
        return Course.OFF
    if not waiting and forecast.owed:
        return Course.PARTLY_SENT if standing.sent else Course.READY
    if forecast.late:
        return Course.OFF
    return Course.UNSURE if forecast.undated else Course.ON


def _owing(standing: Standing) -> tuple[Owing, ...]:
    return tuple(_owing_of(owner, reports, standing) for owner, reports in by_owner(standing))


def _owing_of(owner: str, reports: list[SlotStanding], standing: Standing) -> Owing:
    problems = sum(report.state is State.PROBLEM for report in reports)
    letters = [each for each in standing.chased if each.owner == owner]
    return Owing(
        contact=reports[0].contact,
        owed=tuple(_owed(report, standing) for report in reports),
        missing=len(reports) - problems,
        problems=problems,
        chased=_chased(letters[-1], standing) if letters else "",
    )


def _chased(letter: ChasedStanding, standing: Standing) -> str:
    when = said(letter.at, standing)
    if letter.sent:
        return f"A letter went to {letter.to} on {when}."
    return f"A letter to {letter.to} was written on {when}, to be sent by hand."


def _owed(report: SlotStanding, standing: Standing) -> Owed:
    return Owed(
        what=report.slot.shown,
        state=report.shown(standing.now.date()),
        due=spoken(report.due),
        troubles=troubles(report.files),
        to_do=_to_do(report),
    )


def _to_do(report: SlotStanding) -> str:
    """What just this needs; what every missing document needs is said once for all."""
    if report.gone:
        return "Put it back; or withdraw it, if it went by mistake."
    if report.slot.kind == "children":
        return "Add the children whom the inspectors chose."
    return ""
