"""Several things on their way at the same time, and a way to stop them all."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Generic, TypeVar

_T = TypeVar("_T")
_GRACE = 3.0  # seconds that a job has to notice that it is stopped


class Halted(Exception):
    """Somebody asked to stop."""


class Crew(Generic[_T]):
    """Does `work` on what is handed over, on so many threads. Threads die with the program: a stop
    never hangs on a line.
    """

    def __init__(self, work: Callable[[_T], None], hands: int) -> None:
        self.work, self.halt = work, Event()
        self.jobs, self.ends = SimpleQueue[_T | None](), SimpleQueue[BaseException | None]()
        self.threads = [Thread(target=self._run, daemon=True) for _ in range(hands)]
        self.given = 0
        for thread in self.threads:
            thread.start()

    def _run(self) -> None:
        while (job := self.jobs.get()) is not None:
            try:
                if not self.halt.is_set():
                    self.work(job)
                self.ends.put(None)
            except Exception as e:
                self.ends.put(e)
            except BaseException as e:
                self.halt.set()  # not a fault of this one job
                self.ends.put(e)

    def hand(self, job: _T) -> None:
        self.given += 1
        self.jobs.put(job)

    def finish(self) -> list[Exception]:
        """Wait for everything that was handed over; what went wrong, in the order in
        which it did.
        """
        for _ in self.threads:
            self.jobs.put(None)
        errors = list[Exception]()
        for _ in range(self.given):
            while True:
                try:
                    # Short: on Windows a wait without end cannot be interrupted.
                    ended = self.ends.get(timeout=0.2)
                    break
                except Empty:
                    continue
            if ended is not None and not isinstance(ended, Exception):
                raise ended
            if ended is not None and not isinstance(ended, Halted):
                errors.append(ended)
        return errors

    def stop(self, grace: float = _GRACE) -> None:
        """Ask everybody to stop, and give them a moment, in seconds."""
        self.halt.set()
        for _ in self.threads:
            self.jobs.put(None)
        for thread in self.threads:
            thread.join(grace)

    def check(self) -> None:
        """Called by a job now and then. Raises `Halted`."""
        if self.halt.is_set():
            raise Halted
