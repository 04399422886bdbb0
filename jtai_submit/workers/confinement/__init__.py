"""What a worker may not do, and on which system that holds. One file a system; what does not hold
is said.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from ..frames import Facts


class Promise(StrEnum):
    """What a worker is kept from, in the words that people are told."""

    NETWORK = "reach the network"
    READ = "read other files"
    WRITE = "write or change other files"
    EXECUTE = "start programs"
    PROCESSES = "reach other processes"
    MEMORY = "take more memory than its share"
    TIME = "go on for ever"
    ENDING = "outlive the program"


@dataclass(frozen=True, slots=True)
class Confined:
    """What holds for a worker: every promise but those in `lacking`, which says why not."""

    lacking: Mapping[Promise, str] = field(default_factory=dict)

    def holds(self, promise: Promise) -> bool:
        return promise not in self.lacking

    def to_facts(self) -> Facts:
        return {promise.value: why for promise, why in self.lacking.items()}

    @classmethod
    def from_facts(cls, facts: Facts) -> "Confined":
        """Raises ValueError where the facts name a promise that there is not."""
        return cls({Promise(name): str(why) for name, why in facts.items()})


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a worker gets: what it may read, the one folder that it may write, memory (bytes), the
    program's process.
    """

    readable: tuple[Path, ...]
    private: Path
    memory: int
    parent: int


def confine(bounds: Bounds) -> Confined:
    """Give up everything else, for good. Runs once in each worker, before it sees a document."""
    if sys.platform == "linux":
        from .linux import confine as how
    elif sys.platform == "darwin":
        from .macos import confine as how
    elif sys.platform == "win32":
        from .windows import confine as how
    else:
        from .unix import confine as how
    return how(bounds)
