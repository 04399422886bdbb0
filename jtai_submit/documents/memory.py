"""What earlier checks found, remembered for each unchanged file (path, size, mtime): codes, counts, positions, hashes."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from .examination import Document, Examination, Noticed

_LAYOUT = 1


class Memory:
    """`.jtai/cache/findings.json`. A cache that cannot be read or written costs time, never a check."""

    def __init__(self, path: Path, version: str) -> None:
        self.path, self.version = path, f"{_LAYOUT}/{version}"
        self.entries: dict[str, list[object]] = {}
        self.touched = False
        try:
            stored = json.loads(path.read_text("utf-8"))
            if stored["version"] == self.version:
                self.entries = stored["files"]
        except (OSError, ValueError, KeyError, TypeError):
            pass

    def recall(self, document: Document, gated: bool) -> Examination | None:
        """What is known of the file as it is now; with `gated` only if the gate was run on it."""
        entry = self.entries.get(document.path)
        if not entry or entry[0] != document.bytes or entry[1] != document.mtime_ns:
            return None
        try:
            kind, sha, clean, size, removed, noticed, was_gated = entry[2:]
            if gated and not was_gated:
                return None
            seen = tuple(Noticed(*each) for each in noticed)  # type: ignore[attr-defined]
            return Examination(kind, sha, clean, size, tuple(removed), seen, was_gated)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return None

    def learn(self, document: Document) -> None:
        """Remember a document, unless what was noticed may not be so next time (it changed while it was read)."""
        e = document.examined
        if not e.sha256:
            return
        noticed = [[n.code, n.count, n.where, n.detail] for n in e.noticed]
        self.entries[document.path] = [document.bytes, document.mtime_ns, e.kind, e.sha256, e.clean_sha256,
                                       e.clean_bytes, list(e.removed), noticed, e.gated]  # fmt: skip
        self.touched = True

    def save(self, paths: Iterable[str]) -> None:
        """Write atomically, only what belongs to `paths`: the files that are there now."""
        if not self.touched:
            return
        kept = {path: self.entries[path] for path in paths if path in self.entries}
        temporary = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps({"version": self.version, "files": kept}), "utf-8")
            temporary.replace(self.path)
        except OSError:
            temporary.unlink(missing_ok=True)
