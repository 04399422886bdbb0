"""Small local files that a submission names: read in place, and never anything that has no end."""

import errno
from pathlib import Path

from ..storage import read_file

LARGEST = 5_000_000  # bytes
_FIXES = {
    errno.EFBIG: "check that it is the right file",
    errno.EISDIR: "name a file",
    errno.EINVAL: "name a file",
}


class Unsuitable(Exception):
    """The file is not there, or is not one to read: `why`, and what to do about it (`fix`)."""

    def __init__(self, why: str, fix: str) -> None:
        super().__init__(why)
        self.why, self.fix = why, fix


def small_file(path: Path, limit: int = LARGEST) -> bytes:
    """The bytes of a regular file of at most `limit` bytes, links followed. Raises `Unsuitable`."""
    try:
        return read_file(path, limit)
    except FileNotFoundError:
        raise Unsuitable("is not there", "correct the path") from None
    except (OSError, ValueError) as e:
        why = getattr(e, "strerror", None) or "its path is none"
        fix = _FIXES.get(getattr(e, "errno", 0), "correct the path")
        raise Unsuitable(f"cannot be read: {why}", fix) from None
