"""How a process of our own is started: an environment made from nothing, no argument that tells
anything, pipes.
"""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from .confinement.windows import Job

PACKAGE = Path(__file__).resolve().parents[1]
_PIPE_BYTES = 1024 * 1024  # Linux grants so much to everybody: /proc/sys/fs/pipe-max-size
_F_SETPIPE_SZ = 1031  # fcntl(2)


class Process:
    """A child that speaks over its standard input and output, and ends with this program."""

    def __init__(self, module: str, folder: Path, *, memory: int = 0, stays: bool = False) -> None:
        """Start `python -m module` in `folder`, which is also where it puts temporary files.

        On Windows a job object keeps it to `memory` (bytes) and one process; elsewhere it limits
        itself. With `stays` it is not ended by our end, because it has to clean up. Raises OSError
        where it cannot be started.
        """
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment(folder),
            # A session of its own: Ctrl-C in the terminal is the program's business.
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.input: BinaryIO = self._process.stdin  # type: ignore[assignment]
        self.output: BinaryIO = self._process.stdout  # type: ignore[assignment]
        self._job = None if stays else in_job(self._process, memory, 1)
        _widen(self.input, self.output)

    @property
    def id(self) -> int:
        return self._process.pid

    @property
    def handle(self) -> int:
        """Windows' handle of the process; 0 elsewhere."""
        return _handle(self._process)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """End it at once; what reads from it then sees the end."""
        self._process.kill()

    def close(self, patience: float = 1.0) -> int:
        """Close its input, wait `patience` seconds for it to end, then end it. Its exit status."""
        with suppress(OSError):
            self.input.close()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
        status = self._process.wait()
        with suppress(OSError):
            self.output.close()
        if self._job:
            self._job.close()
        return status


def in_job(process: subprocess.Popen[bytes], memory: int = 0, processes: int = 0) -> "Job | None":
    """On Windows a job object around a process that has just started: it and all that it starts end
    with us.

    `memory` in bytes and number of `processes`, 0 for no limit. None elsewhere, and where Windows
    refuses: a worker sees that it is in no job, and says what is lacking.
    """
    if sys.platform != "win32":
        return None
    from .confinement.windows import Job

    try:
        return Job(_handle(process), memory, processes)
    except OSError:
        return None


def _handle(process: subprocess.Popen[bytes]) -> int:
    """Windows' handle of a process; 0 elsewhere."""
    return int(getattr(process, "_handle", 0))


def environment(folder: Path) -> dict[str, str]:
    """What a child is told of the world: where modules lie, which folder is its own, and what
    Windows cannot do without.

    Nothing is taken over because it was there: passphrases, tokens, HOME, LD_* and proxies stay
    behind.
    """
    told = {
        "PYTHONPATH": os.pathsep.join(_paths()),
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        "PATH": os.defpath,
    }
    told |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    if sys.platform == "win32":
        windows = _windows_folder()
        told |= {"SYSTEMROOT": windows, "WINDIR": windows, "PATH": f"{windows}\\System32;{windows}"}
    return told


def readable() -> tuple[Path, ...]:
    """Where the interpreter and installed libraries lie: all that a worker must be able to read."""
    places = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.exec_prefix)}
    places |= {
        Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")
    }
    places |= {path for path in map(Path, _paths()) if _holds_libraries(path)}
    return (PACKAGE, PACKAGE.parent / "manifests", *sorted(places))


def _paths() -> Iterable[str]:
    """Where this interpreter looks for modules, but not the current folder, which may hold
    documents.
    """
    own, here = str(PACKAGE.parent), str(Path.cwd())
    paths = [os.path.realpath(path) for path in sys.path if path]
    return dict.fromkeys(path for path in paths if path == own or path != here)


def _holds_libraries(path: Path) -> bool:
    """A folder that an installer fills, or a zip of modules; not a checkout, whose other files are
    nobody's library.
    """
    return path.is_file() or path.name.endswith("-packages") or any(path.glob("*.dist-info"))


def _windows_folder() -> str:
    import ctypes

    text = ctypes.create_unicode_buffer(260)
    if sys.platform == "win32":
        ctypes.windll.kernel32.GetWindowsDirectoryW(text, len(text))
    return text.value


def _widen(*streams: BinaryIO) -> None:
    """Larger pipes, where the system has a call for it: a document goes through in fewer turns."""
    if sys.platform == "linux":
        import fcntl

        for stream in streams:
            with suppress(OSError):
                fcntl.fcntl(stream.fileno(), _F_SETPIPE_SZ, _PIPE_BYTES)
