"""JPEG without its metadata, pixels untouched: segments that describe are left out, those that
decode are kept.

ISO/IEC 10918-1: a JPEG is a row of segments, `FF marker length data`; entropy-coded data follows
SOS up to EOI.
"""

import re
import struct

from ..interface import Unreadable
from . import icc

_SOI, _EOI, _SOS, _COM, _APP0, _APP2, _APP14 = 0xD8, 0xD9, 0xDA, 0xFE, 0xE0, 0xE2, 0xEE
ORIENTATION = 0x0112  # of EXIF
_AFTER_SCAN = re.compile(rb"\xff(?![\0\1\xff\xd0-\xd7]|\Z)")
_ICC, _ICC_AT_MOST = b"ICC_PROFILE\0", 65_519
_ALONE = {0x01, *range(0xD0, 0xD8)}


def strip(data: bytes) -> tuple[bytes, list[bytes]]:
    """The same picture without metadata, and what was left out (each segment's data, and what
    followed the end).

    JFIF (without its thumbnail), ICC profiles and Adobe's colour transform stay. Raises
    `Unreadable` (D003) where the segments do not add up.
    """
    if data[:2] != b"\xff\xd8":
        raise Unreadable("D003")
    out, at = bytearray(b"\xff\xd8"), 2
    gone: list[bytes] = []
    profiles: list[bytes] = []
    while True:
        at = _marker(data, at)
        if at < 0:
            break
        marker = data[at + 1]
        if marker == _EOI:
            out += b"\xff\xd9"
            break
        if marker in _ALONE:
            at += 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at : at + 2 + length]
        if length < 2 or len(segment) < 2 + length:
            raise Unreadable("D003")
        if marker == _APP2 and segment[4:].startswith(_ICC):
            profiles.append(segment[4:])
            at += 2 + length
            continue
        if not _whole(marker, segment[4:]):
            raise Unreadable("D003")
        kept = _kept(marker, segment)
        out += kept
        if len(kept) < len(segment):
            gone.append(segment[4:])
        at += 2 + length
        if marker == _SOS:
            end = _scan_end(data, at)
            out += data[at:end]
            at = end
    if at >= 0 and data[at + 2 :].strip(b"\0\r\n "):
        gone.append(data[at + 2 :])
    return _coloured(bytes(out), profiles), gone


def _coloured(picture: bytes, parts: list[bytes]) -> bytes:
    """The picture with its colour profile, which may come in parts (ICC.1:2022 annex B.4)."""
    profile = (
        icc.plain(b"".join(part[14:] for part in sorted(parts, key=lambda part: part[12:13])))
        if parts
        else b""
    )
    pieces = [profile[n : n + _ICC_AT_MOST] for n in range(0, len(profile), _ICC_AT_MOST)]
    segments = b"".join(
        b"\xff\xe2" + struct.pack(">H", len(piece) + 16) + _ICC + bytes([n, len(pieces)]) + piece
        for n, piece in enumerate(pieces, 1)
    )
    # JFIF comes first.
    at = 4 + int.from_bytes(picture[4:6], "big") if picture[2:4] == b"\xff\xe0" else 2
    return picture[:at] + segments + picture[at:]


def upright(kept: bytes, gone: list[bytes]) -> bytes:
    """A stripped picture that lies as it lay: the orientation is the one thing of EXIF
    that stays.
    """
    turned = next((_orientation(segment) for segment in gone if segment.startswith(b"Exif\0\0")), 1)
    return kept[:2] + _oriented(turned) + kept[2:] if 2 <= turned <= 8 else kept


def _orientation(block: bytes) -> int:
    from .pillow import Image

    exif = Image.Exif()
    try:
        exif.load(block)
        return int(exif.get(ORIENTATION, 1))
    except Exception:  # a broken block turns nothing
        return 1


def _oriented(turned: int) -> bytes:
    """An APP1 segment that says how to turn the picture, and nothing else (TIFF, big-endian, one
    entry).
    """
    tiff = b"MM\0*" + struct.pack(">LHHHLHHL", 8, 1, ORIENTATION, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff


def _marker(data: bytes, at: int) -> int:
    while data[at : at + 2] == b"\xff\xff":
        at += 1
    if at + 1 >= len(data):
        return -1  # cut short: scanners leave the end marker out, decoders draw what is there
    if data[at] != 0xFF:
        raise Unreadable("D003")
    return at


def _kept(marker: int, segment: bytes) -> bytes:
    body = segment[4:]
    if marker == _APP0 and body.startswith(b"JFIF\0") and len(body) >= 14:
        return b"\xff\xe0\x00\x10" + body[:12] + b"\0\0"  # version, density; no thumbnail
    if marker == _APP14 and body.startswith(b"Adobe") and len(body) >= 12:
        return b"\xff\xee\x00\x0e" + body[:12]
    # What decoding needs.
    return segment if 0xC0 <= marker <= 0xCF or _SOS <= marker <= 0xDF else b""


def _whole(marker: int, body: bytes) -> bool:
    """Whether a segment that decoding needs holds just what it should (ISO/IEC 10918-1 annex B.2),
    and no more.
    """
    if marker in (0xC4, 0xDB):  # Huffman and quantisation tables, one after the other
        at = 0
        while at < len(body):
            at += 17 + sum(body[at + 1 : at + 17]) if marker == 0xC4 else 65 + 64 * (body[at] >> 4)
        return at == len(body)
    if marker == _SOS:
        return bool(body) and len(body) == 4 + 2 * body[0]
    if marker in (0xDC, 0xDD):
        return len(body) == 2
    if 0xC0 <= marker <= 0xCF and marker not in (0xC8, 0xCC):  # frames
        return len(body) > 5 and len(body) == 6 + 3 * body[5]
    return True


def _scan_end(data: bytes, at: int) -> int:
    """Where entropy-coded data ends: at the first FF that is neither stuffing nor a
    restart marker.
    """
    end = _AFTER_SCAN.search(data, at)
    return end.start() if end else len(data)
