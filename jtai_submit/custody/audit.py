"""The audit log: one JSON line an event, each bound to the one before by its hash, appended and flushed to the disk.

A chain alone does not show that its end was cut or all of it rewritten; so each receipt carries the head.
"""

import hashlib
import json
import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..errors import Unusable
from .codes import CODES

_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Head:
    """The last line: its number (0 for an empty log) and hash."""

    number: int
    hash: str


class AuditLog:
    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> Iterator[dict[str, object]]:
        """Every event, the chain checked on the way. Raises `Unusable` (K009) at the first break.

        A last line that a crash left half written is passed over: it was never confirmed to anybody.
        """
        previous = _FIRST
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return
        whole = raw[: raw.rfind(b"\n") + 1]
        for number, line in enumerate(whole.splitlines(), 1):
            try:
                event = json.loads(line)
                claimed = event.pop("hash")
            except (ValueError, KeyError, AttributeError, TypeError):
                raise self._broken(number) from None
            if event.get("previous") != previous or event.get("number") != number or _hash(event) != claimed:
                raise self._broken(number)
            previous = claimed
            yield {**event, "hash": claimed}

    def head(self) -> Head:
        last = deque(self.lines(), maxlen=1)
        return Head(int(str(last[0]["number"])), str(last[0]["hash"])) if last else Head(0, _FIRST)

    def holds(self, head: Head) -> bool:
        """Whether the log still contains what a receipt saw as its head."""
        try:
            return head.number == 0 or any(e["number"] == head.number and e["hash"] == head.hash for e in self.lines())
        except Unusable:
            return False

    def append(self, at: datetime, event: str, **facts: object) -> Head:
        head = self.head()
        entry: dict[str, object] = {
            "number": head.number + 1,
            "at": at.isoformat(),
            "event": event,
            **facts,
            "previous": head.hash,
        }
        entry["hash"] = _hash(entry)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("r+b" if self.path.exists() else "w+b") as file:
            content_end = file.read().rfind(b"\n") + 1
            file.seek(content_end)
            file.truncate()
            file.write(_canonical(entry) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return Head(head.number + 1, str(entry["hash"]))

    def _broken(self, number: int) -> Unusable:
        return Unusable(
            CODES["K009"].problem(
                f"line {number} of the audit log does not follow from the line before",
                "keep it as it is, and find out who changed it",
                str(self.path),
            )
        )


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _hash(entry: dict[str, object]) -> str:
    return hashlib.sha256(_canonical(entry)).hexdigest()
