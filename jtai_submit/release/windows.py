"""The folder for Windows: python.org's embeddable Python, the locked wheels, the package.

Nothing is installed: it is unpacked and run, from a disk, a stick or a share.
"""

import hashlib
import io
import re
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from .archive import zipped
from .parts import Part, missing, part
from .pins import Pin, pins, windows
from .texts import licences, read_me, read_me_for_it
from .wheels import download, members

NAME = "jtai-submit-windows.zip"
_FOLDER = "jtai-submit"
_SITE = "python/Lib/site-packages"
_LOCK, _LOCK_OF_EXTRAS = ".ci/requirements.txt", ".ci/requirements-test.txt"
_EXTRAS = ("heic", "s3", "sharepoint")
# What the extras bring beyond the lock of what everybody installs.
_FOR_S3 = ("botocore", "jmespath", "python-dateutil", "six", "urllib3")
_FOR_SHAREPOINT = ("charset-normalizer", "msal", "pyjwt", "requests")
_FOR_EXTRAS = ("pi-heif", *_FOR_S3, *_FOR_SHAREPOINT)
# hatchling and what it alone asks for: the package is copied, not built.
_FOR_BUILDING = ("hatchling", "pathspec", "pluggy", "tomlkit", "trove-classifiers")
# botocore signs; the descriptions of Amazon's hundreds of services are never read.
_NEVER_READ = re.compile(r"botocore/data/.*", re.S)
_NOT_HANDED_OUT = (".pyc", ".md")  # whatever else lies in the package belongs to it
_PYTHON = re.compile(r"python3(\d+)\.dll")
# VERSIONINFO resource: the string after this key, in UTF-16.
_KEY = re.escape("ProductVersion\0".encode("utf-16-le"))
_VERSION = re.compile(_KEY + rb"(?:\0\0)*((?:[0-9a-z.]\0)+)")
_COMMAND = """@echo off
"%~dp0python\\python.exe" -X utf8 -P -m jtai_submit %*
exit /b %ERRORLEVEL%
"""
_WINDOW = """@echo off
title jtai-submit
set "PATH=%~dp0;%PATH%"
cd /d "%USERPROFILE%\\Documents"
cmd /k jtai-submit --help
"""


@dataclass(frozen=True, slots=True)
class Embeddable:
    """python.org's `python-3.x.y-embed-amd64.zip`: `minor` is `3.13`, `version` the whole."""

    files: Mapping[str, bytes]
    minor: str
    version: str
    sha256: str


def make(python: bytes, project: Path, downloads: Path) -> bytes:
    """The zip to hand out. The same inputs give the same bytes.

    `python` is the embeddable package, `project` a checkout, `downloads` a folder for wheels.
    Raises ValueError where an input is not what it should be, OSError where pip gets no wheel.
    """
    embeddable = read_python(python)
    wheels = download(_wanted(project, embeddable.minor), embeddable.minor, downloads)
    libraries: dict[str, bytes] = {}
    parts = []
    for wheel in wheels:
        files = {name: data for name, data in members(wheel) if not _NEVER_READ.match(name)}
        parts.append(part(files))
        libraries |= files
    _whole(parts, project, embeddable.minor)
    about = _about(project)
    inside = {f"python/{name}": data for name, data in embeddable.files.items()}
    inside |= {f"{_SITE}/{name}": data for name, data in libraries.items()}
    inside |= {f"{_SITE}/{name}": data for name, data in _own(project).items()}
    inside[f"python/{_paths_file(embeddable)}"] = _search_paths(embeddable)
    python_version, sha256 = embeddable.version, embeddable.sha256
    for_it = read_me_for_it(about.version, python_version, sha256, len(parts))
    told = {
        "jtai-submit.cmd": _COMMAND,
        "start-here.cmd": _WINDOW,
        "READ ME.txt": read_me(about.version),
        "READ ME for IT.txt": for_it,
        "LICENCES.txt": licences(parts, _SITE, embeddable.version),
    }
    inside |= {name: _for_windows(text) for name, text in told.items()}
    inside["LICENSE.txt"] = _for_windows((project / "LICENSE").read_text("utf-8"))
    inside["SHA256SUMS.txt"] = _sums(inside)
    return zipped({f"{_FOLDER}/{name}": data for name, data in inside.items()})


def read_python(data: bytes) -> Embeddable:
    """Raises ValueError where `data` is not the embeddable package for 64-bit Windows."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except zipfile.BadZipFile as e:
        raise ValueError("--python is not a zip") from e
    found = [name for name in files if _PYTHON.fullmatch(name)]
    if len(found) != 1 or "python.exe" not in files or f"{found[0][:-4]}._pth" not in files:
        raise ValueError("--python is not python.org's embeddable package (python-…-embed-…zip)")
    if not _is_64_bit(files["python.exe"]):
        raise ValueError("--python is not for 64-bit Windows: take python-…-embed-amd64.zip")
    dll = files[found[0]]
    said = _VERSION.search(dll)
    minor = f"3.{found[0].removeprefix('python3').removesuffix('.dll')}"
    version = said[1].decode("utf-16-le") if said else minor
    return Embeddable(files, minor, version, hashlib.sha256(data).hexdigest())


def _is_64_bit(program: bytes) -> bool:
    # PE format: e_lfanew at 0x3C; "PE\0\0", then Machine, 0x8664 for x64
    at = int.from_bytes(program[0x3C:0x40], "little")
    return program[at : at + 6] == b"PE\0\0\x64\x86"


def _wanted(project: Path, minor: str) -> list[Pin]:
    environment = windows(minor)
    everybody = pins(project / _LOCK, environment, _FOR_BUILDING)
    names = {pin.name for pin in everybody}
    more = pins(project / _LOCK_OF_EXTRAS, environment)
    return everybody + [pin for pin in more if pin.name in _FOR_EXTRAS and pin.name not in names]


@dataclass(frozen=True, slots=True)
class _About:
    version: str
    requires: tuple[Requirement, ...]


def _about(project: Path) -> _About:
    said = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*said["dependencies"]]
    for extra in _EXTRAS:
        lines += said["optional-dependencies"][extra]
    return _About(str(said["version"]), tuple(map(Requirement, lines)))


def _whole(parts: list[Part], project: Path, minor: str) -> None:
    lacking, unasked = missing(parts, _about(project).requires, windows(minor))
    if lacking or unasked:
        message = f"not in the folder: {sorted(lacking)}; asked for by nobody: {sorted(unasked)}"
        raise ValueError(f"{message}. Put the names right in jtai_submit/release/windows.py")


def _own(project: Path) -> dict[str, bytes]:
    """The package as the wheel would hold it, without what makes releases."""
    found = {}
    package = project / "jtai_submit"
    for path in package.rglob("*"):
        if (
            path.is_file()
            and path.suffix not in _NOT_HANDED_OUT
            and not path.is_relative_to(package / "release")
        ):
            found[f"jtai_submit/{path.relative_to(package).as_posix()}"] = path.read_bytes()
    for path in (project / "manifests").iterdir():
        if path.suffix not in _NOT_HANDED_OUT:
            found[f"jtai_submit/manifests/{path.name}"] = path.read_bytes()
    return found


def _paths_file(python: Embeddable) -> str:
    return f"python{python.minor.replace('.', '')}._pth"


def _search_paths(python: Embeddable) -> bytes:
    """Where it looks for modules: here alone, whatever the computer has set for other Pythons.
    https://docs.python.org/3/using/windows.html#finding-modules"""
    library = f"python{python.minor.replace('.', '')}.zip"
    return _for_windows(f"{library}\n.\nLib\\site-packages\n")


def _sums(inside: Mapping[str, bytes]) -> bytes:
    lines = [f"{hashlib.sha256(inside[name]).hexdigest()}  {name}\n" for name in sorted(inside)]
    return _for_windows("".join(lines))


def _for_windows(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()
