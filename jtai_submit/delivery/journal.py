"""What was sealed, sent and numbered: the one memory that a push trusts. Written before it acts, flushed to the disk.

`.jtai/journal.json` may be read by every agency; upload sessions are secrets and lie in `.jtai/sessions.json` (0600).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from ..errors import Problem, Temporary, Unusable
from ..storage import write_atomically

_LAYOUT = 1


class PackState(StrEnum):
    SEALED = "sealed"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One document in a pack: where it came from, what it is called there, and both hashes."""

    path: str
    slot: str
    member: str
    sha256: str
    clean_sha256: str
    bytes: int


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
    state: PackState = PackState.SEALED
    verification: str = "none"
    sent_at: str = ""
    receipt: str = ""

    @property
    def parcel(self) -> str:
        return {"age": f"{self.name}.zip.age", "zip": f"{self.name}.zip"}.get(self.seal, self.name)

    def covers(self) -> set[tuple[str, str, str]]:
        return {(f.slot, f.path, f.sha256) for f in self.files}


@dataclass(slots=True)
class Journal:
    """Load it, change it, `save` it. `path` None keeps it in memory: a dry run writes nothing."""

    path: Path | None
    packs: list[Pack] = field(default_factory=list)
    numbers: dict[str, dict[str, int]] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, own: Path) -> "Journal":
        path = own / "journal.json"
        journal = cls(path)
        if not path.exists():
            return journal
        try:
            stored = json.loads(path.read_text("utf-8"))
            if stored["layout"] != _LAYOUT:
                raise ValueError("layout")
            journal.numbers = stored["numbers"]
            for pack in stored["packs"]:
                files = tuple(PackedFile(**f) for f in pack.pop("files"))
                journal.packs.append(Pack(**{**pack, "state": PackState(pack["state"])}, files=files))
        except (OSError, ValueError, KeyError, TypeError):
            fix = "put the file back from a backup: it says what was sent"
            raise Unusable(Problem("P005", "the journal cannot be read", fix, str(path))) from None
        try:
            journal.sessions = json.loads((own / "sessions.json").read_text("utf-8"))
        except (OSError, ValueError):
            journal.sessions = {}  # another person's secrets: their uploads begin anew
        return journal

    def save(self) -> None:
        if self.path:
            stored = {"layout": _LAYOUT, "numbers": self.numbers, "packs": [asdict(p) for p in self.packs]}
            write_atomically(self.path, json.dumps(stored, indent=1, ensure_ascii=False).encode())

    def remember_session(self, name: str, session: str | None) -> None:
        """Keep (or with None forget) an upload session, before its first byte."""
        self.sessions = {k: v for k, v in self.sessions.items() if k != name} | ({name: session} if session else {})
        if self.path:
            write_atomically(self.path.with_name("sessions.json"), json.dumps(self.sessions).encode(), 0o600)

    def number(self, slot: str, path: str) -> int:
        """A file's number within its slot: given once, never again to another."""
        given = self.numbers.setdefault(slot, {})
        return given.setdefault(path, max(given.values(), default=0) + 1)

    def sent(self, group: str = "", deadline: str = "") -> list[Pack]:
        return [
            p
            for p in self.packs
            if p.state is PackState.SENT and group in ("", p.group) and deadline in ("", p.deadline)
        ]

    def sealed(self, group: str, deadline: str) -> Pack | None:
        return next(
            (p for p in self.packs if p.state is PackState.SEALED and (p.group, p.deadline) == (group, deadline)), None
        )

    def sent_files(self) -> dict[tuple[str, str], str]:
        """(slot, path) → SHA-256 of the original as it was last sent."""
        return {(f.slot, f.path): f.sha256 for pack in self.sent() for f in pack.files}


@contextmanager
def only_one(own: Path) -> Iterator[None]:
    """Keeps two pushes of one inspection apart. Raises `Temporary` (P011) at once where another is running."""
    from filelock import FileLock, Timeout

    own.mkdir(parents=True, exist_ok=True)
    lock = FileLock(own / "push.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Temporary(
            Problem("P011", "another push of this inspection is running", "wait for it, or stop it", str(own))
        ) from None
    try:
        yield
    finally:
        lock.release()
