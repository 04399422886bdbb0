"""The journal's files, kept twice, so that a power cut never takes both: read, and said to be
damaged.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ..errors import Unusable
from ..storage import copy_of
from ..words import typed
from .codes import CODES
from .spoiled import spoiled

_T = TypeVar("_T")


def kept(path: Path, read: Callable[[Path], _T]) -> _T | None:
    """What a file holds, or its copy where a power cut spoiled it; None where it is not there.

    Raises `Unusable` (P013) where neither can be read, or where somebody wrote something else into
    it. Sessions of another person are none: their uploads begin anew.
    """
    try:
        return read(path)
    except (FileNotFoundError, PermissionError):
        return None
    except (OSError, ValueError):
        copy = copy_of(path)
    if spoiled(path) and copy.parent.is_dir():
        try:
            return read(copy)
        except FileNotFoundError:
            return None  # it was being written for the first time: nothing was done yet
        except (OSError, ValueError):
            pass
    what = "the journal" if path.name == "journal.json" else "the memory of begun uploads"
    raise damaged(f"{what} cannot be read", path, "it says what was sent, or is on its way")


def damaged(message: str, path: Path, why: str) -> Unusable:
    """What stops a push whose memory cannot be trusted (P013)."""
    command = typed(("history", str(path.parent.parent), "--restore"))
    fix = f"put it back from a backup ({why}), or its copy of before: {command}"
    if path.name == "sessions.json":
        fix = (
            f"put its copy back: {command}; if there is none, see that the site holds none "
            f"of these "
            "packs, and delete it"
        )
    return Unusable(CODES["P013"].problem(message, fix, str(path)))
