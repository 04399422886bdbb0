"""PNG and APNG (ISO/IEC 15948) without their metadata: chunks that decoding needs are kept, every
other goes.
"""

import struct
import zlib
from collections.abc import Iterator

from ..interface import Unreadable
from . import harvest, icc

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHUNKS = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"iCCP",
    b"sBIT",
    b"bKGD",
    b"pHYs",
    b"cICP",
    b"acTL",
    b"fcTL",
    b"fdAT",
}


def strip(data: bytes) -> tuple[bytes, set[str]]:
    """The same picture without metadata, and what that metadata told. Raises `Unreadable` (D003)
    where it is cut short.
    """
    parts, secrets = [SIGNATURE], set[str]()
    for kind, chunk in _chunks(data):
        if kind == b"iCCP":
            parts.append(_profile(chunk[8:-4]))
        elif kind in CHUNKS:
            parts.append(chunk)
        else:
            secrets |= _told(kind, chunk[8:-4])
        if kind == b"IEND":
            return b"".join(parts), secrets
    raise Unreadable("D003", "cut short")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        chunk = data[at : at + 12 + size]
        if len(chunk) < 12 + size:
            raise Unreadable("D003", "cut short")
        yield chunk[4:8], chunk
        at += 12 + size


def _profile(body: bytes) -> bytes:
    """A colour profile without its name and description."""
    try:
        profile = icc.plain(
            zlib.decompressobj().decompress(body.partition(b"\0")[2][1:], 10_000_000)
        )
    except zlib.error:
        profile = b""
    if not profile:
        return b""
    named = b"iCCPicc\0\0" + zlib.compress(profile)
    return struct.pack(">L", len(named) - 4) + named + struct.pack(">L", zlib.crc32(named))


def _told(kind: bytes, body: bytes) -> set[str]:
    """What a text or EXIF chunk could tell."""
    if kind == b"eXIf":
        return harvest.exif(b"Exif\0\0" + body)
    name, _, rest = body.partition(b"\0")
    try:
        if kind == b"zTXt":
            rest = zlib.decompressobj().decompress(rest[1:], 1_000_000)
        elif kind == b"iTXt":
            packed, rest = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[2]
            rest = zlib.decompressobj().decompress(rest, 1_000_000) if packed else rest
        elif kind != b"tEXt":
            return set()
    except (zlib.error, IndexError):
        return set()
    if name.startswith(b"XML:com.adobe.xmp"):
        return harvest.xmp(rest)
    return harvest.telling([rest.decode("utf-8", "replace")])
