"""WebP (RFC 9649) without its metadata: chunks that draw are kept, and how the picture lies."""

from collections.abc import Iterator

from ..interface import Unreadable
from ..shared import harvest, icc, jpeg

_DRAWS = {b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"}
_ICC, _EXIF = 0x20, 0x08  # flags of VP8X; alpha is 0x10, animation 0x02


def is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def strip(data: bytes) -> tuple[bytes, set[str]]:
    """The same picture without metadata, and what that told. Raises `Unreadable` (D003) where it is
    cut short.
    """
    told, kept, head = set[str](), list[bytes](), b""
    profile = turned = b""
    for kind, body in _chunks(data):
        if kind == b"VP8X":
            head = body
        elif kind == b"ICCP":
            profile = icc.plain(body)
        elif kind == b"EXIF":
            block = body if body.startswith(b"Exif\0\0") else b"Exif\0\0" + body
            told |= harvest.exif(block)
            turned = jpeg.upright(b"\xff\xd8", [block])[2:][10:]
        elif kind in _DRAWS:
            kept.append(_chunk(kind, _frame(body) if kind == b"ANMF" else body))
        else:
            told |= (
                harvest.xmp(body)
                if kind == b"XMP "
                else harvest.telling([body.decode("utf-8", "ignore")])
            )
    if len(head) == 10:
        # RFC 9649, 2.7: XMP is 0x04, and goes; animation and alpha stay as they are.
        flags = head[0] & 0x12 | (_ICC if profile else 0) | (_EXIF if turned else 0)
        kept.insert(0, _chunk(b"VP8X", bytes([flags]) + bytes(3) + head[4:]))
        kept[1:1] = [_chunk(b"ICCP", profile)] if profile else []
        kept += [_chunk(b"EXIF", turned)] if turned else []
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body, told


def _frame(body: bytes) -> bytes:
    """A frame of an animation: its place, and the chunks that draw."""
    return body[:16] + b"".join(
        _chunk(kind, part) for kind, part in _pieces(body, 16, len(body)) if kind in _DRAWS
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    # RIFF: the size counts what follows it; chunks are filled up to even lengths.
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise Unreadable("D003", "cut short")
    return _pieces(data, 12, end)


def _pieces(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while at + 8 <= end:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + size > end:
            raise Unreadable("D003", "cut short")
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)
