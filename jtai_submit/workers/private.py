"""Folders that nobody else can read and that do not stay: in memory where the system has such a
place.
"""

import os
import shutil
import stat
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

PREFIX = "jtai-submit-private-"
# Seconds after which a folder whose owner cannot be asked is nobody's any more.
_LEFT_BEHIND = 24 * 60 * 60
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 (tmpfs(5): it never reaches a disk but by swapping)


class PrivateFolder:
    """A folder of our own, 0700. It is wiped at the end; one that a killed program left behind, by
    the next.
    """

    def __init__(self, room: int = 0) -> None:
        """`room`: bytes that it should be able to hold."""
        for place in places(room):
            sweep(place)
        self.path = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=places(room)[0]))

    def inner(self) -> Path:
        """A folder of its own in it."""
        return Path(tempfile.mkdtemp(dir=self.path))

    def wipe(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def places(room: int = 0) -> list[Path]:
    """Where such folders may lie, the best first: in memory where so many bytes fit four times,
    else with temporary files.
    """
    usual = Path(tempfile.gettempdir())
    usual.mkdir(exist_ok=True)
    if sys.platform == "linux" and os.access(_IN_MEMORY, os.W_OK | os.X_OK):
        with suppress(OSError):
            if shutil.disk_usage(_IN_MEMORY).free >= 4 * room:
                return [_IN_MEMORY, usual]
    return [usual]


def sweep(place: Path) -> None:
    """Wipe what killed programs of this user left behind: those whose process, named in the
    folder's name, is gone.
    """
    for old in place.glob(f"{PREFIX}*"):
        with suppress(OSError):
            facts = old.lstat()
            own = not hasattr(os, "getuid") or facts.st_uid == os.getuid()
            if own and stat.S_ISDIR(facts.st_mode) and _left_behind(old.name, facts.st_mtime):
                shutil.rmtree(old, ignore_errors=True)


def _left_behind(name: str, changed: float) -> bool:
    process = name.removeprefix(PREFIX).partition("-")[0]
    # There, asking a process by its number ends it.
    if sys.platform == "win32" or not process.isdecimal():
        return time.time() - changed > _LEFT_BEHIND
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):  # somebody else's by now
        return time.time() - changed > _LEFT_BEHIND
    return False
