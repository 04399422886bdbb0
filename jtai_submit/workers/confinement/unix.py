"""What every Unix has: limits of resources, and a process that notices that its parent is gone."""

import os
import resource
import threading
import time

from . import Bounds, Confined, Promise

LARGEST_FILE = 512 * 1024 * 1024  # bytes of one file in the private folder
OPEN_FILES = 256
_NONE = "this system has no means for it that this program knows"


def confine(bounds: Bounds) -> Confined:
    """Limits alone: for a Unix that is neither Linux nor macOS."""
    limit_resources(bounds.memory)
    watch_parent(bounds.parent)
    lacking = dict.fromkeys(
        (Promise.NETWORK, Promise.READ, Promise.WRITE, Promise.EXECUTE, Promise.PROCESSES), _NONE
    )
    return Confined(lacking)


def limit_resources(memory: int) -> None:
    """Memory in bytes of address space (0: no limit), no core dumps (they would be plaintext on
    disk), few and small files.

    RLIMIT_NPROC is not among them: it counts all processes of the user, so that a busy user would
    lose documents.
    """
    if memory:
        lower(resource.RLIMIT_AS, memory)
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_FSIZE, LARGEST_FILE)
    lower(resource.RLIMIT_NOFILE, OPEN_FILES)


def lower(what: int, most: int) -> None:
    """Set a limit for good, never above the one that there is."""
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def limit_processor_time(seconds: float) -> None:
    """From now on at most so many seconds of processor time; the system ends the process after them
    (SIGXCPU).

    A backstop for the program's own watch, so the limit can be set anew for each job.
    """
    times = os.times()
    most = int(times.user + times.system + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY or most <= hard:
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def watch_parent(parent: int) -> None:
    """End when the program that started this process is gone: its parent is then another."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
