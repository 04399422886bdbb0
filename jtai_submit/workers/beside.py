"""The process beside a program that was started for one document: `python -m
jtai_submit.workers.beside`.

It outlives us for as long as it takes to end the program and wipe the folder: its input ends when
we do. Where the system lets everybody make namespaces, the folder is one in memory that nobody else
sees, and it vanishes with the last process in it, even if all are killed at once.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from . import frames
from .child import private_streams
from .frames import Facts
from .launch import environment, in_job

_TICK = 0.05  # seconds between two looks whether the program ended


def main() -> None:
    """Run the program that the first frame names, and say what came of it."""
    source, answers = private_streams()
    for stop in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(stop, signal.SIG_IGN)  # the end of the input says when to end
    settings, data = frames.read(source, 2**40)
    folder = Path(str(settings["folder"]))
    try:
        facts, out = _run(settings, data, folder, source)
        with suppress(OSError):
            frames.write(answers, facts, out)
    finally:
        _wipe(folder)


def _run(settings: Facts, data: bytes, folder: Path, source: BinaryIO) -> tuple[Facts, bytes]:
    readable = tuple(Path(path) for path in cast(list[str], settings["readable"]))
    cut, prepare = _cut_off(folder, readable, len(data))
    if not cut and not settings["own_switches"]:
        return {"why": "network"}, b""
    at = 0
    for name, length in zip(
        cast(list[str], settings["names"]), cast(list[int], settings["lengths"]), strict=True
    ):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data[at : at + length])
        at += length
    words = cast(list[str], settings["command"])
    command = [
        word.replace("{folder}", str(folder)).replace("{uri}", folder.as_uri()) for word in words
    ]
    try:
        if not _ended(command, folder, source, cast(float, settings["seconds"]), prepare):
            return {"why": "time"}, b""
    except subprocess.SubprocessError:  # what is done before it starts was refused
        return {"why": "network"}, b""
    except OSError:  # it cannot be started
        return {"why": "nothing"}, b""
    result = folder / str(settings["result"])
    if (
        not result.is_file()
        or result.is_symlink()
        or result.stat().st_size > cast(int, settings["largest"])
    ):
        return {"why": "nothing"}, b""
    return {"made": True}, result.read_bytes()


def _cut_off(
    folder: Path, readable: tuple[Path, ...], size: int
) -> tuple[bool, Callable[[], None] | None]:
    """Whether the program will be cut off from the network, and what is to be done in it before it
    starts.
    """
    if sys.platform == "linux":
        from .confinement.programs import cut_off

        return cut_off(folder, readable, size)
    if sys.platform == "darwin":
        from .confinement.macos import NO_NETWORK, enter

        def prepare() -> None:
            if enter(NO_NETWORK):
                os._exit(1)

        return True, prepare
    return False, None


def _ended(
    command: list[str],
    folder: Path,
    source: BinaryIO,
    seconds: float,
    prepare: Callable[[], None] | None,
) -> bool:
    """Run it to its end; False where it took too long, or where we are gone. What it started goes
    with it.

    Raises OSError where it cannot be started, SubprocessError where it cannot be cut off.
    """
    nothing = subprocess.DEVNULL
    own: dict[str, Any] = (
        {"preexec_fn": prepare, "start_new_session": True} if os.name == "posix" else {}
    )
    told = environment(folder) | {"HOME": str(folder)}
    del told["PYTHONPATH"]
    process = subprocess.Popen(
        command, stdin=nothing, stdout=nothing, stderr=nothing, env=told, cwd=folder, **own
    )
    job = in_job(process)
    gone = threading.Event()
    if sys.platform == "win32":
        threading.Thread(target=_wait_for_end, args=(source, gone), daemon=True).start()
    try:
        waited = 0.0
        while waited < seconds and not _gone(source, gone):
            with suppress(subprocess.TimeoutExpired):
                process.wait(_TICK)
                return True
            waited += _TICK
        return False
    finally:
        if sys.platform != "win32":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        if job:
            job.close()


def _wait_for_end(source: BinaryIO, gone: threading.Event) -> None:
    source.read(1)
    gone.set()


def _gone(source: BinaryIO, gone: threading.Event) -> bool:
    """Whether the other end of our input is gone. No thread where the system can be asked: see
    `cut_off`.
    """
    if sys.platform == "win32":
        return gone.is_set()
    import select

    return bool(select.select([source], [], [], 0)[0])


def _wipe(folder: Path) -> None:
    """Everything in it, and the folder itself."""
    os.chdir(folder.parent)
    if sys.platform == "linux":
        from .confinement.programs import uncover

        uncover(folder)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
