"""What a receipt states, as values: the predicate of the in-toto Statement that is signed."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class _Stated(BaseModel):
    # A receipt of a later version may state more; what is not known here is passed over, never
    # refused.
    model_config = ConfigDict(frozen=True, extra="ignore")


class StatedDecision(_Stated):
    """What a person decided about hidden content of a file."""

    finding: str
    choice: str
    because: str


class StatedFile(_Stated):
    """One document of a pack: `bytes` and `sha256` are those of the clean copy.

    `title` is that of what it answers, as people know it: `3.4 Child protection referral document`.
    """

    slot: str
    title: str = ""
    name: str
    bytes: int
    sha256: str
    decided: tuple[StatedDecision, ...] = ()


class StatedExtra(_Stated):
    """A file of a pack that is no document: a reading copy, an index."""

    name: str
    bytes: int
    sha256: str


class StatedPack(_Stated):
    """One pack as it lies on the portal: `bytes` and `sha256` are those of what was uploaded.

    `title` is what people call its group: `Police`, `Child C1`.
    """

    name: str
    group: str
    title: str = ""
    version: int
    bytes: int
    sha256: str
    sent: str
    verification: str
    files: tuple[StatedFile, ...]
    extras: tuple[StatedExtra, ...] = ()

    @property
    def count(self) -> int:
        """Of its documents: one may answer several things."""
        return len({file.name for file in self.files})


class StatedGap(_Stated):
    """Something owed that no pack carries, or not all of it, and why.

    `left_out` of `files` that are there were left out; both are 0 where nothing of it is there.
    """

    slot: str
    title: str = ""
    state: str
    why: str
    left_out: int = 0
    files: int = 0

    @property
    def shown(self) -> str:
        """As people read it, without the reason: `6.4 Neglect policies: 1 of 2 files left out`."""
        what = self.title or self.slot
        if self.left_out and self.left_out < self.files:
            return f"{what}: {self.left_out} of {self.files} files left out"
        return f"{what}: {_WORDS.get(self.state, self.state)}"


_WORDS = {
    "missing": "not sent",
    "problem": "not sent, there is a problem",
    "left-out": "left out",
    "not-applicable": "not applicable",
    "not-due-yet": "not due yet",
}


class WithdrawnDocument(_Stated):
    pack: str
    name: str
    sha256: str


class StatedWithdrawal(_Stated):
    """A document that went by mistake, and what the people who hold it must do."""

    slot: str
    title: str = ""
    because: str
    at: str
    documents: tuple[WithdrawnDocument, ...]
    to_do: str


class StatedApproval(_Stated):
    """A sign-off or a release that was asked for: `sha256` is of exactly what was there when this
    was sent; `state` says whether it was given for that.
    """

    what: str
    who: str
    state: str
    sha256: str
    by: str = ""
    at: str = ""
    evidence: str = ""


class StatedHead(_Stated):
    """Where the audit log stood."""

    number: int
    hash: str


class PrivatePart(_Stated):
    """The part that stays with the area, by its hash."""

    sha256: str


class Predicate(_Stated):
    """Everything that a receipt states beside its subjects.

    `name` and `number` are its own, so that no copy passes for another receipt; those made before
    version 0.2 state none.
    """

    name: str = ""
    number: int = 0
    area: str
    manifest: str = ""
    deadline: str = ""
    made: datetime
    clock_set_by_hand: bool
    program: str = ""
    portal: str
    seal: str = ""
    status: str
    because: str = ""
    unconfined: tuple[str, ...] = ()  # what readers were not kept from that ran in this push
    packs: tuple[StatedPack, ...]
    not_sent: tuple[StatedGap, ...]
    withdrawn: tuple[StatedWithdrawal, ...] = ()
    approvals: tuple[StatedApproval, ...] = ()
    private: PrivatePart | None = None
    audit: StatedHead
