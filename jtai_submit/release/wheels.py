"""Wheels: fetched by pip, each against its hash, and unpacked as an installer would do it."""

import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from .pins import Pin

# PyPA, "Binary distribution format", "The .data directory": what goes to site-packages.
_LIBRARIES = ("purelib", "platlib")


def download(pins: Iterable[Pin], python: str, into: Path) -> list[Path]:
    """The wheels of `pins` for CPython `python` (`3.13`) on 64-bit Windows, in the order of their
    names.

    Raises OSError where pip does not get one, with what pip said.
    """
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "wanted.txt")
        wanted.write_text("".join(f"{pin.line()}\n" for pin in pins), "utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--disable-pip-version-check", "--require-hashes", "--only-binary=:all:"]
        command += ["--platform", "win_amd64", "--python-version", python]
        command += ["--dest", str(into), "--requirement", str(wanted)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"pip did not get the wheels: {done.stderr.strip()}")
    return sorted(into.glob("*.whl"))


def members(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """Path below site-packages and bytes of each file of a wheel.

    Scripts and headers are left out: nobody here calls them. Raises ValueError for a name that
    leads out of the folder.
    """
    with zipfile.ZipFile(io.BytesIO(wheel.read_bytes())) as archive:
        for entry in archive.infolist():
            path = PurePosixPath(entry.filename)
            if path.is_absolute() or ".." in path.parts or "\\" in entry.filename:
                raise ValueError(f"{wheel.name} holds {entry.filename}, which leads out of it")
            place = _place(path)
            if place and not entry.is_dir():
                yield place, archive.read(entry)


def _place(path: PurePosixPath) -> str:
    if not path.parts[0].endswith(".data"):
        return str(path)
    if len(path.parts) > 2 and path.parts[1] in _LIBRARIES:
        return "/".join(path.parts[2:])
    return ""
