"""Which releases a lock file names for a system, each by its hashes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_ENTRY = re.compile(r"\n(?=\S)")
_HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Pin:
    """One release: its name as PyPI writes it, its version, the hashes of its files."""

    name: str
    version: str
    hashes: tuple[str, ...]

    def line(self) -> str:
        """As pip reads it, without the marker: pip would ask the computer that it runs on."""
        hashes = " ".join(f"--hash={value}" for value in self.hashes)
        return f"{self.name}=={self.version} {hashes}"


def windows(python: str) -> Mapping[str, str]:
    """What markers are asked about (PEP 508) on 64-bit Windows; `python` is `3.13`."""
    return {
        "implementation_name": "cpython",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "platform_system": "Windows",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": "win32",
    }


def pins(lock: Path, environment: Mapping[str, str], without: Iterable[str] = ()) -> list[Pin]:
    """What pip would take from `lock` in `environment`, in the order of the file.

    Raises ValueError where an entry is not one exact release with a hash.
    """
    left_out = set(map(canonicalize_name, without))
    found = []
    for entry in _ENTRY.split(lock.read_text("utf-8")):
        if entry.startswith("#") or not entry.strip():
            continue
        wanted = Requirement(entry.splitlines()[0].removesuffix("\\").strip())
        name = canonicalize_name(wanted.name)
        if name in left_out or (wanted.marker and not wanted.marker.evaluate(dict(environment))):
            continue
        found.append(Pin(name, _exact(wanted), _hashes(entry, wanted)))
    return found


def _exact(wanted: Requirement) -> str:
    versions = [part.version for part in wanted.specifier if part.operator == "=="]
    if len(versions) != 1 or len(wanted.specifier) != 1:
        raise ValueError(f"{wanted} is not one release: run .ci/lock")
    return versions[0]


def _hashes(entry: str, wanted: Requirement) -> tuple[str, ...]:
    hashes = tuple(_HASH.findall(entry))
    if not hashes:
        raise ValueError(f"{wanted} has no hash: run .ci/lock")
    return hashes
