"""Approval: what each lead signed off and the director let go, and where that stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import Field

from ..manifest.base import Model
from ..manifest.models import Slug

SIGN_OFF, RELEASE = "sign-off", "release"


class Approval(Model):
    """Whether people approve before anything is sent; without it nobody is asked."""

    sign_off: bool = Field(False, description="whether each agency's lead signs off")
    released_by: tuple[str, ...] = Field(
        (), description="who may release: the director, then any named deputies"
    )


class SignOff(Model):
    """An agency's lead approved what the agency hands over; `sign-off` writes it."""

    agency: Slug
    deadline: Slug
    by: str = Field(min_length=1)
    at: datetime
    evidence: str = Field("", description="what shows it, such as: email of 15 May, 16:02")
    sha256: str = Field(min_length=64, max_length=64, description="of exactly what was approved")


class Release(Model):
    """The director, or a named deputy, let all of a deadline go; `release` writes it."""

    deadline: Slug
    by: str = Field(min_length=1)
    at: datetime
    evidence: str = Field("", description="what shows it")
    sha256: str = Field(min_length=64, max_length=64, description="of exactly what was released")


class Approved(StrEnum):
    NOT_YET = "not-yet"
    GIVEN = "given"
    VOID = "void"  # given for other bytes than those that are there now


@dataclass(frozen=True, slots=True)
class ApprovalStanding:
    """One approval that is asked for. `sha256` is of what is there now; `who` the agency that signs
    off, or those who may release.
    """

    what: str  # SIGN_OFF or RELEASE
    who: str
    deadline: str
    state: Approved
    sha256: str
    title: str = ""  # of the agency
    by: str = ""
    at: str = ""  # ISO 8601
    evidence: str = ""

    @property
    def message(self) -> str:
        """As people read it, without a full stop."""
        if self.what == SIGN_OFF:
            what, done = f"{self.title}: {self.deadline}", "signed off"
        else:
            what, done = self.deadline, "released"
        if self.state is Approved.VOID:
            return f"{what} was {done} by {self.by}, and was changed after that"
        if self.state is Approved.GIVEN:
            return f"{what} is {done} by {self.by}"
        return f"{what} is not {done} yet"

    @property
    def arguments(self) -> tuple[str, ...]:
        """Of the command that gives it, without who and in which folder."""
        first = (self.what, self.who) if self.what == SIGN_OFF else (self.what,)
        return (*first, "--for", self.deadline)

    def to_dict(self) -> dict[str, object]:
        return {
            "what": self.what,
            "who": self.who,
            "deadline": self.deadline,
            "state": self.state.value,
            "by": self.by or None,
            "at": self.at or None,
            "evidence": self.evidence or None,
            "sha256": self.sha256,
        }
