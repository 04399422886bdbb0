"""TIFF (6.0, and Adobe's technical notes) written anew: each page with the fields that draw it, its
pixels as they are.
"""

import io
import struct

from ..interface import Unreadable
from ..shared import harvest, icc, jpeg
from .ifd import Field, cut, directory, layout_of, numbers, numbers_of

# Fields that draw, by TIFF 6.0: what a page is, how its pixels are packed, how it lies and how
# large it is printed.
KEPT = {
    254,
    255,
    256,
    257,
    258,
    259,
    262,
    263,
    266,
    274,
    277,
    278,
    280,
    281,
    282,
    283,
    284,
    290,
    291,
    292,
    293,
    296,
    297,
    301,
    317,
    318,
    319,
    320,
    321,
    322,
    323,
    326,
    327,
    328,
    332,
    334,
    336,
    338,
    339,
    340,
    341,
    342,
    347,
    529,
    530,
    531,
    532,
}
# Where strips and tiles are and how long; ICC profile; JPEGTables; the old JPEG and that of
# Technical Note 2.
_STRIPS, _TILES, _PROFILE, _TABLES, _OLD_JPEG, _JPEG = (273, 279), (324, 325), 34675, 347, 6, 7
# TIFF 6.0: what it shows, with which machine and program, by whom, when; DNG: the camera's number.
_TEXTS = {269, 270, 271, 272, 285, 305, 306, 315, 316, 337, 33432, 50735}
_PAGES_AT_MOST = 2000


_Page = tuple[dict[int, Field], list[bytes], int]


def strip(data: bytes) -> tuple[bytes, set[str]]:
    """The same pages without what describes them, and what that told.

    A BigTIFF becomes a classic one.

    Raises `Unreadable`: D003 where it does not add up, R203 for ways of packing that nobody here
    can follow.
    """
    layout = layout_of(data)
    told, pages, seen = set[str](), list[_Page](), set[int]()
    at = layout.place(data, 8 if layout.large else 4)
    while at and len(pages) < _PAGES_AT_MOST:
        if at in seen:
            raise Unreadable("D003", "pages in a circle")
        seen.add(at)
        fields, at = directory(data, at, layout, _read())
        if _OLD_JPEG in numbers_of(fields, 259, layout.order):
            anew, also = strip(_packed_anew(data))
            return anew, told | also | _words(fields)
        pages.append(_page(data, fields, layout.order, told))
    if not pages or at:
        raise Unreadable("D003" if not pages else "R203", "pages")
    return _written(pages, layout.order), told


def _packed_anew(data: bytes) -> bytes:
    """Pages of old-style JPEG (TIFF 6.0, 22) with the same pixels, packed without loss: nothing
    else reads them.
    """
    from PIL import ImageSequence

    from ..shared.pillow import Image

    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=["TIFF"]) as image:
            frames = [frame.copy() for frame in ImageSequence.Iterator(image)]
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        raise Unreadable("D006", "old TIFF") from None
    first, *others = frames
    first.save(out, "TIFF", save_all=True, append_images=others, compression="tiff_adobe_deflate")
    return out.getvalue()


def _read() -> set[int]:
    """The fields whose values are read: what draws, what tells, and where the pixels are."""
    return KEPT | _TEXTS | {*_STRIPS, *_TILES, _PROFILE}


def _words(fields: dict[int, Field]) -> set[str]:
    texts = (
        f.data.decode("utf-8", "ignore").strip("\0 ") for tag, f in fields.items() if tag in _TEXTS
    )
    return harvest.telling(texts)


def _page(
    data: bytes, fields: dict[int, Field], order: str, told: set[str]
) -> tuple[dict[int, Field], list[bytes], int]:
    """What stays of a page: its fields, its strips or tiles, and the field that says where these
    are.
    """
    told |= _words(fields)
    # Bit 0 of NewSubfileType: a reduced picture. DNG has the photograph itself in SubIFDs.
    if 330 in fields and 254 in fields and numbers(fields[254], order)[0] & 1:
        raise Unreadable("R203", "a raw photograph")  # what it shows is in its second picture
    kept = {tag: field for tag, field in fields.items() if tag in KEPT}
    places = next((pair for pair in (_STRIPS, _TILES) if pair[0] in fields), None)
    packing = numbers(fields[259], order)[0] if 259 in fields else 1
    if places is None or places[1] not in fields:
        raise Unreadable("R203", "picture")
    starts, sizes = (numbers(fields[tag], order) for tag in places)
    blocks = [cut(data, start, size) for start, size in zip(starts, sizes, strict=True)]
    if packing == 1:
        blocks = [block[: _unpacked(fields, places == _TILES, order)] for block in blocks]
    if packing == _JPEG:
        # Technical Note 2: each strip or tile is a JPEG, whose tables may stand in field 347.
        blocks = [jpeg.strip(block)[0] for block in blocks]
        if _TABLES in kept:
            tables = jpeg.strip(kept[_TABLES].data)[0]
            kept[_TABLES] = Field(7, len(tables), tables)
    if _PROFILE in fields and (profile := icc.plain(fields[_PROFILE].data)):
        kept[_PROFILE] = Field(7, len(profile), profile)
    return kept, blocks, places[0]


def _unpacked(fields: dict[int, Field], tiled: bool, order: str) -> int:
    """The bytes that a strip or tile has at most, unpacked: what stands behind them is
    not drawn.
    """
    wide, high = (
        numbers(fields[tag], order)[0] if tag in fields else 1
        for tag in ((322, 323) if tiled else (256, 278 if 278 in fields else 257))
    )
    samples = numbers(fields[277], order)[0] if 277 in fields else 1
    bits = numbers(fields[258], order)[0] if 258 in fields else 1
    return (wide * samples * bits + 7) // 8 * min(high, 1 << 24)


def _written(pages: list[tuple[dict[int, Field], list[bytes], int]], order: str) -> bytes:
    out = bytearray({"<": b"II", ">": b"MM"}[order] + struct.pack(order + "HL", 42, 0))
    link = 4
    for fields, blocks, tag in pages:
        starts = []
        for block in blocks:
            starts.append(len(out))
            out += block + bytes(len(block) % 2)
        number = f"{order}{len(blocks)}L"
        fields[tag] = Field(4, len(blocks), struct.pack(number, *starts))
        counts = _STRIPS[1] if tag == _STRIPS[0] else _TILES[1]
        fields[counts] = Field(4, len(blocks), struct.pack(number, *map(len, blocks)))
        entries = b""
        # TIFF 6.0, section 2: entries in the order of their tags, values at even places.
        for name, field in sorted(fields.items()):
            value = field.data.ljust(4, b"\0")
            if len(field.data) > 4:
                value = struct.pack(order + "L", len(out))
                out += field.data + bytes(len(field.data) % 2)
            entries += struct.pack(order + "HHL", name, field.kind, field.count) + value
        struct.pack_into(order + "L", out, link, len(out))
        out += struct.pack(order + "H", len(fields)) + entries
        link = len(out)
        out += bytes(4)
    return bytes(out)
