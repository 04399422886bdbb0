"""The worker itself: reads a job, calls the function that it names, writes the answer; until its
input ends.

`python -m jtai_submit.workers.child`. The first frame settles it in: limits, folder, what to call
before the doors close. Its own first frame says what it is kept from.
"""

import gc
import logging
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, cast

from . import frames
from .confinement import Bounds, Confined, confine
from .frames import Facts

Function = Callable[[Facts, bytes], tuple[Facts, bytes]]
_HEADROOM = 1.25  # of the processor time of a job: the program's own watch comes first


def main() -> None:
    """Serve until the input ends, or until the memory is spent."""
    source, answers = private_streams()
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the program's business
    logging.disable(logging.CRITICAL)  # parsers complain in words of the document
    gc.set_threshold(50_000)  # a parsed sheet is a million small things, none of them garbage
    settings, _ = frames.read(source, 0)
    confined = _settle(settings)
    frames.write(answers, {"lacking": confined.to_facts()})
    largest = cast(int, settings["largest"])
    seconds = cast(float, settings["seconds"])
    while True:
        try:
            job, data = frames.read(source, largest)
        except EOFError:
            return
        _limit_time(seconds * _HEADROOM)
        facts, out, spent = _work(job, data)
        frames.write(answers, facts, out)
        if spent:
            return  # what swelled once is not trusted with the next document


def _work(job: Facts, data: bytes) -> tuple[Facts, bytes, bool]:
    """The answer, and whether this process should end after it."""
    try:
        function = cast(Function, _named(str(job["function"])))
        facts, out = function(cast(Facts, job["facts"]), data)
    except MemoryError:
        return {"failure": "memory"}, b"", True
    except Exception as e:  # whatever a parser trips over costs this job, never the worker
        return {"failure": "crash", "kind": type(e).__name__}, b"", False
    return {"facts": facts}, out, False


def _named(path: str) -> Callable[..., Any]:
    """The function that `package.module:name` names. It comes from the program, never from a
    document.
    """
    module, _, name = path.partition(":")
    return cast(Callable[..., Any], getattr(import_module(module), name))


def _settle(settings: Facts) -> Confined:
    private = Path(str(settings["private"]))
    tempfile.tempdir = str(private)
    for path in cast(list[str], settings["load"]):
        _named(path)()
    readable = tuple(Path(path) for path in cast(list[str], settings["readable"]))
    memory = cast(int, settings["memory"])
    return confine(Bounds(readable, private, memory, cast(int, settings["parent"])))


def _limit_time(seconds: float) -> None:
    if sys.platform != "win32":
        from .confinement.unix import limit_processor_time

        limit_processor_time(seconds)


def private_streams() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes, moved away from where libraries print to and read from."""
    source = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)
    return source, answers


if __name__ == "__main__":
    main()
    os._exit(0)  # all is answered: taking parsers down in order would cost a tenth of a second
