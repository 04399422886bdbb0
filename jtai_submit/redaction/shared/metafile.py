"""EMF and WMF ([MS-EMF], [MS-WMF]) without descriptions and comments: records that draw are kept.

EMF+ records are comments that draw. They stay; a photograph in them that carries metadata is not let through.
"""

import struct
from collections.abc import Iterator

from ..interface import Unreadable
from . import harvest

_EMF_COMMENT, _EMF_PLUS, _FIXED = 70, b"EMF+", 88  # bytes of the header that say how to draw
_WMF_ESCAPE, _WMF_COMMENT, _PLACEABLE = 0x0626, 0x000F, b"\xd7\xcd\xc6\x9a"
_TELLTALE = (b"Exif\0\0", b"http://ns.adobe.com/x", b"Photoshop 3.0", b"tEXt", b"iTXt", b"eXIf")


def is_emf(data: bytes) -> bool:
    return data[:4] == b"\1\0\0\0" and data[40:44] == b" EMF"


def is_wmf(data: bytes) -> bool:
    return data[:4] == _PLACEABLE or (data[:2] in (b"\1\0", b"\2\0") and data[2:6] in (b"\x09\0\0\1", b"\x09\0\0\3"))


def strip_emf(data: bytes) -> tuple[bytes, set[str]]:
    """The same drawing without its description and comments, and what these told."""
    header, *records = _emf_records(data)
    if len(header) < _FIXED:
        raise Unreadable("D003", "picture")
    length, offset = struct.unpack_from("<LL", header, 60)
    told = harvest.telling(header[offset : offset + 2 * length].decode("utf-16-le", "ignore").split("\0"))
    bare = bytearray(header[:_FIXED].ljust(len(header), b"\0"))
    struct.pack_into("<LL", bare, 60, 0, 0)
    kept = []
    for record in records:
        if record[:4] == _EMF_COMMENT.to_bytes(4, "little"):
            if record[12:16] != _EMF_PLUS:
                continue
            if any(telltale in record for telltale in _TELLTALE):
                raise Unreadable("R201", "picture")
        kept.append(record)
    struct.pack_into("<LL", bare, 48, len(bare) + sum(map(len, kept)), len(kept) + 1)
    return bytes(bare) + b"".join(kept), told


def _emf_records(data: bytes) -> Iterator[bytes]:
    at = 0
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<LL", data, at)
        if size < 8 or size % 4 or at + size > len(data):
            raise Unreadable("D003", "picture")
        yield data[at : at + size]
        at += size
        if kind == 14:  # end of file
            return
    raise Unreadable("D003", "picture")


def strip_wmf(data: bytes) -> bytes:
    """The same drawing without comments; its sizes are counted anew."""
    start = 22 if data[:4] == _PLACEABLE else 0
    at, kept = start + 18, list[bytes]()
    while at + 6 <= len(data):
        words, kind = struct.unpack_from("<LH", data, at)
        record = data[at : at + 2 * words]
        if words < 3 or len(record) < 2 * words:
            raise Unreadable("D003", "picture")
        at += 2 * words
        if kind != _WMF_ESCAPE or int.from_bytes(record[6:8], "little") != _WMF_COMMENT:
            kept.append(record)
        if kind == 0:
            break
    head = bytearray(data[start : start + 18])
    if len(head) < 18:
        raise Unreadable("D003", "picture")
    struct.pack_into("<L", head, 6, (18 + sum(map(len, kept))) // 2)
    return data[:start] + bytes(head) + b"".join(kept)
