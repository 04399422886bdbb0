"""What a power cut leaves of a file, told from what somebody wrote into it."""

from collections.abc import Callable
from pathlib import Path

from ..storage import copy_of, parsed, read_file

_ALIKE = 16  # bytes in which a spoiled file and its copy begin alike


def spoiled(path: Path) -> bool:
    """Whether a file is what a power cut leaves: nothing, zero bytes, or the beginning of what was
    written; and not what somebody wrote into it."""
    try:
        here = read_file(path)
        there = read_file(copy_of(path))
    except FileNotFoundError:
        there = here
    except OSError:
        return False
    if not here or b"\0" in here:
        return True
    try:
        parsed(here)
    except ValueError:
        return here[:_ALIKE] == there[:_ALIKE] and len(here) >= min(_ALIKE, len(there))
    return False


def reads(path: Path, read: Callable[[Path], object]) -> bool:
    try:
        read(path)
    except (OSError, ValueError):
        return False
    return True
