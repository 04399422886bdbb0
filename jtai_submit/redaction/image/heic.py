"""HEIC and AVIF (ISO/IEC 23008-12) written anew: the pictures that show and what decodes them,
coded as they are.

A file is a row of boxes; `meta` lists items (pictures, tiles, EXIF, thumbnails, depth maps), their
properties and where their data lies. Kept are the pictures that show, the tiles that they are made
of, and their transparency.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..interface import Unreadable
from ..shared import icc
from . import coded

# Coded pictures (HEVC, AV1, JPEG, AVC) and derived ones: grid, identity, overlay.
_SHOWN = {b"hvc1", b"av01", b"grid", b"iden", b"iovl", b"jpeg", b"avc1"}
_PROPERTIES = {
    b"ispe",
    b"hvcC",
    b"av1C",
    b"avcC",
    b"colr",
    b"pixi",
    b"irot",
    b"imir",
    b"clap",
    b"pasp",
    b"auxC",
    b"a1op",
    b"lsel",
    b"clli",
    b"mdcv",
}
# What `auxC` says of transparency, in HEIF and in MIAF; depth and gain maps say otherwise.
_ALPHA = (b"urn:mpeg:hevc:2015:auxid:1\0", b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0")
_BRANDS = {
    b"heic",
    b"heix",
    b"mif1",
    b"hevc",
    b"heim",
    b"msf1",
    b"avif",
    b"miaf",
    b"MA1A",
    b"MA1B",
    b"heis",
    b"hevx",
}
_PREPARES = (b"hvcC", b"av1C", b"avcC")
_ITEMS_AT_MOST = 5000


@dataclass(slots=True)
class _Item:
    kind: bytes
    hidden: bool
    data: bytes = b""
    # (place in the list, essential).
    properties: list[tuple[int, bool]] = field(default_factory=list)


def strip(data: bytes) -> bytes:
    """The same pictures without metadata. Raises `Unreadable`: D003 where the boxes do
    not add up.
    """
    try:
        return _strip(data)
    except (IndexError, KeyError, struct.error, StopIteration):
        raise Unreadable("D003", "picture") from None


def _strip(data: bytes) -> bytes:
    # ISO/IEC 14496-12: version and flags are the first four bytes of `meta`.
    meta = next(body for kind, body in _boxes(data) if kind == b"meta")[4:]
    inside = dict(_boxes(meta))
    items = _items(inside[b"iinf"])
    properties, links = (
        _properties(inside[b"iprp"], items),
        list(_links(inside.get(b"iref", bytes(4)))),
    )
    _read(inside[b"iloc"], data, inside.get(b"idat", b""), items)
    size = 4 if inside[b"pitm"][0] else 2
    primary = int.from_bytes(inside[b"pitm"][4 : 4 + size], "big")
    kept = _kept(items, links, properties, primary)
    for item in map(items.__getitem__, kept):
        mine = (properties[p] for p, _ in item.properties)
        prepared = next((body for kind, body in mine if kind in _PREPARES), b"")
        item.data = coded.plain(item.kind, item.data, prepared)
    brands = next(body for kind, body in _boxes(data) if kind == b"ftyp")
    also = [brands[n : n + 4] for n in range(8, len(brands), 4) if brands[n : n + 4] in _BRANDS]
    head = _box(b"ftyp", brands[:4] + bytes(4) + b"".join(also))
    return head + _written(kept, items, links, properties, primary, len(head))


def _kept(
    items: dict[int, _Item],
    links: list[tuple[bytes, int, list[int]]],
    properties: list[tuple[bytes, bytes]],
    primary: int,
) -> list[int]:
    # References from thumbnails, auxiliary pictures, EXIF and XMP (`cdsc`), and what was edited.
    beside = {source for kind, source, _ in links if kind in (b"thmb", b"auxl", b"cdsc", b"base")}
    kept = [primary] + [
        n
        for n, item in items.items()
        if item.kind in _SHOWN and not item.hidden and n not in beside and n != primary
    ]
    for n in kept:  # grows while it runs
        for kind, source, targets in links:
            if kind == b"dimg" and source == n:
                kept += [t for t in targets if t not in kept]
            elif kind == b"auxl" and n in targets and source not in kept and source in items:
                mine = [properties[p] for p, _ in items[source].properties]
                kept += (
                    [source]
                    if any(name == b"auxC" and body[4:] in _ALPHA for name, body in mine)
                    else []
                )
    if any(items[n].kind not in _SHOWN for n in kept):
        raise Unreadable("R203", "picture")
    return sorted(kept)


def _written(
    kept: list[int],
    items: dict[int, _Item],
    links: list[tuple[bytes, int, list[int]]],
    properties: list[tuple[bytes, bytes]],
    primary: int,
    start: int,
) -> bytes:
    used = sorted(
        {p for n in kept for p, _ in items[n].properties if properties[p][0] in _PROPERTIES}
    )
    entries = [
        _box(
            b"infe",
            bytes([2, 0, 0, int(items[n].hidden)]) + struct.pack(">HH4sx", n, 0, items[n].kind),
        )
        for n in kept
    ]
    shown = b""
    for n in kept:
        mine = [
            (used.index(p) + 1 | (0x8000 if needed else 0))
            for p, needed in items[n].properties
            if p in used
        ]
        shown += struct.pack(">HB", n, len(mine)) + struct.pack(f">{len(mine)}H", *mine)
    refs = b"".join(
        _box(kind, struct.pack(">HH", source, len(mine)) + struct.pack(f">{len(mine)}H", *mine))
        for kind, source, targets in links
        if kind in (b"dimg", b"auxl")
        and source in kept
        and (mine := [t for t in targets if t in kept])
    )

    def meta(at: int) -> bytes:
        places = b""
        for n in kept:
            places += struct.pack(">HHHHLL", n, 0, 0, 1, at, len(items[n].data))
            at += len(items[n].data)
        return _box(
            b"meta",
            bytes(4)
            + b"".join(
                (
                    # ISO 23008-12: the handler of pictures is `pict`.
                    _box(b"hdlr", bytes(8) + b"pict" + bytes(13)),
                    _box(b"pitm", bytes(4) + struct.pack(">H", primary)),
                    _box(b"iloc", b"\1\0\0\0\x44\0" + struct.pack(">H", len(kept)) + places),
                    _box(b"iinf", bytes(4) + struct.pack(">H", len(kept)) + b"".join(entries)),
                    _box(b"iref", bytes(4) + refs) if refs else b"",
                    _box(
                        b"iprp",
                        _box(b"ipco", b"".join(_box(*_plain(*properties[p])) for p in used))
                        + _box(b"ipma", bytes([0, 0, 0, 1]) + len(kept).to_bytes(4, "big") + shown),
                    ),
                )
            ),
        )

    at = start + len(meta(0)) + 8
    return meta(at) + _box(b"mdat", b"".join(items[n].data for n in kept))


def _plain(kind: bytes, body: bytes) -> tuple[bytes, bytes]:
    """A property without words: of colour profiles the description goes, of what prepares a decoder
    the messages.
    """
    if kind == b"colr" and body[:4] in (b"prof", b"rICC"):
        profile = icc.plain(body[4:])
        return kind, body[:4] + profile if profile else b"nclx" + bytes.fromhex("0001000d000680")
    return kind, coded.configuration(kind, body)


def _items(body: bytes) -> dict[int, _Item]:
    wide = body[0] > 0
    out = {}
    for kind, entry in _boxes(body, 8 if wide else 6):
        # `infe`: numbers have four bytes in version 3; flag 1 hides an item (ISO/IEC 23008-12).
        if kind == b"infe" and entry[0] in (2, 3):
            size = 4 if entry[0] == 3 else 2
            at = 4 + size + 2
            out[int.from_bytes(entry[4 : 4 + size], "big")] = _Item(
                entry[at : at + 4], bool(entry[3] & 1)
            )
    if not out or len(out) > _ITEMS_AT_MOST or max(out) > 0xFFFF:
        raise Unreadable("D003", "picture")
    return out


def _properties(body: bytes, items: dict[int, _Item]) -> list[tuple[bytes, bytes]]:
    """The properties in their order; each item learns which are its own."""
    inside = dict(_boxes(body))
    listed = inside[b"ipma"]
    # `ipma`: flag 1 makes room for more than 127 properties; the top bit is "essential".
    wide, at = bool(listed[3] & 1), 8
    for _ in range(int.from_bytes(listed[4:8], "big")):
        size = 4 if listed[0] else 2
        item, count, at = (
            int.from_bytes(listed[at : at + size], "big"),
            listed[at + size],
            at + size + 1,
        )
        for _ in range(count):
            number = int.from_bytes(listed[at : at + 1 + wide], "big")
            top = 0x8000 if wide else 0x80
            if number % top and item in items:
                items[item].properties.append((number % top - 1, bool(number & top)))
            at += 1 + wide
    return list(_boxes(inside[b"ipco"]))


def _links(body: bytes) -> Iterator[tuple[bytes, int, list[int]]]:
    size = 4 if body[0] else 2
    for kind, entry in _boxes(body, 4):
        count = int.from_bytes(entry[size : size + 2], "big")
        ids = [
            int.from_bytes(entry[at : at + size], "big")
            for at in range(size + 2, size + 2 + size * count, size)
        ]
        yield kind, int.from_bytes(entry[:size], "big"), ids


def _read(body: bytes, data: bytes, inline: bytes, items: dict[int, _Item]) -> None:
    """Give each item its data, wherever its extents lie."""
    version, sizes = (
        body[0],
        (body[4] >> 4, body[4] & 15, body[5] >> 4, body[5] & 15 if body[0] in (1, 2) else 0),
    )
    at = 6

    def number(size: int) -> int:
        nonlocal at
        at += size
        if at > len(body):
            raise IndexError
        return int.from_bytes(body[at - size : at], "big")

    for _ in range(number(4 if version == 2 else 2)):
        item = number(4 if version == 2 else 2)
        # `iloc`: 0 counts from the start of the file, 1 in `idat`; 2, in another item, is not
        # followed.
        method = number(2) & 15 if version in (1, 2) else 0
        number(2)
        base, source = number(sizes[2]), {0: data, 1: inline}[method]
        for _ in range(number(2)):
            number(sizes[3])
            start, length = base + number(sizes[0]), number(sizes[1])
            if item in items:
                if start + length > len(source):
                    raise Unreadable("D003", "cut short")
                items[item].data += source[start : start + length] if length else source[start:]


def _boxes(data: bytes, at: int = 0) -> Iterator[tuple[bytes, bytes]]:
    while at + 8 <= len(data):
        size, head = int.from_bytes(data[at : at + 4], "big"), 8
        # ISO/IEC 14496-12, 4.2: 1 stands for a length of eight bytes, 0 for all that is left.
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        size = size or len(data) - at
        if size < head or at + size > len(data):
            raise Unreadable("D003", "cut short")
        yield data[at + 4 : at + 8], data[at + head : at + size]
        at += size


def _box(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + kind + body
