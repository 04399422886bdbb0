"""One letter to the lead of each agency that owes something; never twice a day unless asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from pathlib import Path

from ..delivery.codes import CODES as DELIVERY
from ..errors import Exit, Problem, Refused
from ..inspection.sendings import ChasedStanding
from ..inspection.standing import Standing
from ..pipeline.environment import Environment
from ..pipeline.judge import check
from ..pipeline.survey import Selection
from ..reporting import letterbook
from ..reporting.letters import Letter, compose, letters
from ..storage import write_atomically
from .mailing import Mailing, mailing
from .opening import opened
from .output import output

BOOK = "letters.json"
_THIS_ONE = {"P017", "P023"}  # an address that is none, a message that is not taken


class Fate(StrEnum):
    """What became of a letter."""

    SENT = "sent"
    WRITTEN = "written"
    SHOWN = "shown"
    TODAY = "today"  # one went today already
    NO_ADDRESS = "no-address"
    REFUSED = "refused"  # the mail server does not take this one; the others go


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters, and where they go: through the mail server, or `eml` (a folder)."""

    agency: str = ""
    dry_run: bool = False
    eml: Path | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """One letter and what became of it."""

    letter: Letter
    message: EmailMessage
    fate: Fate
    file: Path | None = None
    why: str = ""

    def to_dict(self) -> dict[str, object]:
        return {
            "agency": self.letter.owner,
            "to": self.letter.contact.email or None,
            "owed": [report.slot.id for report in self.letter.owed],
            "status": self.fate.value,
            "file": str(self.file) if self.file else None,
        }


@dataclass(frozen=True, slots=True)
class Chased:
    standing: Standing
    letters: tuple[Written, ...]

    @property
    def exit(self) -> Exit:
        fates = {each.fate for each in self.letters}
        if Fate.REFUSED not in fates:
            return Exit.OK
        return Exit.PARTLY_SENT if Fate.SENT in fates else Exit.REFUSED

    @property
    def problems(self) -> Sequence[Problem]:
        said = {Fate.NO_ADDRESS: _nowhere, Fate.REFUSED: _not_taken}
        return tuple(said[each.fate](each) for each in self.letters if each.fate in said)

    def to_dict(self) -> Mapping[str, object]:
        return {"letters": [each.to_dict() for each in self.letters]}


def chase(directory: Path, wanted: Wanted, env: Environment) -> Chased:
    """Write to everybody who owes something, and keep that in `.jtai/letters.json`.

    Raises `Usage` (M015), `Unusable` (P018), and what a mail server answers; letters that went
    before it did are kept, and do not go again.
    """
    inspection = opened(directory)
    if wanted.eml:
        output(wanted.eml / "letter.eml", "letter.eml")
    by_mail = not wanted.dry_run and wanted.eml is None
    through = mailing(inspection, env, sending=by_mail)
    standing = check(inspection, Selection(wanted.agency, so_far=True), env)
    book = inspection.own / BOOK
    earlier = letterbook.load(book)
    done = []
    for letter in letters(standing):
        message = compose(letter, standing, through.sender, draft=wanted.eml is not None)
        written = _write(letter, message, wanted, earlier, standing, through)
        done.append(written)
        if written.fate in (Fate.SENT, Fate.WRITTEN):
            contact = letter.contact
            to = contact.lead or contact.agency
            sent = written.fate is Fate.SENT
            letterbook.add(book, ChasedStanding(letter.owner, to, standing.now, sent))
    return Chased(standing, tuple(done))


def with_letters(standing: Standing, own: Path) -> Standing:
    """The standing with the last letter to each agency."""
    return replace(standing, chased=letterbook.last(letterbook.known(own / BOOK)))


def _write(
    letter: Letter,
    message: EmailMessage,
    wanted: Wanted,
    earlier: Sequence[ChasedStanding],
    standing: Standing,
    through: Mailing,
) -> Written:
    today = letterbook.written_today(standing.now, letter.owner, earlier)
    if today and not wanted.again:
        return Written(letter, message, Fate.TODAY)
    if wanted.dry_run:
        return Written(letter, message, Fate.SHOWN)
    if wanted.eml:
        file = wanted.eml / f"{letter.owner}.eml"
        write_atomically(file, message.as_bytes(policy=SMTP), 0o600)
        return Written(letter, message, Fate.WRITTEN, file)
    address = letter.contact.email
    if not address:
        return Written(letter, message, Fate.NO_ADDRESS)
    try:
        through.send(message, (address,))
    except Refused as e:
        if {problem.code for problem in e.problems} <= _THIS_ONE:
            return Written(letter, message, Fate.REFUSED, why=e.problems[0].message)
        raise  # nor would it take the next
    return Written(letter, message, Fate.SENT)


def _not_taken(each: Written) -> Problem:
    owner = each.letter.owner
    fix = f"ring, or correct the address: jtai-submit agency set {owner} --email ADDRESS"
    return DELIVERY["P017"].problem(each.why, fix, each.letter.contact.agency)


def _nowhere(each: Written) -> Problem:
    letter = each.letter
    fix = f"ring, or name an address: jtai-submit agency set {letter.owner} --email ADDRESS"
    return Problem("P018", f"no email address is known for {letter.contact.agency}", fix)
