"""The second reader of zips: the central directory read by itself (APPNOTE 6.3.10), and zlib; not
`zipfile`.

What it doubts: that each member of the original is in the copy, that texts are the same to the
byte, and that nothing stands in the copy but its members, without dates, comments and extra fields.
"""

import binascii
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ...documents.examination import Noticed
from ...documents.walk import ignored
from ..interface import Cleaned

_END, _CENTRAL, _LOCAL = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_END_64 = b"PK\x06\x06"
_NO_DATE = (0, 0x21)  # 1980-01-01 00:00, as MS-DOS counts
_STORED, _DEFLATED = 0, 8
_SAME_BYTES = re.compile(rb"\.(?:txt|csv|md)$", re.I)


class _Broken(Exception):
    """The directory does not add up."""


@dataclass(frozen=True, slots=True)
class _Member:
    name: bytes
    dated: tuple[int, int]
    method: int
    crc: int
    packed: int
    size: int
    at: int  # of its local header
    extras: int  # bytes of extra fields and comment


def doubt(original: bytes, cleaned: Cleaned) -> list[Noticed]:
    """As many members as before, each readable; texts to the byte; no detail of the old zip in the
    new.
    """
    try:
        before = [m for m in _members(original) if not _left_behind(m.name)]
        after = list(_members(cleaned.data))
        bodies = {m.name: _body(cleaned.data, m) for m in after}
    except (_Broken, struct.error, zlib.error):
        return [Noticed("R202", where="the list of members")]
    if len(before) != len(after) or len(bodies) != len(after):
        return [Noticed("R202", abs(len(before) - len(after)) or 1, where="the number of members")]
    sent = Counter((m.size, m.crc) for m in after)
    if Counter(_texts(before, after)) - sent:
        return [Noticed("R202", where="a text in it")]
    if any(m.dated != _NO_DATE or m.extras for m in after) or _between(cleaned.data, after):
        return [Noticed("R201", detail="details of the zip")]
    return []


def _texts(before: list[_Member], after: list[_Member]) -> Iterator[tuple[int, int]]:
    """Size and CRC of the texts that are texts still: a page named .txt can have become a page."""
    kept = {m.name for m in after}
    for member in before:
        if _SAME_BYTES.search(member.name) and member.name in kept:
            yield member.size, member.crc


def _left_behind(name: bytes) -> bool:
    last = name.replace(b"\\", b"/").rpartition(b"/")[2].decode("utf-8", "replace")
    return name.endswith((b"/", b"\\")) or name.startswith(b"__MACOSX/") or ignored(last)


def _members(data: bytes) -> Iterator[_Member]:
    """The entries of the central directory. Raises `_Broken`."""
    # APPNOTE 4.3.16: 22 bytes and a comment of 65,535 at most.
    end = data.rfind(_END, max(0, len(data) - 65_557))
    if end < 0:
        raise _Broken
    count, size, start = struct.unpack_from("<HLL", data, end + 10)
    shift = end - size - start  # bytes that stand before the zip
    # 4.3.14 and 4.3.15: the larger record stands before its locator, which stands before the end.
    wide = data.rfind(_END_64, max(0, end - 120), end)
    if wide >= 0 and (0xFFFF_FFFF in (size, start) or count == 0xFFFF):
        count, size, start = struct.unpack_from("<QQQ", data, wide + 32)
        shift = wide - size - start
    at = start + shift
    if at < 0:
        raise _Broken
    for _ in range(count):
        if data[at : at + 4] != _CENTRAL:
            raise _Broken
        # 4.3.12, from the method of compression on.
        method, time, day, crc, packed, whole = struct.unpack_from("<HHHLLL", data, at + 10)
        name, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        (local,) = struct.unpack_from("<L", data, at + 42)
        where = data[at + 46 + name : at + 46 + name + extra]
        packed, whole, local = _wide(where, packed, whole, local)
        yield _Member(
            data[at + 46 : at + 46 + name],
            (time, day),
            method,
            crc,
            packed,
            whole,
            local + shift,
            extra + comment,
        )
        at += 46 + name + extra + comment


def _wide(extra: bytes, packed: int, whole: int, local: int) -> tuple[int, int, int]:
    """Sizes and place of a member from its Zip64 field (4.5.3), where the short ones say that they
    stand there.
    """
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            numbers = iter(struct.unpack_from(f"<{size // 8}Q", extra, at + 4))
            whole = next(numbers, whole) if whole == 0xFFFF_FFFF else whole
            packed = next(numbers, packed) if packed == 0xFFFF_FFFF else packed
            local = next(numbers, local) if local == 0xFFFF_FFFF else local
        at += 4 + size
    return packed, whole, local


def _body(data: bytes, member: _Member) -> bytes:
    """A member of the copy, inflated. Raises `_Broken` where it is not what the directory says."""
    start = _start(data, member)
    body = data[start : start + member.packed]
    if member.method == _DEFLATED:
        body = zlib.decompressobj(-15).decompress(body, member.size + 1)
    elif member.method != _STORED:
        raise _Broken
    if len(body) != member.size or binascii.crc32(body) != member.crc:
        raise _Broken
    return body


def _start(data: bytes, member: _Member) -> int:
    if data[member.at : member.at + 4] != _LOCAL:
        raise _Broken
    # 4.3.7: the local header has lengths of its own.
    name, extra = struct.unpack_from("<HH", data, member.at + 26)
    return member.at + 30 + int(name) + int(extra)


def _between(data: bytes, members: list[_Member]) -> bool:
    """Whether bytes stand in the copy that belong to no member."""
    at = 0
    for member in sorted(members, key=lambda m: m.at):
        local = struct.unpack_from("<HH", data, member.at + 10)
        if (
            member.at != at
            or local != _NO_DATE
            or _start(data, member) != at + 30 + len(member.name)
        ):
            return True
        at = _start(data, member) + member.packed
    directory = sum(46 + len(m.name) for m in members)
    return len(data) != at + directory + 22
