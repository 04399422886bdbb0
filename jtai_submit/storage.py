"""Files: written so that a stop at any moment leaves the old or the new, never half of one.

They are named at any length, and closed to others unless a caller says otherwise.
"""

import errno
import json
import os
import stat
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import takewhile
from pathlib import Path
from typing import Any

PRIVATE, PUBLIC = 0o600, 0o666  # of a file; the second is narrowed by the umask
_PRIVATE_FOLDER = 0o700
SMALL = 256_000_000  # bytes of whatever we write ourselves, and of lists and tables
_COPIES = "copies"
_AT_A_TIME = 1_000_000  # bytes
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8)  # seconds
# Names of devices, with or without an ending, on every Windows:
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions
DEVICES = {
    *("con", "prn", "aux", "nul", "conin$", "conout$", "clock$"),
    *(f"{p}{n}" for p in ("com", "lpt") for n in "0123456789¹²³"),
}


def write_atomically(path: Path, data: bytes, mode: int = PRIVATE, *, lasting: bool = True) -> None:
    """Write beside, flush to the disk, rename.

    A `PRIVATE` file, and the folders that are made for it, are closed to others whatever the umask.
    Not `lasting`: nobody waits for the disk, and a power cut may spoil it.
    """
    folder_for(path, private=mode == PRIVATE)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(temporary, flags, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        _replace(temporary, path, _PAUSES if os.name == "nt" else ())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if lasting:
        sync_folder(path.parent)


def read_file(path: Path, most: int = SMALL) -> bytes:
    """The bytes of a regular file of at most `most` bytes, links followed.

    What is no file (a device, a pipe, a folder) is not even opened: reading may never end. Raises
    OSError, whose `strerror` says why.
    """
    _regular(os.stat(path).st_mode, path)  # noqa: PTH116 (Path.stat would do; the mode is all)
    # Between the look and the opening it may have become a pipe: that must not wait, either.
    handle = os.open(path, os.O_RDONLY | _flag("O_NONBLOCK") | _flag("O_BINARY"))
    with os.fdopen(handle, "rb") as file:
        there = os.fstat(handle)
        _regular(there.st_mode, path)
        # Room is made for as much as is asked for: no more than is there, or comes meanwhile.
        data = file.read(min(there.st_size, most) + 1)
        while len(data) <= most and (more := file.read(_AT_A_TIME)):
            data += more
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most // 1_000_000} MB", str(path))
    return data


def parsed(data: bytes | str) -> Any:
    """JSON. Raises ValueError for what is none, and for what is nested too deeply to be read."""
    try:
        return json.loads(data)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _regular(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no file but a device or a pipe", str(path))


def _flag(name: str) -> int:
    """A flag that not every system has."""
    return int(getattr(os, name, 0))


def read_patiently(path: Path) -> bytes:
    """The same. Windows refuses for a moment to open what somebody else is just replacing: then it
    is asked again.
    """
    for pause in _PAUSES if os.name == "nt" else ():
        try:
            return read_file(path)
        except PermissionError:
            time.sleep(pause)
    return read_file(path)


def write_twice(path: Path, data: bytes) -> None:
    """Write a private file, then its copy where there is a folder for copies: a power cut may spoil
    what was written last, and never both."""
    write_atomically(path, data)
    if copy_of(path).parent.is_dir():
        write_atomically(copy_of(path), data)


def copy_of(path: Path) -> Path:
    return path.parent / _COPIES / path.name


def copy_back(path: Path) -> None:
    """Put the copy in the place of a file; what was there stays beside it."""
    keep_aside(path)
    write_atomically(path, read_file(copy_of(path)))


def keep_copies(folder: Path, *names: str) -> None:
    """From now on, what `write_twice` writes into this folder is kept twice, and what is there
    under these `names` already. The copies are there at once or not at all.
    """
    copies = folder / _COPIES
    if copies.is_dir():
        return
    fresh = folder / f".{_COPIES}.{os.getpid()}"
    folder_for(fresh / "-", private=True)
    for name in names:
        if (folder / name).is_file():
            write_atomically(fresh / name, read_file(folder / name))
    fresh.replace(copies)
    sync_folder(folder)


def keep_aside(path: Path) -> None:
    """Evidence is never written over: it gets a name of its own beside its place."""
    if not path.exists():
        return
    number = 1
    while (aside := path.with_name(f"{path.name}.spoiled-{number}")).exists():
        number += 1
    path.replace(aside)


def folder_for(path: Path, *, private: bool) -> None:
    """Make the folders above a file; those made here are closed to others where it is private."""
    if not private:
        path.parent.mkdir(parents=True, exist_ok=True)
        return
    # From below: on a network drive each look is a journey, and mostly the first folder is there.
    missing = takewhile(lambda folder: not folder.exists(), path.parents)
    for folder in reversed(list(missing)):
        folder.mkdir(_PRIVATE_FOLDER, exist_ok=True)


def close_to_others(folder: Path) -> None:
    """Narrow what an earlier version, or an open umask, left readable; what is another's stays."""
    if os.name == "nt":
        return  # rights are those of the folder above
    for path in (folder, *folder.rglob("*")):
        wanted = _PRIVATE_FOLDER if path.is_dir() else PRIVATE
        with suppress(OSError):
            if not path.is_symlink() and path.stat().st_mode & 0o077:
                path.chmod(wanted)


def _replace(temporary: Path, path: Path, pauses: Sequence[float]) -> None:
    """Rename over `path`. Windows refuses while another program has it open without sharing its
    deletion, as virus scanners, indexers and OneDrive have for a moment: then it is tried again,
    for three seconds. Raises PermissionError after that.

    https://learn.microsoft.com/windows/win32/fileio/creating-and-opening-files
    """
    for pause in pauses:
        with suppress(PermissionError):
            temporary.replace(path)
            return
        time.sleep(pause)
    temporary.replace(path)


def long(path: Path) -> Path:
    """A path that Windows takes beyond 260 characters, from its root and with its own prefix;
    elsewhere as it is.
    https://learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation
    """
    if os.name != "nt":
        return path
    whole = os.path.abspath(path)  # noqa: PTH100 (resolve would follow links)
    if whole.startswith("\\\\?\\"):
        return Path(whole)
    return Path(f"\\\\?\\UNC{whole[1:]}" if whole.startswith("\\\\") else f"\\\\?\\{whole}")


def sync_folder(folder: Path) -> None:
    """Make a rename last, where the system has a call for it."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
