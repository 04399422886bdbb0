"""A pool of workers that knows no format: functions by name, JSON and bytes in, JSON and bytes out,
results in order.
"""

import ctypes
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from .confinement import Confined
from .frames import Facts
from .private import PrivateFolder
from .worker import Answer, Failure, Limits, Worker

T = TypeVar("T")
Ask = Callable[[str, Facts, bytes], Answer | Failure]
# Bytes of documents that are being worked on, or done and not yet taken.
IN_FLIGHT = 48 * 1024 * 1024
_AHEAD = 4  # jobs a process, so that none waits while a large one is taken
_TICK = 0.1  # seconds between two looks at the clock


@dataclass(frozen=True, slots=True)
class Job:
    """One call of a function. `data` is bytes, or what gives them when its turn comes; then `size`
    says how many.
    """

    facts: Facts
    data: bytes | Callable[[], bytes] = b""
    size: int = 0

    def read(self) -> bytes:
        return self.data if isinstance(self.data, bytes) else self.data()


@dataclass(frozen=True, slots=True)
class Task(Generic[T]):
    """Something to be done with the help of workers, in a thread of this program: `work` asks them
    as often as it needs.

    `size` is how many bytes of memory it holds until its result is taken.
    """

    size: int
    work: Callable[[Ask], T]


class Pool:
    """`with Pool(2) as pool: for answer in pool.run("package.module:function", jobs): …`. For
    several threads at once.
    """

    def __init__(
        self, count: int = 0, limits: Limits | None = None, load: tuple[str, ...] = ()
    ) -> None:
        """At most `count` processes (0: one a processor). `load` are functions that each calls
        before it is confined.

        Nothing is started before there is something to do.
        """
        self.count = count or os.cpu_count() or 1
        self.limits = limits or Limits()
        self._load = load
        self._idle: list[Worker] = []
        self._all: list[Worker] = []
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._private: PrivateFolder | None = None
        self._threads: ThreadPoolExecutor | None = None

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.close(at_once=kind is not None)

    @property
    def processes(self) -> int:
        """How many workers there are now."""
        with self._lock:
            return len(self._all)

    def run(self, function: str, jobs: Iterable[Job]) -> Iterator[Answer | Failure]:
        """Call the function for each job, in order; `jobs` may have no end.

        What `data` raises when it is read comes out here, at its place.
        """

        def work(job: Job, ask: Ask) -> Answer | Failure:
            return ask(function, job.facts, job.read())

        def size(job: Job) -> int:
            return len(job.data) if isinstance(job.data, bytes) else job.size

        return self.each(Task(size(job), partial(work, job)) for job in jobs)

    def each(self, tasks: Iterable[Task[T]]) -> Iterator[T]:
        """The result of each task, in order. No more is taken from `tasks` than keeps every process
        busy.
        """
        queue = iter(tasks)
        waiting: deque[tuple[Task[T], Future[T]]] = deque()
        ahead = 0
        following = next(queue, None)
        try:
            while following is not None or waiting:
                while following is not None and (
                    not waiting
                    or (len(waiting) < _AHEAD * self.count and ahead + following.size <= IN_FLIGHT)
                ):
                    waiting.append((following, self._executor().submit(following.work, self.ask)))
                    ahead += following.size
                    following = next(queue, None)
                task, future = waiting.popleft()
                result = future.result()
                ahead -= task.size
                yield result
        finally:
            for _, future in waiting:
                future.cancel()

    def ask(self, function: str, facts: Facts, data: bytes) -> Answer | Failure:
        """One call, by a worker that has nothing to do or by a new one; waits for its answer.

        Raises OSError where no worker starts on this computer.
        """
        worker = self._taken()
        try:
            return worker.ask(function, facts, data)
        finally:
            self._given_back(worker)

    def confinement(self) -> Confined:
        """What workers of this pool are kept from, on this computer. Raises OSError where none
        starts.
        """
        worker = self._taken()
        try:
            return worker.confined()
        finally:
            self._given_back(worker)

    def close(self, *, at_once: bool = False) -> None:
        """End all workers; with `at_once` also those that have a job."""
        self._stopped.set()
        if self._threads:
            with self._lock:
                busy = list(self._all) if at_once else []
            for worker in busy:
                worker.kill()
            self._threads.shutdown(cancel_futures=True)
        self._end_all()
        if self._private:
            self._private.wipe()
            self._private = None

    def _end_all(self) -> None:
        with self._lock:
            ending = list(self._all)
            self._all.clear()
            self._idle.clear()
        for worker in ending:
            worker.close()

    def _executor(self) -> ThreadPoolExecutor:
        """A thread for each process: it waits for the answer. Threads come as they are needed, and
        so do workers.
        """
        with self._lock:
            if self._threads is None:
                _keep_memory()
                self._threads = ThreadPoolExecutor(self.count, "jtai-submit-worker")
            return self._threads

    def _taken(self) -> Worker:
        with self._lock:
            if self._stopped.is_set():
                raise RuntimeError("the pool is closed")
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                self._all.remove(worker)
                worker.close()
            if self._private is None:
                self._private = PrivateFolder()
                threading.Thread(target=self._watch, name="jtai-submit-watch", daemon=True).start()
            worker = Worker(self._private.inner(), self.limits, self._load)
            self._all.append(worker)
            return worker

    def _given_back(self, worker: Worker) -> None:
        with self._lock:
            if worker.usable and not self._stopped.is_set():
                self._idle.append(worker)
            elif worker in self._all and not worker.usable:
                self._all.remove(worker)

    def _watch(self) -> None:
        while not self._stopped.wait(_TICK):
            with self._lock:
                workers = list(self._all)
            now = time.monotonic()
            for worker in workers:
                worker.watch(now)


def _keep_memory() -> None:
    """Have the C library keep freed blocks of up to 32 MB: given back to the system and got again
    for each document, their pages cost more than all else that it takes to receive it. glibc only;
    elsewhere nothing changes.
    """
    with suppress(OSError, AttributeError, TypeError):
        allocator = ctypes.CDLL(None)
        allocator.mallopt(-3, 1 << 25)  # M_MMAP_THRESHOLD
        allocator.mallopt(-1, 1 << 25)  # M_TRIM_THRESHOLD
