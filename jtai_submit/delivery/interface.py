"""What a portal must be able to do. A sixth kind is one new file with these few methods."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO, Protocol, runtime_checkable

from ..errors import Stop

# Stands in the journal for a session that is just being asked for: its address is not known yet.
BEGINS = "?"


class Tier(StrEnum):
    """How arrival was verified, strongest first; recorded as it is."""

    SERVER_SHA256 = "server-sha256"
    CHUNK_CHECKSUM = "chunk-checksum"
    QUICKXOR = "quickxor"
    READ_BACK = "read-back"
    SIZE = "size"
    NONE = "none"

    @classmethod
    def weakest(cls, tiers: Iterable["Tier"]) -> "Tier":
        """What can be said of several files together."""
        return max(tiers, key=list(cls).index, default=cls.NONE)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One file to be sent. `name` may have `/`; `open` gives its bytes again as often as it is
    asked.
    """

    name: str
    bytes: int
    sha256: str
    open: Callable[[], BinaryIO]

    @classmethod
    def there(cls, name: str, bytes: int, sha256: str) -> "Parcel":
        """One that is asked for or taken back, and never sent."""
        return cls(name, bytes, sha256, _unread)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the portal says before anything is sent: the largest file and the room left, in bytes,
    and its clock, if it tells.
    """

    largest: int | None = None
    room: int | None = None
    clock: datetime | None = None


class Again(Exception):
    """A passing fault: ask where we are, and go on. `after` is what the portal asked us to wait, in
    seconds; `unsure` says that what was asked for may have been done, and only the answer was lost.
    """

    def __init__(self, why: str, after: float | None = None, *, unsure: bool = False) -> None:
        super().__init__(why)
        self.after, self.unsure = after, unsure


@dataclass(frozen=True, slots=True)
class Step:
    """One step of trying a portal out: its name, how it went, and what it stopped with."""

    step: str
    message: str
    stop: Stop | None = None

    @property
    def ok(self) -> bool:
        return self.stop is None

    def to_dict(self) -> dict[str, object]:
        return {"step": self.step, "ok": self.ok, "message": self.message}


# Told how many bytes of the parcel are on the line or with the portal.
Moved = Callable[[int], None]


class Portal(Protocol):
    """One secure site. Methods raise `Again` for what passes, and a `Stop` for what does not.

    A session is what `start` returned; that of another portal, or `BEGINS`, is one that is gone.
    """

    kind: str
    # Whether it may no longer speak of an upload that is complete: then nobody can look for it by
    # name.
    forgets: bool

    def limits(self) -> Limits:
        """Sign in and ask for limits. Creates nothing."""

    def start(self, parcel: Parcel) -> str:
        """Begin an upload that overwrites nothing; the session that is returned goes into the
        journal at once.
        """

    def offset(self, session: str, parcel: Parcel) -> int | None:
        """How many bytes the portal holds; None where the session is gone."""

    def send(self, session: str, parcel: Parcel, offset: int, moved: Moved) -> None:
        """Send everything from `offset` on."""

    def has(self, session: str, parcel: Parcel) -> bool:
        """Whether the file is final there, so that inspectors may have seen it."""

    def finish(self, session: str, parcel: Parcel) -> Tier:
        """Make the file final and verify it."""

    def confirm(self, session: str, parcel: Parcel) -> Tier | None:
        """Ask again, later: how strongly it can be said that the file is there whole; None where it
        is not (any more). `parcel.open` is not called. Raises `Temporary` (P009) where something
        else has its name.
        """

    def abandon(self, session: str) -> None:
        """Take back an upload of ours that must not stay; also when it is complete."""

    def close(self) -> None:
        """Let go of the line."""


@runtime_checkable
class Sweeping(Protocol):
    """A portal where an upload may stay that nobody finds by the name of its parcel."""

    def swept(self, parcel: Parcel) -> None:
        """An upload of this parcel may have been begun whose address nobody knows: the program was
        killed, or the answer was lost. Take it away where the site can find it; otherwise say at
        `close` that it may have stayed.
        """


@runtime_checkable
class Probing(Protocol):
    """A portal that knows its own steps; any other is tried out as `delivery.trial` does."""

    def probe(self) -> Iterator[Step]:
        """Try out each step that a push needs, with a few bytes that are taken back."""


def _unread() -> BinaryIO:
    raise Again("nothing of it is sent")
