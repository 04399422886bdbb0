"""Functions that a worker runs and that try what it must not do. Each says what came of it; `done`
if it succeeded.
"""

import contextlib
import ctypes
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Facts = dict[str, Any]
Came = tuple[Facts, bytes]


def load() -> None:
    """Called before the worker is confined: this module is there from then on."""


def _tried(what: Callable[[], object]) -> Came:
    try:
        what()
    except (OSError, subprocess.SubprocessError) as e:
        return {"came": type(e).__name__}, b""
    return {"came": "done"}, b""


def read(facts: Facts, data: bytes) -> Came:
    return _tried(lambda: Path(facts["path"]).read_bytes())


def listed(facts: Facts, data: bytes) -> Came:
    return _tried(lambda: list(Path(facts["path"]).iterdir()))


def write(facts: Facts, data: bytes) -> Came:
    return _tried(lambda: Path(facts["path"]).write_bytes(b"x"))


def remove(facts: Facts, data: bytes) -> Came:
    return _tried(lambda: Path(facts["path"]).unlink())


def rename(facts: Facts, data: bytes) -> Came:
    return _tried(lambda: Path(facts["path"]).rename(f"{facts['path']}.new"))


def cut(facts: Facts, data: bytes) -> Came:
    return _tried(lambda: os.truncate(facts["path"], 0))


def open_to_all(facts: Facts, data: bytes) -> Came:
    return _tried(lambda: Path(facts["path"]).chmod(0o777))


def change_times(facts: Facts, data: bytes) -> Came:
    return _tried(lambda: os.utime(facts["path"], (1, 1)))


def link(facts: Facts, data: bytes) -> Came:
    return _tried(lambda: os.link(facts["path"], Path(tempfile.gettempdir()) / "linked"))


def write_privately(facts: Facts, data: bytes) -> Came:
    path = Path(tempfile.gettempdir()) / "x"
    path.write_bytes(data)
    return {"came": "done", "folder": str(path.parent)}, path.read_bytes()


def connect(facts: Facts, data: bytes) -> Came:
    def reach() -> None:
        with socket.create_connection(("127.0.0.1", facts["port"]), 2):
            pass

    return _tried(reach)


def connect_locally(facts: Facts, data: bytes) -> Came:
    def reach() -> None:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(facts["path"])

    return _tried(reach)


def send_a_datagram(facts: Facts, data: bytes) -> Came:
    def reach() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.sendto(b"x", ("127.0.0.1", facts["port"]))

    return _tried(reach)


def listen(facts: Facts, data: bytes) -> Came:
    def reach() -> None:
        with socket.socket() as line:
            line.bind(("127.0.0.1", 0))

    return _tried(reach)


def start_a_program(facts: Facts, data: bytes) -> Came:
    return _tried(lambda: subprocess.run([sys.executable, "-c", ""], check=True))


def become_a_program(facts: Facts, data: bytes) -> Came:
    return _tried(lambda: os.execv("/bin/true", ["true"]))


def fork(facts: Facts, data: bytes) -> Came:
    def split() -> None:
        if os.fork() == 0:
            os._exit(0)

    return _tried(split)


def end_another(facts: Facts, data: bytes) -> Came:
    return _tried(lambda: os.kill(facts["process"], signal.SIGKILL))


def look_into_another(facts: Facts, data: bytes) -> Came:
    """process_vm_readv(2): eight bytes from the start of another process's program."""
    libc = ctypes.CDLL(None, use_errno=True)
    own = ctypes.create_string_buffer(8)
    here = struct.pack("PN", ctypes.addressof(own), 8)
    there = struct.pack("PN", facts["address"], 8)
    taken = libc.process_vm_readv(facts["process"], here, 1, there, 1, 0)
    return {"came": "done" if taken > 0 else os.strerror(ctypes.get_errno())}, b""


def trace_another(facts: Facts, data: bytes) -> Came:
    libc = ctypes.CDLL(None, use_errno=True)
    attached = libc.ptrace(16, facts["process"], None, None)  # PTRACE_ATTACH
    return {"came": "done" if attached == 0 else os.strerror(ctypes.get_errno())}, b""


def raise_a_limit_of_another(facts: Facts, data: bytes) -> Came:
    import resource

    return _tried(lambda: resource.prlimit(facts["process"], resource.RLIMIT_CORE, (0, 0)))


def threads(facts: Facts, data: bytes) -> Came:
    """What must go on working: a thread of its own."""
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.append(1))
    thread.start()
    thread.join()
    return {"came": "done" if seen else "nothing"}, b""


def world(facts: Facts, data: bytes) -> Came:
    """What it was told: environment and arguments."""
    return {
        "environment": dict(os.environ),
        "arguments": sys.orig_argv,
        "folder": str(Path.cwd()),
    }, b""


def settled(facts: Facts, data: bytes) -> Came:
    """Its limits, and the bound for pictures."""
    import resource

    from PIL import Image

    limits = {name: resource.getrlimit(getattr(resource, name))[0] for name in facts["limits"]}
    return {"limits": limits, "pixels": Image.MAX_IMAGE_PIXELS or 0}, b""


def swell(facts: Facts, data: bytes) -> Came:
    kept = []
    while True:
        kept.append(bytearray(16 * 1024 * 1024))


def spin(facts: Facts, data: bytes) -> Came:
    while True:
        pass


def sleep(facts: Facts, data: bytes) -> Came:
    time.sleep(facts["seconds"])
    return {"came": "done"}, b""


def die(facts: Facts, data: bytes) -> Came:
    os.abort()


def raise_something(facts: Facts, data: bytes) -> Came:
    raise ZeroDivisionError("words of the document")


def _answers() -> int:
    """The descriptor of the pipe to the program: the one that is a pipe and can be written to."""
    for handle in range(3, 20):
        with contextlib.suppress(OSError):
            os.write(handle, b"")
            if os.fstat(handle).st_mode & 0o170000 == 0o010000:
                return handle
    raise OSError("no pipe")


def say_garbage(facts: Facts, data: bytes) -> Came:
    """Write what no frame is to the program, and stay alive."""
    os.write(_answers(), data)
    time.sleep(facts.get("seconds", 0.0))
    return {"came": "done"}, b""


def print_much(facts: Facts, data: bytes) -> Came:
    """What libraries print does not reach the program."""
    os.write(1, b"x" * 100_000)
    os.write(2, b"x" * 100_000)
    print("words")
    return {"came": "done"}, os.read(0, 10)


def raise_at_once() -> None:
    """Instead of settling in."""
    raise OSError("nothing works here")
