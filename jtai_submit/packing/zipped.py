"""The same bag in an AES-256 zip (WinZip's AE-2), for recipients who can run nothing else: 7-Zip, WinZip and others open it.

Names and sizes of the documents can be read without the passphrase, and everybody shares it: age is the better seal.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, BinaryIO

import pyzipper

from ..errors import Refused
from .bag import Entry, tag_files
from .codes import CODES
from .pack import Member, Sealed, Sink

_TIME = (1980, 1, 1, 0, 0, 0)
_BLOCK = 1024 * 1024


class _Counted(io.RawIOBase):
    """A stream that cannot seek, and knows what went through it."""

    def __init__(self, sink: Sink) -> None:
        self.sink, self.bytes, self.sha = sink, 0, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        view = memoryview(data)
        self.sink.write(view)
        self.sha.update(view)
        self.bytes += len(view)
        return len(view)


def seal_zip(
    members: Iterable[Member], sink: Sink, passphrase: bytes, *, info: Mapping[str, str],
    tags: Callable[[Sequence[Entry]], Mapping[str, bytes]],
) -> Sealed:  # fmt: skip
    """Write one pack to `sink`, as `pack.seal` does."""
    out, entries = _Counted(sink), list[Entry]()
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_STORED, allowZip64=True) as archive:
        archive.setpassword(passphrase)
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        for member in members:
            sha, size = hashlib.sha256(), 0
            with member.open() as source, archive.open(_named(archive, member.name), "w", force_zip64=True) as file:
                while block := source.read(_BLOCK):
                    file.write(block)
                    sha.update(block)
                    size += len(block)
            entries.append(Entry(member.name, size, sha.hexdigest()))
        for name, data in tag_files(entries, info, tags(entries)).items():
            with archive.open(_named(archive, name), "w") as file:
                file.write(data)
    return Sealed(out.bytes, out.sha.hexdigest(), tuple(entries))


def _named(archive: Any, name: str) -> Any:
    info = archive.zipinfo_cls(name, _TIME)
    info.external_attr, info.create_system = 0o644 << 16, 3
    return info


def open_zip(file: BinaryIO, passphrase: bytes, where: str) -> zipfile.ZipFile:
    """The zip, to be read member by member. Raises `Refused` (S010) for another passphrase."""
    archive = pyzipper.AESZipFile(file)
    archive.setpassword(passphrase)
    try:
        with archive.open(archive.infolist()[0]) as first:
            first.read(1)
    except (RuntimeError, IndexError):
        fix = "ask the sender for it by telephone (JTAI_SUBMIT_ZIP_PASSPHRASE, if it is set, is used first)"
        raise Refused(CODES["S010"].problem("the passphrase does not open this pack", fix, where)) from None
    return archive  # type: ignore[no-any-return]
