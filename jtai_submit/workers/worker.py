"""One worker, as the program sees it: started when it gets its first job, asked one job at a time,
watched by the clock.
"""

import os
import signal
import threading
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from . import frames
from .confinement import Confined
from .frames import Facts
from .launch import Process, readable
from .usage import usage

# Seconds in which a worker settles in: far more than it needs, on a disk that sleeps.
_START = 120.0


class Failure(StrEnum):
    """Why there is no answer."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a function gave back."""

    facts: Facts
    data: bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take: `seconds` of processor time, `wall` seconds in all, bytes of memory,
    bytes of an answer.

    `wall` is much larger, so that a busy machine costs no document; it is for what hangs without
    working.
    """

    seconds: float = 120.0
    wall: float = 600.0
    memory: int = 3 * 1024 * 1024 * 1024
    answer: int = 512 * 1024 * 1024


class NeverBegan(OSError):
    """A worker ended before it took anything: the fault lies in this computer or this program, not
    in a document.
    """


class Worker:
    """Not for two threads at once, but for `watch` and `kill`."""

    def __init__(self, folder: Path, limits: Limits, load: tuple[str, ...]) -> None:
        """Start it; `load` names functions that it calls before it is confined. Raises OSError."""
        self._limits = limits
        self._process = Process("jtai_submit.workers.child", folder, memory=limits.memory)
        self._confined: Confined | None = None
        self._why = Failure.CRASH
        self._lock = threading.Lock()
        self._until = 0.0  # when its time is over, by the clock on the wall; 0 while it has no job
        self._allowed = 0.0  # processor time after which it is over
        settings: Facts = {
            "private": str(folder),
            "readable": [str(path) for path in readable()],
            "load": list(load),
            "memory": limits.memory,
            "seconds": limits.seconds,
            "largest": limits.answer,
            "parent": os.getpid(),
        }
        self.usable = self._sent(settings, b"")

    def ask(self, function: str, facts: Facts, data: bytes) -> Answer | Failure:
        """Have it call the function, and wait. After a failure that ended it, `usable` is False.
        Raises `NeverBegan`.
        """
        self.confined()
        self._begin(self._limits.seconds, self._limits.wall)
        try:
            if not self._sent({"function": function, "facts": facts}, data):
                return self._ended()
            answer, out = frames.read(self._process.output, self._limits.answer)
            return self._understood(answer, out)
        except (EOFError, OSError, ValueError, frames.BadFrame):
            return self._ended()
        finally:
            self._rest()

    def confined(self) -> Confined:
        """What it says it is kept from; waits for it to say so. Raises `NeverBegan`."""
        if self._confined is None:
            self._begin(_START, _START)
            try:
                facts, _ = frames.read(self._process.output, 0)
                lacking = facts.get("lacking")
                self._confined = Confined.from_facts(
                    lacking if isinstance(lacking, dict) else {"": ""}
                )
            except (EOFError, OSError, ValueError, frames.BadFrame):
                self._ended()
                raise NeverBegan("a worker ended before it began") from None
            finally:
                self._rest()
        return self._confined

    def watch(self, now: float) -> None:
        """End it where it took more time or memory than it may. Called again and again, from
        another thread.
        """
        with self._lock:
            if not self._until:
                return
            used = usage(self._process.id, self._process.handle)
            late = now > self._until or (used and used.seconds > self._allowed)
            swollen = used and used.memory > self._limits.memory
            if late or swollen:
                self._why = Failure.TIME if late else Failure.MEMORY
                self._until = 0.0
                self._process.kill()

    @property
    def alive(self) -> bool:
        """Whether it can be asked: the system may have ended it while it had nothing to do."""
        return self.usable and self._process.alive

    def kill(self) -> None:
        """End it at once, whatever it does; who waits for its answer then has a failure."""
        self._process.kill()

    def close(self, patience: float = 1.0) -> None:
        """Tell it to end, and see to it."""
        self.usable = False
        self._process.close(patience)

    def _begin(self, seconds: float, wall: float) -> None:
        used = usage(self._process.id, self._process.handle)
        with self._lock:
            self._allowed = (used.seconds if used else 0.0) + seconds
            self._until = time.monotonic() + wall

    def _rest(self) -> None:
        with self._lock:
            self._until = 0.0

    def _sent(self, facts: Facts, data: bytes) -> bool:
        try:
            frames.write(self._process.input, facts, data)
        except OSError:
            return False
        return True

    def _understood(self, answer: Facts, data: bytes) -> Answer | Failure:
        facts, failure = answer.get("facts"), answer.get("failure")
        if isinstance(facts, dict):
            return Answer(facts, data)
        if failure == Failure.CRASH:
            return Failure.CRASH
        if failure == Failure.MEMORY:
            self.close()
            return Failure.MEMORY
        return self._ended()

    def _ended(self) -> Failure:
        """It ended, or said what nobody understands; so it is ended."""
        self._rest()
        self._process.kill()
        self.usable = False
        status = self._process.close(0.0)
        if status == -getattr(signal, "SIGXCPU", 0):
            return Failure.TIME
        return self._why
