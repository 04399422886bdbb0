"""GIF89a without comments and application data: blocks that draw are kept, and the loop count of an
animation.
"""

from ..interface import Unreadable

_LOOPS = b"\x21\xff\x0bNETSCAPE2.0\x03\x01"


def strip(data: bytes) -> tuple[bytes, list[bytes]]:
    """The same pictures without metadata, and what was left out. Raises `Unreadable` (D003) where
    it is cut short.
    """
    at = 13 + _table(data, 10)
    out, gone = bytearray(data[:at]), list[bytes]()
    while True:
        kind = data[at : at + 1]
        if kind == b"\x3b":
            if data[at + 1 :].strip(b"\0"):
                gone.append(data[at + 1 :])
            return bytes(out + kind), gone
        if kind == b"\x2c":
            end = _end(data, at + 11 + _table(data, at + 9))
        elif kind == b"\x21":
            end = _end(data, at + 2)
        else:
            raise Unreadable("D003", "picture")
        block = data[at:end]
        if (
            kind == b"\x21"
            and block[1] != 0xF9
            and not (block.startswith(_LOOPS) and len(block) == 19)
        ):
            gone.append(block)
        else:
            out += block
        at = end


def _table(data: bytes, at: int) -> int:
    """Bytes of the colour table that the flags at `at` announce."""
    if at >= len(data):
        raise Unreadable("D003", "picture")
    return 3 << (data[at] & 7) + 1 if data[at] & 0x80 else 0


def _end(data: bytes, at: int) -> int:
    """Where a chain of sub-blocks ends."""
    while at < len(data):
        if data[at] == 0:
            return at + 1
        at += 1 + data[at]
    raise Unreadable("D003", "picture")
