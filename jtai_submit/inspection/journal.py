"""What was sealed, sent and numbered: the one memory that a push trusts, written before it acts.

It lies in `.jtai/journal.json`, upload sessions (which are secrets) in `.jtai/sessions.json`. Both
are kept twice: where a power cut spoiled one, its copy takes its place.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from threading import RLock

from pydantic import TypeAdapter

from ..storage import close_to_others, copy_back, copy_of, keep_copies, read_file, write_twice
from .gone import NOTHING_GONE, Gone
from .lock import locked
from .spoiled import reads
from .twice import damaged, kept

_LAYOUT = 1
INDEX = "index"  # the group of packs that hold nothing but the index of all others
_TWICE = ("journal.json", "sessions.json", "audit.jsonl")


class PackState(StrEnum):
    SEALED = "sealed"
    SENT = "sent"
    ABANDONED = "abandoned"  # begun on the portal and taken back; its number is never given again


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One document in a pack: where it came from, what it is called there, and both hashes."""

    path: str
    slot: str
    member: str
    sha256: str
    clean_sha256: str
    bytes: int
    removed: tuple[str, ...] = ()  # what cleaning took out, by kind
    pages: int = 0  # where it is known
    decided: tuple[dict[str, str], ...] = ()  # finding, choice, because, by


@dataclass(frozen=True, slots=True)
class Extra:
    """A file in a pack that is no document: a reading copy, an index."""

    member: str
    bytes: int
    sha256: str


@dataclass(slots=True)
class Pack:
    """One pack of the journal. `name` is without endings; `parcel` is what lies on the portal."""

    name: str
    group: str
    deadline: str
    version: int
    seal: str
    bytes: int
    sha256: str
    files: tuple[PackedFile, ...]
    left: tuple[tuple[str, str], ...] = ()  # (slot, path) of what was refused while it was sealed
    # A fingerprint of everything else that went into it: recipients, names, index.
    made_of: str = ""
    state: PackState = PackState.SEALED
    verification: str = "none"
    sent_at: str = ""
    receipt: str = ""
    portal: str = ""  # where it went; empty in journals of before
    extras: tuple[Extra, ...] = ()

    @property
    def parcel(self) -> str:
        return {"age": f"{self.name}.zip.age", "zip": f"{self.name}.zip"}.get(self.seal, self.name)

    @property
    def count(self) -> int:
        """Of its documents: one may answer several things."""
        return len({file.member for file in self.files})

    def covers(self, loads: Iterable[tuple[str, str, str]]) -> bool:
        """Whether it holds exactly these (slot, path, SHA-256), apart from what was refused."""
        now = {load for load in loads if load[:2] not in self.left}
        return now == {(f.slot, f.path, f.sha256) for f in self.files}


@dataclass(frozen=True, slots=True)
class Session:
    """An upload that was begun: on which portal, its address there, of which ciphertext, and
    whether every byte of it was acknowledged.
    """

    portal: str
    address: str
    whole: bool = False
    sha256: str = ""


@dataclass(slots=True)
class Journal:
    """Load it, change it, `save` it. `path` None keeps it in memory: a dry run writes nothing."""

    path: Path | None
    portal: str = ""  # the portal that sessions are asked for; those of another are not seen
    packs: list[Pack] = field(default_factory=list)
    numbers: dict[str, dict[str, int]] = field(default_factory=dict)
    # What was sent beside the packs: name → SHA-256.
    beside: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    # Withdrawals that a receipt has stated, by their moment.
    stated: list[str] = field(default_factory=list)
    rate: float = 0.0  # bytes a second of the last push, all lines together
    count: int = 0  # how often it was saved: an older copy of the folder has a lower one
    id: str = ""  # of the inspection folder, at random, and of every copy of it
    machine: str = ""  # the computer that pushed last
    folder: str = ""  # where the inspection folder lay then
    # Several packs may be on their way.
    lock: RLock = field(default_factory=RLock, repr=False, compare=False)

    @classmethod
    def load(cls, own: Path) -> "Journal":
        path = own / "journal.json"
        journal = cls(path)
        # May be there first: the very first upload was cut.
        journal.sessions = _sessions(own / "sessions.json")
        stored = kept(path, _stored)
        if stored is None and copy_of(path).exists():
            raise damaged("the journal is gone", path, "it says what was sent")
        for name in _SAVED if stored else ():
            setattr(journal, name, getattr(stored, name))
        return journal

    def edited(self) -> bool:
        """Whether somebody wrote into the journal: it is not what its copy says, and not newer."""
        if not self.path:
            return False
        try:
            copy, here = _stored(copy_of(self.path)), _stored(self.path)
        except (OSError, ValueError):
            return False  # spoiled or not there, which `load` has judged
        return copy != here and here.count <= copy.count

    def save(self) -> None:
        with self.lock:
            if self.path:
                self.count += 1
                self.rate = float(round(self.rate))
                stored = _Stored(_LAYOUT, **{name: getattr(self, name) for name in _SAVED})
                write_twice(self.path, _STORED.dump_json(stored, indent=1))

    def session(self, name: str) -> Session | None:
        """The upload of this name that was begun on this portal."""
        session = self.sessions.get(name)
        return session if session and session.portal == self.portal else None

    def sessions_of(self, pack: Pack) -> list[str]:
        return [
            name
            for name in self.sessions
            if name == pack.parcel or name.startswith(f"{pack.parcel}/")
        ]

    def remember_session(
        self, name: str, address: str | None, *, sha256: str = "", whole: bool = False
    ) -> None:
        """Keep (or with None forget) an upload session: before its first byte, and when its last
        was acknowledged.
        """
        with self.lock:
            others = {k: v for k, v in self.sessions.items() if k != name}
            self.sessions = others | (
                {name: Session(self.portal, address, whole, sha256)} if address else {}
            )
            if self.path:
                path = self.path.with_name("sessions.json")
                write_twice(path, _SESSIONS.dump_json(self.sessions))

    def number(self, slot: str, path: str) -> int:
        """A file's number within its slot: given once, never again to another."""
        with self.lock:
            given = self.numbers.setdefault(slot, {})
            return given.setdefault(path, max(given.values(), default=0) + 1)

    def of(self, group: str, deadline: str) -> list[Pack]:
        return [p for p in self.packs if (p.group, p.deadline) == (group, deadline)]

    def next_version(self, group: str, deadline: str) -> int:
        """The version of the next pack: none is given again."""
        given = (p.version for p in self.of(group, deadline) if p.state is not PackState.SEALED)
        return 1 + max(given, default=0)

    def sent(self, group: str = "", deadline: str = "") -> list[Pack]:
        return [
            p
            for p in self.packs
            if p.state is PackState.SENT and group in ("", p.group) and deadline in ("", p.deadline)
        ]

    def is_here(self, pack: Pack) -> bool:
        """Whether a sent pack went to the portal that is named now, as far as is known."""
        return not self.portal or pack.portal in ("", self.portal)

    def elsewhere(self, without: Gone = NOTHING_GONE) -> list[Pack]:
        """Packs with documents that another portal has, and the one that is named now lacks."""
        here = self.sent_by_slot(without)

        def lacks(pack: Pack) -> bool:
            owed = [f for f in pack.files if not without.took(f.slot, f.sha256, pack.sent_at)]
            known = [here.get(f.slot, {}) for f in owed]
            return any(
                f.path not in there and f.sha256 not in there.values()
                for f, there in zip(owed, known, strict=True)
            )

        return [pack for pack in self.sent() if not self.is_here(pack) and lacks(pack)]

    def sealed(self, group: str, deadline: str) -> Pack | None:
        mine = self.of(group, deadline)
        return next((pack for pack in mine if pack.state is PackState.SEALED), None)

    def sent_by_slot(self, without: Gone = NOTHING_GONE) -> dict[str, dict[str, str]]:
        """slot → path → SHA-256 of the original as it was last sent to this portal; `without` what
        was withdrawn.
        """
        out: dict[str, dict[str, str]] = {}
        for pack in self.sent():
            for f in pack.files if self.is_here(pack) else ():
                if not without.took(f.slot, f.sha256, pack.sent_at):
                    out.setdefault(f.slot, {})[f.path] = f.sha256
        return out


@dataclass(slots=True)
class _Stored:
    """The journal's file."""

    layout: int
    numbers: dict[str, dict[str, int]]
    beside: dict[str, str]
    stated: list[str] = field(default_factory=list)
    rate: float = 0.0
    packs: list[Pack] = field(default_factory=list)
    count: int = 0
    id: str = ""
    machine: str = ""
    folder: str = ""


_SAVED = tuple(each.name for each in fields(_Stored) if each.name != "layout")
_STORED = TypeAdapter(_Stored)
_SESSIONS = TypeAdapter(dict[str, Session])


def _sessions(path: Path) -> dict[str, Session]:
    return kept(path, lambda each: _SESSIONS.validate_json(read_file(each))) or {}


def _stored(path: Path) -> _Stored:
    """The journal's file. Raises ValueError, OSError."""
    stored = _STORED.validate_json(read_file(path))
    if stored.layout != _LAYOUT:
        raise ValueError("layout")
    return stored


def put_back(own: Path) -> list[Path]:
    """Put copies in the place of what cannot be read; what was there stays beside it."""
    back = list[Path]()
    readers: dict[str, Callable[[Path], object]] = {
        "journal.json": _stored,
        "sessions.json": lambda path: _SESSIONS.validate_json(read_file(path)),
    }
    for name, read in readers.items():
        path = own / name
        if reads(path, read) or not reads(copy_of(path), read):
            continue
        copy_back(path)
        back.append(path)
    return back


@contextmanager
def only_one(own: Path) -> Iterator[None]:
    """Keeps two pushes of one inspection apart. Raises `Temporary` (P011) at once where another is
    running.
    """
    with locked(own / "push.lock", "another push of this inspection is running", patience=0):
        for left in (*own.glob(".journal.json.*"), *own.glob(".sessions.json.*")):
            left.unlink(missing_ok=True)  # half written when an earlier push was killed
        close_to_others(own)
        keep_copies(own, *_TWICE)
        yield
