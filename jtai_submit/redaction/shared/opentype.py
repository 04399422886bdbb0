"""Embedded fonts (OpenType, ISO/IEC 14496-22) without what describes their makers and machines.

The tables that draw stay as they are. The names are cut down to those that tell the font from
others.
"""

import io
import struct

from ..interface import Unreadable

# ISO/IEC 14496-22, 4.4 and 5: the tables that lay out and draw. Others hold the sources of hints
# (TSI0 …), remarks of FontForge (PfEd), signatures (DSIG) and metadata (meta).
_TABLES = set(
    "avar BASE CBDT CBLC CFF CFF2 cmap COLR CPAL cvar cvt EBDT EBLC EBSC fpgm fvar gasp GDEF "
    "glyf GPOS "
    "GSUB gvar hdmx head hhea hmtx HVAR JSTF kern loca LTSH MATH maxp MVAR name OS/2 PCLT post "
    "prep sbix "
    "STAT VDMX vhea vmtx VORG VVAR".split()
)
# 5.2.2: family, style, full and PostScript names, typographic family and style, WWS names.
NAMES = {1, 2, 4, 6, 16, 17, 21, 22, 25}
_UNIQUE, _VERSION, _SPECIFIC = 3, 5, 256
_STARTS = (b"\0\1\0\0", b"OTTO", b"true")
_DESCRIBING = ("version", "Notice", "Copyright", "BaseFontName", "PostScript")
_FIXED, _COMPRESSED, _ENCRYPTED = 82, 0x4, 0x10000000  # bytes, flags
_VERSIONS = (0x00010000, 0x00020001, 0x00020002)


def is_font(data: bytes) -> bool:
    return data[:4] in _STARTS


def strip(data: bytes) -> bytes:
    """The same font without its descriptions. Raises `Unreadable` (D003) where it
    cannot be read.
    """
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(io.BytesIO(data), lazy=True, recalcBBoxes=False, recalcTimestamp=False)
        for tag in [tag for tag in font.reader.keys() if tag.strip() not in _TABLES]:  # noqa: SIM118
            del font[tag]
        if "head" not in font:
            raise ValueError("nothing in it draws")
        if "name" in font:
            _rename(font["name"])
        if "CFF " in font:
            _plain_outlines(font["CFF "].cff)
        out = io.BytesIO()
        font.save(out, reorderTables=None)
    except Exception:  # fontTools raises whatever the tables provoke
        raise Unreadable("D003", "an embedded font is broken") from None
    return out.getvalue()


def _rename(names: object) -> None:
    """Leave names of the font and of its variations; the names that programs insist on become
    plain.
    """
    kept = []
    full: dict[tuple[int, int, int], str] = {}
    for record in names.names:  # type: ignore[attr-defined]
        where = (record.platformID, record.platEncID, record.langID)
        if record.nameID in NAMES or record.nameID >= _SPECIFIC:
            kept.append(record)
        if record.nameID == 4:
            full[where] = record.toUnicode(errors="replace")
    names.names = kept  # type: ignore[attr-defined]
    for where, name in full.items():
        names.setName(name, _UNIQUE, *where)  # type: ignore[attr-defined]
        names.setName("Version 1.0", _VERSION, *where)  # type: ignore[attr-defined]


def _plain_outlines(cff: object) -> None:
    """Of a CFF font (Adobe Technical Note 5176, 9), the strings that describe it."""
    for top in cff.topDictIndex:  # type: ignore[attr-defined]
        for word in _DESCRIBING:
            top.rawDict.pop(word, None)
            top.__dict__.pop(word, None)


def embedded(data: bytes) -> bytes:
    """The same font in an Embedded OpenType file (W3C submission of 2008, 3 and 4), without what
    describes.

    Raises `Unreadable` (D003) where the font in it is compressed: nobody can look into that.
    """
    if len(data) < _FIXED or data[34:36] != b"LP":
        raise Unreadable("D003", "an embedded font is broken")
    size, font_size, version, flags = struct.unpack_from("<LLLL", data)
    start = size - font_size
    if flags & _COMPRESSED or version not in _VERSIONS or not _FIXED <= start < size <= len(data):
        raise Unreadable("D003", "an embedded font cannot be looked into")
    font = data[start:size]
    font = strip(bytes(b ^ 0x50 for b in font) if flags & _ENCRYPTED else font)
    head = bytearray(_bare_head(data[:start], version))
    struct.pack_into(
        "<LLLL", head, 0, len(head) + len(font), len(font), version, flags & ~_ENCRYPTED
    )
    struct.pack_into("<L", head, 60, _adjustment(font))
    return bytes(head) + font


def _bare_head(head: bytes, version: int) -> bytes:
    """Family and style alone: no version, no full name, no addresses that may use it, no characters
    of users.
    """
    at, texts = _FIXED, list[bytes]()
    for _ in range(2):  # a size, the text, two bytes of padding
        length = int.from_bytes(head[at : at + 2], "little")
        texts.append(head[at + 2 : at + 2 + length])
        at += 2 + length + 2
    named = [len(text).to_bytes(2, "little") + text for text in (*texts, b"", b"")]
    out = head[:_FIXED] + b"\0\0".join(named)
    if version >= 0x00020001:
        out += b"\0\0" + b"\0\0"
    if version == 0x00020002:  # the checksum of no root strings, no signature
        out += struct.pack("<LLHHLL", 0x50475342, 0, 0, 0, 0, 0)
    return out


def _adjustment(font: bytes) -> int:
    """`checkSumAdjustment` of the table `head` (ISO/IEC 14496-22, 5.2.3)."""
    for n in range(int.from_bytes(font[4:6], "big")):
        entry = font[12 + 16 * n : 28 + 16 * n]
        if entry[:4] == b"head":
            at = int.from_bytes(entry[8:12], "big")
            return int.from_bytes(font[at + 8 : at + 12], "big")
    return 0
