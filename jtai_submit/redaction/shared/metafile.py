"""EMF and WMF ([MS-EMF], [MS-WMF]) without descriptions and comments: records that draw are kept.

EMF+ records are comments that draw. They stay, and photographs in them lose their metadata.
"""

import struct
from collections.abc import Iterator

from ..interface import Unreadable
from . import emfplus, harvest

_COMMENT, _EMF_PLUS, _FIXED = b"\x46\0\0\0", b"EMF+", 88  # bytes of the header that say how to draw
_WMF_ESCAPE, _WMF_COMMENT, _PLACEABLE = 0x0626, 0x000F, b"\xd7\xcd\xc6\x9a"
_TELLTALE = (b"Exif\0\0", b"http://ns.adobe.com/x", b"Photoshop 3.0", b"tEXt", b"iTXt", b"eXIf")
_LONG = _TELLTALE[:3]  # letters that no bitmap holds by chance


def is_emf(data: bytes) -> bool:
    return data[:4] == b"\1\0\0\0" and data[40:44] == b" EMF"


def is_wmf(data: bytes) -> bool:
    return data[:4] == _PLACEABLE or (
        data[:2] in (b"\1\0", b"\2\0") and data[2:6] in (b"\x09\0\0\1", b"\x09\0\0\3")
    )


def strip_emf(data: bytes, strip_picture: emfplus.Strip) -> tuple[bytes, set[str]]:
    """The same drawing without its description and comments, and what these told.

    `strip_picture` takes the metadata off a photograph in it. Raises `Unreadable`: D003 broken,
    R201 where metadata of a photograph is left.
    """
    header, *records = _emf_records(data)
    if len(header) < _FIXED:
        raise Unreadable("D003", "picture")
    length, offset = struct.unpack_from("<LL", header, 60)
    told = harvest.telling(
        header[offset : offset + 2 * length].decode("utf-16-le", "ignore").split("\0")
    )
    bare = bytearray(header[:_FIXED].ljust(len(header), b"\0"))
    struct.pack_into("<LL", bare, 60, 0, 0)
    kept = [record for record in records if record[:4] != _COMMENT or record[12:16] == _EMF_PLUS]
    drawn = [n for n, record in enumerate(kept) if record[:4] == _COMMENT]
    plain, said = emfplus.strip([kept[n] for n in drawn], strip_picture)
    told |= said
    for n, record in zip(drawn, plain, strict=True):
        kept[n] = record
    if _is_told(kept, plain):
        raise Unreadable("R201", "picture")
    struct.pack_into("<LL", bare, 48, len(bare) + sum(map(len, kept)), len(kept) + 1)
    return bytes(bare) + b"".join(kept), told


def _is_told(records: list[bytes], plain: list[bytes]) -> bool:
    """Whether metadata of photographs is left: in EMF+, or in a bitmap that is a JPEG ([MS-EMF]
    2.1.1: BI_JPEG).
    """
    joined = b"".join(record[28:] for record in plain)
    return any(telltale in joined for telltale in _TELLTALE) or any(
        telltale in record for record in records for telltale in _LONG
    )


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
