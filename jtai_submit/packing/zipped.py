"""The same bag in an AES-256 zip (WinZip's AE-2), for recipients who can run nothing else.

7-Zip, WinZip and others open it.

Names and sizes of the documents can be read without the passphrase, and everybody shares it: age is
the better seal.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, BinaryIO

import pyzipper

from ..errors import Refused, Unusable
from .bag import Entry, tag_files
from .codes import CODES
from .layout import is_whole
from .pack import Member, Sealed, Sink

_TIME = (1980, 1, 1, 0, 0, 0)
_BLOCK = 1024 * 1024
_TRIED = 9  # members that the passphrase is tried on
# Bytes that a lock adds to a member: salt, check of the passphrase, HMAC ("AES Encryption
# Information", III: for AES-256 the salt has 16).
LOCK = 16 + 2 + 10


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
    members: Iterable[Member],
    sink: Sink,
    passphrase: bytes,
    *,
    info: Mapping[str, str],
    tags: Callable[[Sequence[Entry]], Mapping[str, bytes]],
) -> Sealed:
    """Write one pack to `sink`, as `pack.seal` does."""
    out, entries = _Counted(sink), list[Entry]()
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_STORED, allowZip64=True) as archive:
        archive.setpassword(passphrase)
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        for member in members:
            sha, size = hashlib.sha256(), 0
            named = _named(archive, member.name)
            with member.open() as source, archive.open(named, "w", force_zip64=True) as file:
                while block := source.read(_BLOCK):
                    file.write(block)
                    if not member.sha256:
                        sha.update(block)
                    size += len(block)
            entries.append(Entry(member.name, size, member.sha256 or sha.hexdigest()))
        for name, data in tag_files(entries, info, tags(entries)).items():
            with archive.open(_named(archive, name), "w") as file:
                file.write(data)
    return Sealed(out.bytes, out.sha.hexdigest(), tuple(entries))


def _named(archive: Any, name: str) -> Any:
    info = archive.zipinfo_cls(name, _TIME)
    # As in `pack`. Names are not locked: WinZip's AES is of a member's bytes only.
    info.external_attr, info.create_system = 0o644 << 16, 3
    return info


def open_zip(file: BinaryIO, passphrase: Callable[[], bytes], where: str) -> zipfile.ZipFile:
    """The zip, to be read member by member; the passphrase is asked for once it is seen to be ours.

    Raises `Unusable` (S003, S001) where nothing, or not everything, is locked, `Refused` (S010)
    for another passphrase, and whatever pyzipper raises of a damaged zip. Reading a member to its
    end proves it: WinZip's AES carries an HMAC.
    """
    archive = pyzipper.AESZipFile(file)
    members = archive.infolist()
    if bare := [info.filename for info in members if not _locked(info)]:
        whole = len(bare) == len(members)
        message = f"this zip is not locked with a passphrase, as our packs are: {bare[0]!r} is not"
        fix = "do not trust what is in it, and ask the sender for the pack"
        raise Unusable(CODES["S003" if whole else "S001"].problem(message, fix, where))
    if not is_whole(file, members, archive.start_dir):
        message = "the pack was changed: what it says of its files does not agree with itself"
        fix = "download the pack again; if it stays, tell the sender"
        raise Unusable(CODES["S001"].problem(message, fix, where))
    archive.setpassword(passphrase())
    # Each member holds two bytes that tell a wrong passphrase. Damage hits one of them, a wrong
    # passphrase nearly all.
    some = members[:_TRIED]
    if sum(_refuses(archive, info) for info in some) * 2 > len(some):
        fix = (
            "ask the sender for it by telephone (JTAI_SUBMIT_ZIP_PASSPHRASE, if it is set, is "
            "used first)"
        )
        message = "the passphrase does not open this pack"
        raise Refused(CODES["S010"].problem(message, fix, where))
    return archive  # type: ignore[no-any-return]


def _locked(info: Any) -> bool:
    """Whether a member is encrypted by WinZip's AES-256, as `seal_zip` does.

    https://www.winzip.com/en/support/aes-encryption/: general purpose flag, bit 0, and extra field
    0x9901 with version 1 (AE-1) or 2 (AE-2) and strength 3 (256 bits).
    """
    encrypted = bool(info.flag_bits & 0x1)
    return encrypted and info.wz_aes_version in (1, 2) and info.wz_aes_strength == 3


def _refuses(archive: Any, info: Any) -> bool:
    """Whether a member says that it has another passphrase; how it is damaged is found
    in reading.
    """
    try:
        archive.open(info).close()
    except RuntimeError as e:  # pyzipper's word for it
        return "Bad password" in str(e)
    return False
