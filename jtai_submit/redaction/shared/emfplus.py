"""Photographs inside EMF+ records ([MS-EMFPLUS]), which are comments of an EMF that draw.

A photograph without its metadata is shorter. It is filled up with zeros behind its end, where no
decoder looks, so that no size in the records changes.
"""

import struct
from collections.abc import Callable, Iterator

from ..interface import Unreadable

Strip = Callable[[bytes], tuple[bytes, str, set[str]]]
_START = 16  # bytes of an EMF comment before its first EMF+ record ([MS-EMF] 2.3.3.2)
_OBJECT, _IMAGE = 0x4008, 5  # 2.3.5.1 EmfPlusObject, 2.1.1.22 ObjectType
_BITMAP, _METAFILE = 1, 2  # 2.1.1.15 ImageDataType
_COMPRESSED = 1  # 2.1.1.2 BitmapDataType: a JPEG, PNG, GIF or TIFF
_BITMAP_HEAD, _METAFILE_HEAD = 28, 16  # version, type, then 2.2.2.2 and 2.2.2.27

Piece = tuple[int, int, int]  # record, offset, length


def strip(records: list[bytes], strip_picture: Strip) -> tuple[list[bytes], set[str]]:
    """The same EMF+ comments, their photographs without metadata; and what that metadata told."""
    out = [bytearray(record) for record in records]
    told = set[str]()
    for pieces in _images(records):
        data = b"".join(bytes(out[n][at : at + size]) for n, at, size in pieces)
        start = _start_of_picture(data)
        if not start:
            continue
        try:
            bare, _, said = strip_picture(data[start:])
        except Unreadable:
            continue  # whoever asked looks for traces that are left
        if len(bare) > len(data) - start:
            continue
        told |= said
        filled = data[:start] + bare.ljust(len(data) - start, b"\0")
        for n, at, size in pieces:
            out[n][at : at + size] = filled[:size]
            filled = filled[size:]
    return [bytes(record) for record in out], told


def _images(records: list[bytes]) -> Iterator[list[Piece]]:
    """The pieces of each image: it may be continued in further records (2.3.5.1)."""
    pieces: list[Piece] = []
    for n, record in enumerate(records):
        at = _START
        while at + 12 <= len(record):
            kind, flags, size, length = struct.unpack_from("<HHLL", record, at)
            if size < 12 or at + size > len(record):
                break
            if kind == _OBJECT and flags >> 8 & 0x7F == _IMAGE:
                continued = bool(flags & 0x8000)
                skipped = 4 if continued else 0  # the size of the whole object
                pieces.append((n, at + 12 + skipped, max(0, min(length, size - 12) - skipped)))
                total = int.from_bytes(record[at + 12 : at + 16], "little") if continued else 0
                if sum(piece[2] for piece in pieces) >= total:
                    yield pieces
                    pieces = []
            at += size
    if pieces:
        yield pieces


def _start_of_picture(image: bytes) -> int:
    """Where the file of a picture begins in an EmfPlusImage (2.2.1.4); 0 where there is none."""
    if len(image) < _BITMAP_HEAD:
        return 0
    kind = int.from_bytes(image[4:8], "little")
    if kind == _BITMAP and int.from_bytes(image[24:28], "little") == _COMPRESSED:
        return _BITMAP_HEAD
    return _METAFILE_HEAD if kind == _METAFILE else 0
