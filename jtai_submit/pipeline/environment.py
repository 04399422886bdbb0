"""What the conductor is handed instead of reading it: the clock, secrets, keys, progress."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from ..custody.keys import KeyFolder
from ..custody.secrets import Secrets
from ..progress import Progress, Silent
from ..redaction.examining import Workers


@dataclass(frozen=True, slots=True)
class Environment:
    """`now` has its offset; `clock_set` says that it is not the real time, and receipts say so."""

    now: datetime
    secrets: Secrets
    keys: KeyFolder
    version: str
    progress: Progress = field(default_factory=Silent)
    workers: Callable[..., Workers] = Workers
    sleep: Callable[[float], None] = time.sleep
    seconds: Callable[[], float] = time.monotonic
    clock_set: bool = False
    clock: Callable[[], datetime] | None = None

    @property
    def moment(self) -> datetime:
        """The time now; `now` is when the command began."""
        return self.clock() if self.clock else self.now
