"""Functions that a worker runs: harmless ones."""

import os
import time
from typing import Any

Facts = dict[str, Any]


def echo(facts: Facts, data: bytes) -> tuple[Facts, bytes]:
    time.sleep(facts.get("seconds", 0.0))
    return facts, data


def process(facts: Facts, data: bytes) -> tuple[Facts, bytes]:
    """Which process this is, after a while in which others must take part."""
    time.sleep(facts.get("seconds", 0.0))
    return {"process": os.getpid()}, b""


def load() -> None:
    """Called before the worker is confined: this module is there from then on."""


def much(facts: Facts, data: bytes) -> tuple[Facts, bytes]:
    return {}, bytes(facts["bytes"])


def work(facts: Facts, data: bytes) -> tuple[Facts, bytes]:
    """Take so much processor time."""
    until = time.process_time() + facts["seconds"]
    while time.process_time() < until:
        pass
    return {"process": os.getpid()}, b""
