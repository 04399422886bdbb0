"""How fast we may send: so many bytes a second over every line together."""

import time
from collections.abc import Callable
from threading import Lock


class Throttle:
    """At most `rate` bytes a second over everything that asks; None for as fast as the line allows."""

    def __init__(self, rate: int | None, sleep: Callable[[float], None] = time.sleep) -> None:
        self.rate, self.sleep, self.lock = rate, sleep, Lock()
        self.free_at = 0.0

    def take(self, count: int) -> None:
        if self.rate is None:
            return
        with self.lock:
            now = time.monotonic()
            wait = max(0.0, self.free_at - now)
            self.free_at = max(now, self.free_at) + count / self.rate
        if wait:
            self.sleep(wait)


UNLIMITED = Throttle(None)
