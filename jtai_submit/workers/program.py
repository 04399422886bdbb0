"""An installed program run once over one document: cut off from the network, in a folder that
vanishes with it.

For what cannot run in a worker, because it starts programs itself. The document goes there and its
result comes back over pipes, through a process of ours that stays beside the program (`beside.py`),
ends it and wipes the folder, whatever happens to us.
"""

import subprocess
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import cast

from . import frames
from .frames import Facts
from .launch import Process
from .private import PrivateFolder

_LARGEST = 512 * 1024 * 1024  # bytes of a result
_MARGIN = 15.0  # seconds that the process beside it has to end it


class NoResult(StrEnum):
    """Why there is no result."""

    TIME = "time"
    NOTHING = "nothing"  # it ran, and made nothing
    NETWORK = "network"  # this computer has no means to keep it from the network
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Program:
    """What is run. `{folder}` in `command` becomes the private folder, `{uri}` the same as a file:
    address.

    `files` are put into the folder before it starts, by relative path; `result` is what it should
    make there. `readable` are further folders that it needs. With `own_switches`, it is configured
    so that it fetches nothing; that must do where the system has no means to keep it from the
    network.
    """

    command: tuple[str, ...]
    files: Mapping[str, bytes]
    result: str
    seconds: float
    readable: tuple[Path, ...] = ()
    own_switches: bool = False


def run(program: Program) -> bytes | NoResult:
    """The file that the program makes. Raises OSError where no process can be started."""
    names = list(program.files)
    folder = PrivateFolder(sum(map(len, program.files.values())))
    try:
        process = Process("jtai_submit.workers.beside", folder.path, stays=True)
        settings: Facts = {
            "command": list(program.command),
            "names": list(names),
            "lengths": [len(program.files[name]) for name in names],
            "result": program.result,
            "seconds": program.seconds,
            "readable": [str(path) for path in program.readable],
            "own_switches": program.own_switches,
            "folder": str(folder.path),
            "largest": _LARGEST,
        }
        alarm = threading.Timer(program.seconds + _MARGIN, process.kill)
        alarm.start()
        try:
            frames.write(process.input, settings, b"".join(program.files.values()))
            answer, data = frames.read(process.output, _LARGEST)
            return data if answer.get("made") else _why(answer)
        except (EOFError, OSError, frames.BadFrame):
            return NoResult.CRASH
        finally:
            alarm.cancel()
            with suppress(subprocess.TimeoutExpired):
                process.close(_MARGIN)
    finally:
        folder.wipe()


def _why(answer: Facts) -> NoResult:
    try:
        return NoResult(cast(str, answer.get("why")))
    except ValueError:
        return NoResult.CRASH
