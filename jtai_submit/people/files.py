"""Small local files that a submission names: read in place, and never anything that has no end."""

import os
import stat
from pathlib import Path

LARGEST = 5_000_000  # bytes


class Unsuitable(Exception):
    """The file is not there, or is not one to read: `why`, and what to do about it (`fix`)."""

    def __init__(self, why: str, fix: str) -> None:
        super().__init__(why)
        self.why, self.fix = why, fix


def small_file(path: Path, limit: int = LARGEST) -> bytes:
    """The bytes of a regular file of at most `limit` bytes, links followed. Raises `Unsuitable`.

    What is no file (a device, a pipe, a socket) is not even opened: reading may never end.
    """
    try:
        _regular(os.stat(path).st_mode)  # noqa: PTH116 (Path.stat would do; the mode is all)
        # Between the look and the opening it may have become a pipe: that must not wait, either.
        handle = os.open(path, os.O_RDONLY | _flag("O_NONBLOCK") | _flag("O_BINARY"))
        with os.fdopen(handle, "rb") as file:
            _regular(os.fstat(handle).st_mode)
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise Unsuitable("is not there", "correct the path") from None
    except (OSError, ValueError) as e:
        why = getattr(e, "strerror", None) or "its path is none"
        raise Unsuitable(f"cannot be read: {why}", "correct the path") from None
    if len(data) > limit:
        fix = "check that it is the right file"
        raise Unsuitable(f"is larger than {limit // 1_000_000} MB", fix)
    return data


def _regular(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise Unsuitable("is a folder", "name a file")
    if not stat.S_ISREG(mode):
        raise Unsuitable("is no file: it is a device or a pipe", "name a file")


def _flag(name: str) -> int:
    """A flag that not every system has."""
    return int(getattr(os, name, 0))
