"""Files that commands write below `documents/`: ours as long as nobody edits them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from ..inspection.edits import edit
from ..inspection.inspection import Inspection
from ..inspection.lock import locked
from ..storage import read_file, write_atomically
from .opening import opened


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the file: `edited` where people had changed it, and it was left alone."""

    path: Path
    edited: bool = False


def one_at_a_time(inspection: Inspection) -> AbstractContextManager[None]:
    """What is recorded and what is written down of it change together: of two people at once, one
    would find the other's file, and take it for an edit by hand.
    """
    return locked(inspection.own / "written.lock", "a file of this inspection is being written")


def recorded(
    inspection: Inspection,
    change: Callable[[Inspection], str],
    in_step: Callable[[Inspection, Inspection], Kept | None],
) -> tuple[Inspection, Kept | None]:
    """Make an edit, and let `in_step` write down what changed, from before to after."""
    with one_at_a_time(inspection):
        before = opened(inspection.root)  # somebody may have been at it until now
        after = edit(before, change)
        return after, in_step(before, after)


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
