"""Files that commands write below `documents/`: ours as long as nobody edits them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..inspection.inspection import Inspection
from ..inspection.lock import locked
from ..storage import read_file, write_atomically


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the file: `edited` where people had changed it, and it was left alone."""

    path: Path
    edited: bool = False


@contextmanager
def one_at_a_time(inspection: Inspection) -> Iterator[None]:
    """What is recorded and what is written down of it change together: of two people at once, one
    would find the other's file, and take it for an edit by hand.
    """
    with locked(inspection.own / "written.lock", "a file of this inspection is being written"):
        yield


def kept_in_step(path: Path, before: str, after: str) -> Kept:
    """Write `after` where `before` stands; empty is no file. What people wrote is never touched."""
    try:
        there = read_file(path)
    except FileNotFoundError:
        there = b""
    except OSError:  # something else has its place
        return Kept(path, edited=True)
    if there not in (b"", before.encode(), after.encode()):
        return Kept(path, edited=True)
    if after:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, after.encode())
    else:
        path.unlink(missing_ok=True)
    return Kept(path)
