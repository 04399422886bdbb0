"""Untrusted parsers at arm's length: worker processes that stay alive, each document with a time and a memory limit.

A worker that dies, hangs or swells costs one document. The time limit holds everywhere; the memory limit (RLIMIT_AS)
on Linux and macOS, on Windows the time limit alone.
"""

import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import TimeoutError as Late
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ..documents.examination import Document, Examination, Noticed
from ..storage import long
from .convert import PrivateFolder
from .gate import examine

if TYPE_CHECKING:
    from pebble import ProcessPool

_T = TypeVar("_T")
SECONDS = 120.0  # for one document
MEMORY = 3 * 1024 * 1024 * 1024  # bytes of address space of one worker
IN_FLIGHT = 48 * 1024 * 1024


def _begin(memory: int, private: str) -> None:
    """Runs once in each worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the conductor's business
    logging.disable(logging.CRITICAL)  # parsers complain in words of the document
    tempfile.tempdir = private  # whatever is written on the way is written there
    gc.set_threshold(50_000)  # a parsed sheet is a million small things, none of them garbage
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would be plaintext on disk


def _keep_memory() -> None:
    """Have the C library keep freed blocks of up to 32 MB: given back to the system and got again for each document,
    their pages cost more than all else that it takes to receive it. glibc only; elsewhere nothing changes."""
    with suppress(OSError, AttributeError, TypeError):
        allocator = ctypes.CDLL(None)
        allocator.mallopt(-3, 1 << 25)  # M_MMAP_THRESHOLD
        allocator.mallopt(-1, 1 << 25)  # M_TRIM_THRESHOLD


class Workers:
    """A pool of examiners. `with Workers() as workers: for document, data in workers.examine(root, documents): …`"""

    def __init__(self, count: int | None = None, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.count, self.seconds, self.memory = count or os.cpu_count() or 1, seconds, memory
        self._pool: ProcessPool | None = None
        self._private = PrivateFolder()

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self._pool:
            if kind:
                self._pool.stop()  # type: ignore[no-untyped-call]
            else:
                self._pool.close()  # type: ignore[no-untyped-call]
            self._pool.join()
        self._private.wipe()

    def _started(self, most: int) -> "ProcessPool":
        if self._pool is None:
            from pebble import ProcessPool

            _keep_memory()
            # spawn is the one start method that every system has; no more workers than documents
            self._pool = ProcessPool(max(1, min(self.count, most)), initializer=_begin, initargs=(self.memory, self._private.make()),
                                     context=multiprocessing.get_context("spawn"))  # fmt: skip
        return self._pool

    def examine(
        self, root: Path, documents: Iterable[Document], *, gated: bool = True, want: bool = False
    ) -> Iterator[tuple[Document, bytes | None]]:
        """Each document in order with `examined` filled in; with `want`, its cleaned bytes where it may be sent."""
        queue = list(documents)
        waiting: deque[tuple[Document, object]] = deque()
        ahead, at = 0, 0
        while at < len(queue) or waiting:
            while at < len(queue) and (
                not waiting or (len(waiting) < 4 * self.count and ahead + queue[at].bytes <= IN_FLIGHT)
            ):
                document = queue[at]
                job = (str(long(root / document.path)), document.bytes, document.mtime_ns, gated, want, document.wishes)
                waiting.append((document, self._started(len(queue)).schedule(examine, args=job, timeout=self.seconds)))
                ahead, at = ahead + document.bytes, at + 1
            document, future = waiting.popleft()
            document.examined, data = _result(future, gated)
            ahead -= document.bytes
            yield document, data

    def compare(self, jobs: Sequence[tuple[Any, ...]], function: Callable[..., _T]) -> Iterator[_T | None]:
        """`function(*job)` for each job, in order, under the same limits; None where a worker failed."""
        from pebble import ProcessExpired

        futures = deque[Any]()
        for job in jobs:
            futures.append(self._started(len(jobs)).schedule(function, args=job, timeout=self.seconds))
        while futures:
            try:
                yield futures.popleft().result()
            except (Late, ProcessExpired, MemoryError):
                yield None


def _result(future: object, gated: bool) -> tuple[Examination, bytes | None]:
    from pebble import ProcessExpired

    try:
        return future.result()  # type: ignore[attr-defined, no-any-return]
    except Late:
        return Examination(noticed=(Noticed("R203", detail="time"),), gated=gated), None
    except ProcessExpired:
        return Examination(noticed=(Noticed("R203", detail="crash"),), gated=gated), None
    except MemoryError:
        return Examination(noticed=(Noticed("R203", detail="memory"),), gated=gated), None
