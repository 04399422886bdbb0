"""Functions that a worker runs: harmless ones."""

import os
import time
from typing import Any

Facts = dict[str, Any]


def echo(facts: Facts, data: bytes) -> tuple[Facts, bytes]:
    return facts, data


def process(facts: Facts, data: bytes) -> tuple[Facts, bytes]:
    """Which process this is, after a while in which others must take part."""
    time.sleep(facts.get("seconds", 0.0))
    return {"process": os.getpid()}, b""
