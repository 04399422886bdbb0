"""Whether a zip says the same in both of its places, and holds nothing else: its members lie one
behind the other from the first byte, the list of them follows, and its end is the end.

Of a locked member WinZip's AES proves the bytes alone (an HMAC); what stands around them is
proven by nothing, and damage there is found here. APPNOTE.TXT, 4.3.
"""

import struct
import zipfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO

_LOCAL, _CENTRAL, _END = (
    struct.Struct("<4s5H3L2H"),  # 4.3.7
    struct.Struct("<4s6H3L5H2L"),  # 4.3.12
    struct.Struct("<4s4H2LH"),  # 4.3.16
)
# 4.3.9: a signature, the CRC, both sizes; of zip64 the sizes have 8 bytes.
_DESCRIPTORS = (struct.Struct("<4s3L"), struct.Struct("<4sL2Q"))
_LATER = 0x8  # 4.4.4, bit 3: CRC and sizes follow behind the bytes
_ZIP64, _AES = 0x0001, 0x9901  # of the extra fields
_ZIP64_NEEDS = 45  # 4.4.3: version 4.5
_ZIP64_END = (56, 20)  # bytes: 4.3.14, 4.3.15
_WIDE = (0xFFFF, 0xFFFFFFFF)  # 4.4.1.4: it stands in the records of zip64


def is_whole(file: BinaryIO, members: Sequence[zipfile.ZipInfo], central: int) -> bool:
    """Whether everything outside of the members' bytes is as it was written; `central` is where the
    list of members begins.
    """
    try:
        at = 0
        for info, listed in zip(members, _listed(file, central, len(members)), strict=True):
            if info.header_offset != at:
                return False
            at = _behind(file, info, listed)
        return at == central and _ends(file, central, len(members))
    except (struct.error, ValueError):
        return False


def _listed(file: BinaryIO, at: int, count: int) -> Iterator[tuple[tuple[int, ...], bytes, bytes]]:
    """Of each entry of the list: version, flags, method, time and day; its name; its lock."""
    for _ in range(count):
        file.seek(at)
        fixed = _CENTRAL.unpack(file.read(_CENTRAL.size))
        made, needed = fixed[1:3]
        name, extra, comment, disk, inside, outside = fixed[10:16]
        if fixed[0] != b"PK\1\2" or comment or disk or inside:
            raise ValueError
        # 4.4.2, 4.4.15: as packs are written, wherever: by Unix, a file that all may read.
        if (made, outside) != (3 << 8 | needed, 0o644 << 16):
            raise ValueError
        yield tuple(fixed[2:7]), file.read(name), _lock(file.read(extra), filled=True)
        at += _CENTRAL.size + name + extra


def _behind(
    file: BinaryIO, info: zipfile.ZipInfo, listed: tuple[tuple[int, ...], bytes, bytes]
) -> int:
    """The place behind a member. Raises ValueError where its own header says other things."""
    file.seek(info.header_offset)
    fixed = _LOCAL.unpack(file.read(_LOCAL.size))
    name, extra = file.read(fixed[9]), file.read(fixed[10])
    (needed, *facts), *others = listed
    if fixed[0] != b"PK\3\4" or [name, _lock(extra, filled=False)] != others:
        raise ValueError
    # Whether a member needs zip64 is known once it is written, and then stands in the list alone.
    if list(fixed[2:6]) != facts or needed not in (fixed[1], _ZIP64_NEEDS):
        raise ValueError
    at: int = info.header_offset + _LOCAL.size + fixed[9] + fixed[10] + info.compress_size
    sums = (info.CRC, info.compress_size, info.file_size)
    later = fixed[2] & _LATER
    said = (0, 0, 0) if later else sums
    if any(each not in (fact, *_WIDE) for each, fact in zip(fixed[6:9], said, strict=True)):
        raise ValueError
    if not later:
        return at
    for descriptor in _DESCRIPTORS[:: -1 if _is_wide(extra) else 1]:
        file.seek(at)
        if descriptor.unpack(file.read(descriptor.size)) == (b"PK\7\x08", *sums):
            return at + descriptor.size
    raise ValueError


def _lock(extra: bytes, *, filled: bool) -> bytes:
    """The field of WinZip's AES. Raises ValueError where the fields do not fill their place, or one
    of zip64 is not what it is to be: `filled` in, or left for later.
    """
    found, at = b"", 0
    while at < len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if at + 4 + length > len(extra):
            raise ValueError
        if kind == _AES:
            found += extra[at : at + 4 + length]
        elif kind != _ZIP64 or (any(extra[at + 4 : at + 4 + length]) and not filled):
            raise ValueError
        at += 4 + length
    return found


def _is_wide(extra: bytes) -> bool:
    return extra[:2] == b"\1\0"


def _ends(file: BinaryIO, central: int, count: int) -> bool:
    """Whether the end says where the list is, and nothing follows."""
    size = file.seek(-_END.size, 2)
    signature, *disks, here, every, length, begins, comment = _END.unpack(file.read(_END.size))
    if signature != b"PK\5\6" or any(disks) or comment or not {here, every} <= {count, *_WIDE}:
        return False
    if begins in _WIDE or length in _WIDE:
        return True  # the records of zip64 say it, and are read
    behind = central + length
    file.seek(behind)
    wide = size - behind == sum(_ZIP64_END) and file.read(4) == b"PK\6\6"
    return begins == central and (behind == size or wide)
