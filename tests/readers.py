"""Readers of documents that stay from one test to the next, as they stay from one document to the
next: to start one costs more than most tests take.

What a test says of starting, ending and limits, it says with the marker `own_readers`.
"""

from contextlib import suppress

from jtai_submit.workers.pool import Pool
from jtai_submit.workers.worker import Limits

_Key = tuple[int, Limits, tuple[str, ...]]


class Staying(Pool):
    """A pool that outlasts its `with`, unless one of its readers is ended with its job."""

    over = False

    def close(self, *, at_once: bool = False) -> None:
        if at_once and len(self._idle) < len(self._all):
            self.end()

    def end(self) -> None:
        self.over = True
        super().close(at_once=True)


class Readers:
    """Stands for `Pool` where readers are started."""

    def __init__(self) -> None:
        self.pools: dict[_Key, Staying] = {}

    def __call__(
        self, count: int = 0, limits: Limits | None = None, load: tuple[str, ...] = ()
    ) -> Pool:
        key = (count, limits or Limits(), load)
        if key not in self.pools or self.pools[key].over:
            self.pools[key] = Staying(count, limits, load)
        return self.pools[key]

    def end(self) -> None:
        for pool in self.pools.values():
            with suppress(OSError):
                pool.end()
