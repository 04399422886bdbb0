"""BagIt 1.0 (RFC 8493) tag files, and the check of a bag that lies in a zip."""

import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from ..errors import Problem, Unusable
from .codes import CODES

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a bag: its name from the top, bytes and SHA-256 (hexadecimal)."""

    name: str
    bytes: int
    sha256: str


def manifest_text(entries: Sequence[Entry]) -> str:
    """`manifest-sha256.txt`, sorted, so that the same files always give the same text."""
    return "".join(f"{e.sha256}  {_quoted(e.name)}\n" for e in sorted(entries, key=lambda e: e.name))


def tag_files(payload: Sequence[Entry], info: Mapping[str, str], others: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every file of the bag that is not payload, by name; `others` (the index) are listed in the tag manifest too."""
    size = sum(e.bytes for e in payload)
    lines = {**info, "Payload-Oxum": f"{size}.{len(payload)}"}
    tags = {
        **others,
        "bagit.txt": _DECLARATION.encode(),
        "bag-info.txt": "".join(f"{k}: {v}\n" for k, v in lines.items()).encode(),
        "manifest-sha256.txt": manifest_text(payload).encode(),
    }
    listed = [Entry(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in tags.items()]
    return {**tags, "tagmanifest-sha256.txt": manifest_text(listed).encode()}


def check(archive: zipfile.ZipFile) -> list[Entry]:
    """The payload of a bag in a zip, every byte of it checked. Raises `Unusable` (S001, S003) with all that is wrong."""
    names = [info.filename for info in archive.infolist() if not info.is_dir()]
    problems, payload, listed = [], [], set()
    if "bagit.txt" not in names or "manifest-sha256.txt" not in names:
        raise Unusable(CODES["S003"].problem("what is in the pack is not a bag", "check that it is the right file"))
    if len(set(names)) != len(names):
        problems.append(_changed("two files have the same name"))
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        if manifest not in names:
            continue
        for line in archive.read(manifest).decode("utf-8", "replace").splitlines():
            expected, _, name = line.partition("  ")
            name = name.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
            listed.add(name)
            if name not in names:
                problems.append(_changed(f"{name} is missing"))
                continue
            with archive.open(name) as file:
                size, actual = digest(file)
            if actual != expected:
                problems.append(_changed(f"{name} is not what was packed"))
            elif name.startswith("data/"):
                payload.append(Entry(name, size, actual))
    problems += [
        _changed(f"{name} is not in the list of files")
        for name in names
        if name not in listed and name != "tagmanifest-sha256.txt"
    ]
    if problems:
        raise Unusable(*problems)
    return payload


def digest(file: IO[bytes]) -> tuple[int, str]:
    """Bytes and SHA-256 of what is left of a file."""
    sha, size, buffer = hashlib.sha256(), 0, memoryview(bytearray(_BLOCK))
    while count := file.readinto(buffer):  # type: ignore[attr-defined]
        sha.update(buffer[:count])
        size += count
    return size, sha.hexdigest()


def _quoted(name: str) -> str:
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _changed(message: str) -> Problem:
    return CODES["S001"].problem(message, "download the pack again, and tell the sender if it is the same again")
