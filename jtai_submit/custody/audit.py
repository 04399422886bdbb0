"""The audit log: one JSON line an event, each bound to the one before by its hash.

A chain alone does not show that its end was cut or all of it rewritten; so each receipt carries the
head.
"""

import hashlib
import json
import os
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..errors import Unusable
from ..storage import PRIVATE, copy_of, folder_for, keep_aside, parsed, read_file, write_atomically
from ..words import typed
from .codes import CODES

_FIRST = "0" * 64
_BEGIN = b'{"'  # of every line


@dataclass(frozen=True, slots=True)
class Head:
    """The last line: its number (0 for an empty log) and hash."""

    number: int
    hash: str


class AuditLog:
    """The log, and its copy (`storage.copy_of`), which is written after it and never before."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> Iterator[dict[str, object]]:
        """Every event, the chain checked on the way. Raises `Unusable` (K009) at the first break.

        A last line that a crash left half written is passed over: it was never confirmed to
        anybody.
        """
        return _events(self._whole(), self._broken)

    def head(self) -> Head:
        last = deque(self.lines(), maxlen=1)
        return Head(int(str(last[0]["number"])), str(last[0]["hash"])) if last else Head(0, _FIRST)

    def holds(self, head: Head) -> bool:
        """Whether the log still contains what a receipt saw as its head."""
        try:
            return head.number == 0 or any(
                e["number"] == head.number and e["hash"] == head.hash for e in self.lines()
            )
        except Unusable:
            return False

    def append(self, at: datetime, event: str, **facts: object) -> Head:
        """Add a line and flush it. Raises `Unusable` (K009) and touches nothing where what is there
        is not ours: only a line that was half written is written over."""
        head, whole = self.head(), self._whole()
        entry: dict[str, object] = {
            "number": head.number + 1,
            "at": at.isoformat(),
            "event": event,
            **facts,
            "previous": head.hash,
        }
        entry["hash"] = _hash(entry)
        line = _canonical(entry) + b"\n"
        _extend(self.path, whole, line)
        copy = copy_of(self.path)
        if copy.parent.is_dir() and whole.startswith(held := self._copied()):
            if held == whole == _bytes(copy):
                _extend(copy, whole, line)
            else:
                write_atomically(copy, whole + line)
        return Head(head.number + 1, str(entry["hash"]))

    def agrees(self) -> None:
        """Raises `Unusable` (K009) where the log does not begin with what its copy holds."""
        copy = self._copied()  # first: it is written last
        if not self._whole().startswith(copy):
            message = "the audit log is not what its copy says: it was cut, spoiled or edited"
            raise self._problem(message)

    def restore(self) -> bool:
        """Put the copy in the place of a log that a power cut spoiled; whether it was spoiled.

        The spoiled one stays beside it. Raises `Unusable` (K009) where the log was not spoiled but
        edited: then both are evidence.
        """
        try:
            self.agrees()
            deque(self.lines(), maxlen=0)
        except Unusable:
            copy, left = self._copied(), _bytes(self.path).partition(b"\0")[0]
            lines = left[: left.rfind(b"\n") + 1]  # the last may not have reached the copy
            whole = max(copy, lines, key=len)
            if not (whole.startswith(lines) and whole.startswith(copy)):
                raise
            if not _BEGIN.startswith(left[len(lines) :][: len(_BEGIN)]):
                raise
            deque(_events(whole, self._broken), maxlen=0)
            keep_aside(self.path)
            write_atomically(self.path, whole)
            return True
        return False

    def _copied(self) -> bytes:
        """The whole lines of the copy, before what a power cut may have spoiled of it."""
        copy = _bytes(copy_of(self.path)).partition(b"\0")[0]
        return copy[: copy.rfind(b"\n") + 1]

    def _whole(self) -> bytes:
        """Every whole line. Raises `Unusable` (K009) where what follows is no line of ours."""
        raw = _bytes(self.path)
        end = raw.rfind(b"\n") + 1
        whole, rest = raw[:end], raw[end:]
        if _complete(rest):  # only the end of its line is missing
            return raw + b"\n"
        half_written = _BEGIN.startswith(rest[: len(_BEGIN)]) and b"\0" not in rest
        if rest and not half_written:
            raise self._problem("the audit log ends with what is no line of it")
        return whole

    def _broken(self, number: int) -> Unusable:
        return self._problem(f"line {number} of the audit log does not follow from the line before")

    def _problem(self, message: str) -> Unusable:
        command = typed(("history", str(self.path.parent.parent), "--restore"))
        fix = f"keep it, and find out who changed it; after a power cut: {command}"
        return Unusable(CODES["K009"].problem(message, fix, str(self.path)))


def _bytes(path: Path) -> bytes:
    try:
        return read_file(path)
    except FileNotFoundError:
        return b""
    except PermissionError:
        raise
    except OSError as e:
        message, fix = f"in the place of the audit log: {e.strerror}", "put the log itself back"
        raise Unusable(CODES["K009"].problem(message, fix, str(path))) from None


def _complete(rest: bytes) -> bool:
    try:
        return bool(rest) and "hash" in parsed(rest)
    except (ValueError, TypeError):
        return False


def _extend(path: Path, whole: bytes, line: bytes) -> None:
    """Write a line behind the whole ones, over what was half written there, and flush it."""
    folder_for(path, private=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), PRIVATE)
    with os.fdopen(handle, "r+b") as file:
        file.seek(max(0, len(whole) - 1))
        file.write(whole[-1:] + line)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _events(whole: bytes, broken: Callable[[int], Unusable]) -> Iterator[dict[str, object]]:
    previous = _FIRST
    for number, line in enumerate(whole.splitlines(), 1):
        try:
            event = parsed(line)
            claimed = event.pop("hash")
            follows = event.get("previous") == previous and event.get("number") == number
            if not follows or _hash(event) != claimed:
                raise broken(number)
            if not isinstance(event["event"], str):
                raise broken(number)
            datetime.fromisoformat(event["at"])
        except (ValueError, KeyError, AttributeError, TypeError):
            raise broken(number) from None
        previous = claimed
        yield {**event, "hash": claimed}


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _hash(entry: dict[str, object]) -> str:
    return hashlib.sha256(_canonical(entry)).hexdigest()
