"""Coded pictures of HEIF in their units: those that a decoder draws from stay byte for byte, those
that only tell (SEI messages, metadata, padding) go.

A unit that does not fill its place is no picture: whatever else lies between units would travel.
"""

from collections.abc import Callable, Iterator

from ..interface import Unreadable
from ..shared import jpeg

# ITU-T H.265, table 7-1: slices, then parameter sets, end of sequence and of bitstream. Not: 35
# (delimiter), 38 (filler), 39 and 40 (SEI, where encoders sign and users write), 41 to 63 (free).
_HEVC = {*range(35), 36, 37}
# ITU-T H.264, table 7-1: the same; 6 is SEI, 9 the delimiter, 12 filler.
_AVC = {1, 2, 3, 4, 5, 7, 8, 10, 11, 13, 14, 15, 19, 20}
# AV1, 6.2.2: sequence header, delimiter, frames and tiles; 5 is metadata, 15 padding.
_AV1 = {1, 2, 3, 4, 6, 7, 8}
_LONGEST_SIZE = 8  # bytes of a leb128 (AV1, 4.10.5)


def plain(kind: bytes, data: bytes, configuration: bytes) -> bytes:
    """An item's data without what draws nothing. `configuration` is its hvcC, avcC or av1C.

    Raises `Unreadable` (D003) where the units do not fill it, IndexError where one is cut short.
    """
    match kind:
        case b"hvc1":  # ISO/IEC 14496-15, 8.3.3.1.2: lengthSizeMinusOne
            return _lengths(data, configuration[21] & 3, lambda unit: unit[0] >> 1 & 63 in _HEVC)
        case b"avc1":  # 5.3.3.1.2
            return _lengths(data, configuration[4] & 3, lambda unit: unit[0] & 31 in _AVC)
        case b"av01":
            return b"".join(_units(data))
        case b"jpeg":
            return jpeg.strip(data)[0]
    return data


def configuration(kind: bytes, body: bytes) -> bytes:
    """A property that prepares the decoder (hvcC, av1C), without units that only tell. Raises as
    above.
    """
    match kind:
        case b"hvcC":
            arrays = list(_arrays(body))
            return body[:22] + bytes([len(arrays)]) + b"".join(arrays)
        case b"av1C":
            return body[:4] + b"".join(_units(body[4:]))
    return body


def _lengths(data: bytes, size: int, drawn: Callable[[bytes], bool]) -> bytes:
    """Units of which each says its length in so many bytes, and one."""
    out, at, size = list[bytes](), 0, size + 1
    while at < len(data):
        end = at + size + int.from_bytes(data[at : at + size], "big")
        if end > len(data):
            raise Unreadable("D003", "picture")
        if drawn(data[at + size : end]):
            out.append(data[at:end])
        at = end
    return b"".join(out)


def _arrays(body: bytes) -> Iterator[bytes]:
    """ISO/IEC 14496-15, 8.3.3.1.2: per kind of unit how many, then each with its length. SEI may
    stand here too.
    """
    at = 23
    for _ in range(body[22]):
        start, count = at, int.from_bytes(body[at + 1 : at + 3], "big")
        at += 3
        for _ in range(count):
            at += 2 + int.from_bytes(body[at : at + 2], "big")
        if at > len(body):
            raise Unreadable("D003", "picture")
        if body[start] & 63 in (32, 33, 34):
            yield body[start:at]
    if at != len(body):
        raise Unreadable("D003", "picture")


def _units(data: bytes) -> Iterator[bytes]:
    """OBUs that draw (AV1, 5.3.2): a byte of kind, one more with layers, the size where it is
    said; without one it is all that is left.
    """
    at = 0
    while at < len(data):
        head = data[at]
        start, length = at + 1 + (head >> 2 & 1), -1
        if head & 2:
            length, start = _leb128(data, start)
        end = start + length if head & 2 else len(data)
        if head & 0x81 or end > len(data):  # the first bit is forbidden, the last reserved
            raise Unreadable("D003", "picture")
        if head >> 3 & 15 in _AV1:
            yield data[at:end]
        at = end


def _leb128(data: bytes, at: int) -> tuple[int, int]:
    """A number, and where it ends."""
    value = 0
    for n in range(_LONGEST_SIZE):
        value |= (data[at + n] & 127) << 7 * n
        if not data[at + n] & 128:
            return value, at + n + 1
    raise Unreadable("D003", "picture")
