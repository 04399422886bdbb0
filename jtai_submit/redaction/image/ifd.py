"""The directories of a TIFF (6.0, section 2; BigTIFF): fields with their tag, kind, count and
values.
"""

import struct
from dataclasses import dataclass

from ..interface import LARGEST, Unreadable

# Bytes of one value by its type: TIFF 6.0, section 2; 13 would be an IFD; 16 to 18 are BigTIFF's.
_SIZES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    16: 8,
    17: 8,
    18: 8,
}
_LONG, _LONG8 = 4, 16
_FIELDS_AT_MOST = 4096


@dataclass(slots=True)
class Field:
    kind: int
    count: int
    data: bytes  # in the file's byte order


@dataclass(frozen=True, slots=True)
class Layout:
    """How numbers and places are written: classic TIFF (42), or BigTIFF (43: AWare Systems,
    2007).
    """

    order: str  # as `struct` has it
    large: bool

    @property
    def head(self) -> int:
        """Bytes of the number of entries of a directory."""
        return 8 if self.large else 2

    @property
    def wide(self) -> int:
        """Bytes of a place in the file, and of a value that stands in its entry."""
        return 8 if self.large else 4

    def place(self, data: bytes, at: int) -> int:
        return int(
            struct.unpack(self.order + ("Q" if self.large else "L"), cut(data, at, self.wide))[0]
        )

    def count(self, data: bytes, at: int) -> int:
        return int(
            struct.unpack(self.order + ("Q" if self.large else "H"), cut(data, at, self.head))[0]
        )


def layout_of(data: bytes) -> Layout:
    """How a file is written, by its first bytes. Raises `Unreadable` (D003)."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2], "")
    version = _short(data, 2, order) if order else 0
    if version == 42:
        return Layout(order, large=False)
    # BigTIFF states the size of its places, and it is always 8.
    if version == 43 and _short(data, 4, order) == 8:
        return Layout(order, large=True)
    raise Unreadable("D003", "picture")


def directory(data: bytes, at: int, layout: Layout, read: set[int]) -> tuple[dict[int, Field], int]:
    """The fields of one directory, and where the next one stands. `read` are those whose values
    are wanted; of all others only that they are there.
    """
    count, order = layout.count(data, at), layout.order
    if count > _FIELDS_AT_MOST:
        raise Unreadable("D003", "picture")
    at += layout.head
    fields = {}
    for _ in range(count):
        tag, kind = _short(data, at, order), _short(data, at + 2, order)
        number = layout.place(data, at + 4)
        value = at + 4 + layout.wide
        size = _SIZES.get(kind, 0) * number
        # TIFF 6.0, section 2: what fits stands in the entry itself, left-justified.
        start = value if size <= layout.wide else layout.place(data, value)
        # Some programs say wrong sizes of what goes anyway: XMP (700) and EXIF (34665).
        if kind in _SIZES and tag not in (700, 34665):
            body = cut(data, start, size) if tag in read else b""
            fields[tag] = _classic(Field(kind, number, body), order)
        at = value + layout.wide
    return fields, layout.place(data, at)


def _classic(field: Field, order: str) -> Field:
    """A number of eight bytes as one of four: what is cleaned here is never as large."""
    if field.kind != _LONG8 or not field.data:
        return field
    values = struct.unpack(f"{order}{field.count}Q", field.data)
    if max(values) > 0xFFFF_FFFF:
        raise Unreadable("D003", "picture")
    return Field(_LONG, field.count, struct.pack(f"{order}{field.count}L", *values))


def numbers_of(fields: dict[int, Field], tag: int, order: str) -> tuple[int, ...]:
    return numbers(fields[tag], order) if tag in fields else ()


def numbers(field: Field, order: str) -> tuple[int, ...]:
    letter = {1: "B", 3: "H", _LONG: "L"}.get(field.kind)
    if letter is None or not field.count:
        raise Unreadable("D003", "picture")
    return struct.unpack(f"{order}{field.count}{letter}", field.data)


def cut(data: bytes, at: int, size: int) -> bytes:
    if size > LARGEST or at + size > len(data):
        raise Unreadable("D003", "cut short")
    return data[at : at + size]


def _short(data: bytes, at: int, order: str) -> int:
    return int(struct.unpack(order + "H", cut(data, at, 2))[0])
