"""BagIt 1.0 (RFC 8493) tag files, and the check of a bag that lies in a zip."""

import hashlib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from ..errors import Problem, Unusable
from .codes import CODES

# RFC 8493, 2.1.1: these two lines, without a byte order mark.
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_MANIFEST, _TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_BLOCK = 1024 * 1024
_MANIFEST_AT_MOST = 32 * 1024 * 1024  # bytes: a hundred thousand files with long names
_INFO_AT_MOST = 64 * 1024
_TOLD = 20  # problems of one pack that are said


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a bag: its name from the top, bytes and SHA-256 (hexadecimal)."""

    name: str
    bytes: int
    sha256: str


def manifest_text(entries: Sequence[Entry]) -> str:
    """`manifest-sha256.txt`, sorted, so that the same files always give the same text."""
    return "".join(
        f"{e.sha256}  {_quoted(e.name)}\n" for e in sorted(entries, key=lambda e: e.name)
    )


def tag_files(
    payload: Sequence[Entry], info: Mapping[str, str], others: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Every file of the bag that is not payload, by name; the tag manifest lists `others` (the
    index) too."""
    # 2.2.2: Payload-Oxum is OctetCount.StreamCount, and tells quickly what is not complete.
    size = sum(e.bytes for e in payload)
    lines = {**info, "Payload-Oxum": f"{size}.{len(payload)}"}
    tags = {
        **others,
        "bagit.txt": _DECLARATION.encode(),
        "bag-info.txt": "".join(f"{k}: {v}\n" for k, v in lines.items()).encode(),
        "manifest-sha256.txt": manifest_text(payload).encode(),
    }
    # 2.2.1: a tag manifest lists the other tag files, and never a tag manifest.
    listed = [
        Entry(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in tags.items()
    ]
    return {**tags, "tagmanifest-sha256.txt": manifest_text(listed).encode()}


def check(archive: zipfile.ZipFile, where: str = "") -> list[Entry]:
    """The payload of a bag in a zip, every byte of it checked, in time linear in its files.

    Raises `Unusable` (S001, S003) with all that is wrong, and whatever the zip raises of damage.
    """
    names = [info.filename for info in archive.infolist() if not info.is_dir()]
    known = set(names)
    # 2.1: these two have to be there; the tag manifest and bag-info.txt need not be.
    if not {"bagit.txt", _MANIFEST} <= known:
        message = "what is in the pack is not a bag"
        raise Unusable(CODES["S003"].problem(message, "check that it is the right file", where))
    problems, payload, listed = [], [], set[str]()
    if len(known) != len(names):
        problems.append(_changed("two files have the same name", where))
    for manifest in (_MANIFEST, _TAG_MANIFEST):
        if manifest not in known:
            continue
        for expected, name in _listed(archive, manifest, where):
            if name in listed:
                problems.append(_changed(f"{name} is listed twice", where))
                continue
            listed.add(name)
            if name not in known:
                problems.append(_changed(f"{name} is missing", where))
                continue
            with archive.open(name) as file:
                size, actual = digest(file)
            if actual != expected:
                problems.append(_changed(f"{name} is not what was packed", where))
            elif name.startswith("data/"):
                payload.append(Entry(name, size, actual))
    # 3: what lies in data/ and is not listed makes a bag incomplete. Of ours all files are listed.
    strangers = (name for name in names if name not in listed and name != _TAG_MANIFEST)
    problems += [_changed(f"{name} is not in the list of files", where) for name in strangers]
    if problems:
        raise Unusable(*problems[:_TOLD])
    return payload


def info(archive: zipfile.ZipFile) -> dict[str, str]:
    """`bag-info.txt` of a bag that was checked, one value a name (RFC 8493, 2.2.2)."""
    try:
        with archive.open("bag-info.txt") as file:
            text = file.read(_INFO_AT_MOST).decode("utf-8", "replace")
    except KeyError:
        return {}
    # 2.2.2: a line that begins with a blank or tab goes on with the one before.
    pairs = (line.partition(":") for line in text.splitlines() if line[:1] not in " \t")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _listed(archive: zipfile.ZipFile, manifest: str, where: str) -> Iterator[tuple[str, str]]:
    """The lines of a manifest: (SHA-256, name)."""
    if archive.getinfo(manifest).file_size > _MANIFEST_AT_MOST:
        raise Unusable(_changed(f"{manifest} is longer than any list of files", where))
    for line in archive.read(manifest).decode("utf-8", "replace").splitlines():
        sha, _, name = line.partition("  ")
        # 2.1.3: CR, LF and the percent sign are encoded. %25 comes back last, or %250A would become
        # a line break.
        yield sha, name.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def digest(file: IO[bytes]) -> tuple[int, str]:
    """Bytes and SHA-256 of what is left of a file."""
    sha, size, buffer = hashlib.sha256(), 0, memoryview(bytearray(_BLOCK))
    while count := file.readinto(buffer):  # type: ignore[attr-defined]
        sha.update(buffer[:count])
        size += count
    return size, sha.hexdigest()


def _quoted(name: str) -> str:
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _changed(message: str, where: str) -> Problem:
    fix = "download the pack again, and tell the sender if it is the same again"
    return CODES["S001"].problem(message, fix, where)
