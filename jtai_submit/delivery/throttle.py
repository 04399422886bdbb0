"""How fast we may send: so many bytes a second over every line together."""

import re
import time
from collections.abc import Callable
from threading import Lock

_RATE = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*([kKmMgG]?)(?:i?[bB])?(?:/s)?")
_UNITS = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3}


def rate(text: str) -> int | None:
    """Bytes a second: `500k`, `2M`, `1.5M`; None for nothing said. Raises ValueError for anything
    else.
    """
    if not text.strip():
        return None
    found = _RATE.fullmatch(text.strip())
    value = int(float(found[1]) * _UNITS[found[2].lower()]) if found else 0
    if value < 1024:
        raise ValueError(f'"{text}" is not a rate')
    return value


class Throttle:
    """At most `rate` bytes a second over everything that asks; None for as fast as the
    line allows.
    """

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
