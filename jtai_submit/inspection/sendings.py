"""What went out, as a Standing tells it: packs, what went by mistake, letters to agencies."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class WithdrawnStanding:
    """What went by mistake for one slot. `told`: a receipt has told the people who hold it."""

    slot: str
    because: str
    by: str
    at: datetime
    told: bool


@dataclass(frozen=True, slots=True)
class SentStanding:
    """One pack that arrived. `title`: its agency's or child's; `verified`: by what."""

    title: str
    deadline: str
    version: int
    files: int
    at: datetime
    verified: str
    slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChasedStanding:
    """A letter to the lead of an agency (`owner`, its slug) about what is owed.

    `sent`: through a mail server; otherwise written to a file for a mail program.
    """

    owner: str
    to: str
    at: datetime
    sent: bool = True
