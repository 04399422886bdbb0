"""A zip from somebody else, read within limits; and one of ours, which is always the same for the
same members.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable

from ..interface import Unreadable

MEMBERS_AT_MOST, BYTES_AT_MOST = 20_000, 512 * 1024 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Container:
    """The members of a zip by name. Raises `Unreadable`: D003 broken, D004 password,
    R203 a bomb.
    """

    def __init__(self, data: bytes, key: Callable[[str], str] = str) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
            raise Unreadable("D003", "the zip that holds it is broken") from None
        members = [m for m in self._zip.infolist() if not m.is_dir()]
        if len(members) > MEMBERS_AT_MOST or sum(m.file_size for m in members) > BYTES_AT_MOST:
            raise Unreadable("R203", "memory")
        if any(m.flag_bits & 1 for m in members):
            raise Unreadable("D004")
        self._key, self._members = key, {key(m.filename): m for m in members}
        if len(self._members) < len(members):
            raise Unreadable("D003", "two parts of one name")
        self._left = BYTES_AT_MOST

    def __contains__(self, name: str) -> bool:
        return self._key(name) in self._members

    def names(self) -> list[str]:
        return [member.filename for member in self._members.values()]

    def size(self, name: str) -> int:
        """The bytes that a member claims to have, inflated."""
        return self._members[self._key(name)].file_size

    def utf8(self, name: str) -> bool:
        """Whether the zip says that a member's name is UTF-8 (APPNOTE 4.4.4, bit 11, or its Unicode
        path).
        """
        member = self._members[self._key(name)]
        return bool(member.flag_bits & 0x800) or member.filename != member.orig_filename

    def is_link(self, name: str) -> bool:
        """Whether a member only points elsewhere (Unix)."""
        return (self._members[self._key(name)].external_attr >> 16) & 0o170000 == 0o120000

    def read(self, name: str) -> bytes:
        try:
            data = self._zip.read(self._members[self._key(name)])
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ):
            raise Unreadable("D003", f"the part {name} is missing or broken") from None
        self._left -= len(data)
        if self._left < 0:
            raise Unreadable("R203", "memory")
        return data


def write(members: Iterable[tuple[str, bytes]], stored: Callable[[str], bool]) -> bytes:
    """A zip of these members, in this order. What is packed already is `stored`: deflating it again
    saves nothing.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            member = zipfile.ZipInfo(name, _EPOCH)
            member.create_system, member.external_attr = 0, 0o600 << 16
            member.compress_type = zipfile.ZIP_STORED if stored(name) else zipfile.ZIP_DEFLATED
            archive.writestr(member, data, compresslevel=6)
    return out.getvalue()
