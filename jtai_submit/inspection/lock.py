"""Locks that keep two people, or two programs, of one inspection apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import Temporary
from ..storage import PRIVATE, folder_for
from .codes import CODES

PATIENCE = 30.0  # seconds that an edit of another person may take


@contextmanager
def locked(path: Path, what: str, *, patience: float | None = None) -> Iterator[None]:
    """Hold a lock. Raises `Temporary` (P011) where another has it for longer than `patience`
    seconds.

    Where the drive knows no locks (some network drives answer ENOLCK or ENOSYS), a file that only
    one can make stands in for them.
    """
    from filelock import FileLock, SoftFileLock, Timeout

    wait = PATIENCE if patience is None else patience
    folder_for(path, private=True)
    try:
        lock: FileLock | SoftFileLock = FileLock(path, mode=PRIVATE)
        try:
            lock.acquire(timeout=wait)
        except (Timeout, PermissionError):  # somebody else's lock is a lock
            raise
        except (NotImplementedError, OSError):
            lock = SoftFileLock(path.with_suffix(".held"), mode=PRIVATE)
            lock.acquire(timeout=wait)
    except Timeout:
        fix = "wait for it, or stop it"
        raise Temporary(CODES["P011"].problem(what, fix, str(path.parent))) from None
    try:
        yield
    finally:
        lock.release()
