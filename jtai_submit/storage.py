"""Files: written so that a stop at any moment leaves the old or the new, never half of one; and named at any length."""

import os
import sys
from pathlib import Path


def write_atomically(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write beside, flush to the disk, rename. `mode` is narrowed by the umask; 0o600 keeps others out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def long(path: Path) -> Path:
    """A path that Windows takes beyond 260 characters, from its root and with its own prefix; elsewhere as it is.
    https://learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation"""
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
