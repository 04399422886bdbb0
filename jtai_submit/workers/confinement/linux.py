"""Linux: Landlock for files, TCP and signals; seccomp for sockets, programs and processes; limits;
the parent's death.

Each layer holds by itself: where the kernel lacks one, what only that one promised is said to be
lacking.
"""

import ctypes
import os
import signal
from pathlib import Path

from . import Bounds, Confined, Promise, landlock, seccomp
from .unix import limit_resources

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4
LIBRARIES = tuple(map(Path, ("/usr", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store")))
# What libraries open by itself: the loader's cache, the time zone, types of files, randomness. No
# other file of /etc.
SMALL = tuple(
    map(
        Path,
        (
            "/etc/ld.so.cache",
            "/etc/localtime",
            "/etc/mime.types",
            "/dev/urandom",
            "/dev/random",
            "/dev/zero",
        ),
    )
)
_NULL = Path("/dev/null")


def confine(bounds: Bounds) -> Confined:
    """Everything that this kernel offers. Raises OSError where the kernel offers it and then
    refuses.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    die_with(libc, bounds.parent)
    limit_resources(bounds.memory)
    # No other process of the same user can look into this one's memory (ptrace(2),
    # PTRACE_MODE_ATTACH).
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    landlock.no_new_privileges(libc)
    lacking: dict[Promise, str] = {}
    if landlock.version(libc):
        landlock.restrict(libc, (*bounds.readable, *LIBRARIES, *SMALL), (bounds.private, _NULL))
    else:
        why = "this kernel has no Landlock, or has it switched off"
        lacking = {Promise.READ: why, Promise.WRITE: why}
    try:
        seccomp.apply(libc, seccomp.worker_filter(seccomp.machine(), os.getpid()))
    except (KeyError, OSError):
        # Landlock alone: TCP but no other network, contents but no modes or times, programs but no
        # copies of itself.
        why = "this kernel or machine has no filter of system calls that this program knows"
        lacking |= dict.fromkeys((Promise.NETWORK, Promise.PROCESSES, Promise.WRITE), why)
        if not landlock.version(libc):
            lacking[Promise.EXECUTE] = why
    return Confined(lacking)


def die_with(libc: ctypes.CDLL, parent: int) -> None:
    """Have the kernel end this process when its parent ends; at once where that has happened
    already.
    """
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
