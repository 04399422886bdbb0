"""Files that commands write below `documents/`: ours as long as nobody edits them."""

from dataclasses import dataclass
from pathlib import Path

from ..storage import write_atomically


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the file: `edited` where people had changed it, and it was left alone."""

    path: Path
    edited: bool = False


def kept_in_step(path: Path, before: str, after: str) -> Kept:
    """Write `after` where `before` stands; empty is no file. What people wrote is never touched."""
    try:
        there = path.read_bytes()
    except FileNotFoundError:
        there = b""
    if there not in (b"", before.encode(), after.encode()):
        return Kept(path, edited=True)
    if after:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, after.encode())
    else:
        path.unlink(missing_ok=True)
    return Kept(path)
