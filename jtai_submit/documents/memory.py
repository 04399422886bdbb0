"""What earlier checks found, remembered for each unchanged file (path, size, mtime): codes, counts,
positions, hashes.
"""

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..people.hashed import Mention, fingerprint
from ..storage import parsed, read_file, write_atomically
from .examination import Examination, Examined, Found, Noticed

_LAYOUT = 5


class Memory:
    """`.jtai/cache/findings.json`. A cache that cannot be read or written costs time, never a
    check.
    """

    def __init__(self, path: Path, version: str) -> None:
        self.path, self.version = path, f"{_LAYOUT}/{version}"
        self.entries: dict[str, Any] = {}
        self.touched = False
        try:
            stored = parsed(read_file(path))
            if stored["version"] == self.version:
                self.entries = dict(stored["files"])
        except (OSError, ValueError, KeyError, TypeError):
            pass

    def recall(self, document: Found, gated: bool) -> Examination | None:
        """What is known of the file as it is now; with `gated` only if the gate was run on it."""
        try:
            size, mtime, wishes, *facts, people = self.entries[document.path]
            kind, sha, clean, clean_size, removed, noticed, dated, was_gated, became = facts
            if (size, mtime) != (document.bytes, document.mtime_ns) or (gated and not was_gated):
                return None
            if was_gated and wishes != _wishes(document, sha):
                return None
            listed, mentions, silent, pages = people
            if gated and listed != fingerprint(document.listed):
                return None
            seen = tuple(Noticed(*each) for each in noticed)
            named = tuple(Mention(sort, tuple(who), count) for sort, who, count in mentions)
            return Examination(
                kind,
                sha,
                clean,
                clean_size,
                tuple(removed),
                seen,
                dated,
                was_gated,
                became,
                named,
                silent,
                pages,
            )
        except (TypeError, ValueError, KeyError):
            return None

    def learn(self, document: Examined) -> None:
        """Remember a document, unless what was noticed may not be so next time (it changed while it
        was read).
        """
        e = document.examined
        if not e.sha256:
            return
        noticed = [[n.code, n.count, n.where, n.detail, n.choice] for n in e.noticed]
        people = [
            fingerprint(document.listed),
            [[m.sort, list(m.who), m.count] for m in e.mentions],
            e.silent,
            e.pages,
        ]
        self.entries[document.path] = [
            document.bytes,
            document.mtime_ns,
            _wishes(document, e.sha256),
            e.kind,
            e.sha256,
            e.clean_sha256,
            e.clean_bytes,
            list(e.removed),
            noticed,
            e.dated,
            e.gated,
            e.became,
            people,
        ]
        self.touched = True

    def sha256(self, document: Found) -> str:
        """The hash of the file as it is now, where it is known."""
        known = self.entries.get(document.path)
        return str(known[4]) if known and known[:2] == [document.bytes, document.mtime_ns] else ""

    def noticed(self, document: Found, code: str) -> bool:
        """Whether the last look at the file as it is found something of this code."""
        entry = self._entry(document)
        return bool(entry) and any(each[0] == code for each in entry[8])

    def converted(self, document: Found) -> bool:
        """Whether the last look at the file as it is converted it."""
        entry = self._entry(document)
        return bool(entry) and bool(entry[2][1])

    def _entry(self, document: Found) -> list[Any]:
        known = self.entries.get(document.path)
        same = known and known[:2] == [document.bytes, document.mtime_ns]
        return list(known) if known and same else []

    def save(self, paths: Iterable[str]) -> None:
        """Write atomically, only what belongs to `paths`: the files that are there now."""
        if not self.touched:
            return
        kept = {path: self.entries[path] for path in paths if path in self.entries}
        stored = json.dumps({"version": self.version, "files": kept})
        with contextlib.suppress(OSError):
            write_atomically(self.path, stored.encode())


def _wishes(document: Found, sha256: str) -> list[Any]:
    """What people's wishes come to for these bytes, as JSON gives it back."""
    return [
        [list(each) for each in sorted(document.wishes.choices(sha256).items())],
        document.convert,
    ]
