"""Where approval stands: what each lead signed off, and what the director let go."""

from dataclasses import dataclass
from enum import StrEnum

SIGN_OFF, RELEASE = "sign-off", "release"


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
