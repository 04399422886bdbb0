"""Embedded fonts without what draws nothing: name tables, notices, comments. Outlines stay byte for
byte.

fontTools reads and writes them; a font that it cannot read may hold anything.
"""

import io
import re
import struct
from typing import Any

from ..interface import Unreadable
from .pictures import decoded
from .streams import store

# What draws, measures or names glyphs (ISO 32000-1, 9.9; OpenType 1.9, table directory).
_TABLES = frozenset(
    b"CFF |CFF2|EBDT|EBLC|EBSC|GDEF|GPOS|GSUB|OS/2|VORG|cmap|cvt "
    b"|fpgm|gasp|glyf|head|hhea|hmtx|loca"
    b"|maxp|post|prep|vhea|vmtx".split(b"|")
)
_SFNT = (b"\0\1\0\0", b"OTTO", b"true", b"typ1")  # Apple writes `true` and `typ1`
_ENTRY = struct.Struct(">4sLLL")
_CLEAR = re.compile(rb"%[^\r\n]*|\((?:[^()\\]|\\.|\([^()]*\))*\)", re.S)  # comments and strings
_HEAD = re.compile(rb"%!(?:PS-AdobeFont-1\.\d|FontType1-1\.\d)")  # FreeType wants to see it
_TAIL = b"\n" + (b"0" * 64 + b"\n") * 8 + b"cleartomark\n"


def plain(font: bytes) -> tuple[bytes, dict[str, int]]:
    """The same font without names and comments, and the lengths that its stream must then state.

    Raises `Unreadable` (D003) for a font that nobody here can read.
    """
    try:
        if font.startswith(_SFNT):
            new = _sfnt(font)
            return new, {"/Length1": len(new)}
        if font.startswith((b"%!", b"\x80\x01")):
            return _type1(font)
        if font[:1] in (b"\1", b"\2") and len(font) > 4:
            return _cff(font), {}
    except Exception:  # fontTools raises whatever the tables provoke
        raise Unreadable("D003", "an embedded font") from None
    if font.strip(b"\0"):
        raise Unreadable("D003", "an embedded font")
    return font, {}


def _sfnt(font: bytes) -> bytes:
    count = int.from_bytes(font[4:6], "big")
    entries = [_ENTRY.unpack_from(font, 12 + 16 * n) for n in range(count)]
    tags = {tag for tag, *_ in entries}
    end = 12 + 16 * count
    full = end + sum((length + 3) & ~3 for *_, length in entries)
    spare = len(font) - full  # bytes that belong to no table
    cff = b"CFF " in tags
    # OpenType, table directory: tables are filled up to four bytes; often the last one is not.
    if tags <= _TABLES and -3 <= spare <= 3 and not cff:
        return font
    from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

    reader = SFNTReader(io.BytesIO(font), checkChecksums=0)
    kept = [tag for tag in reader.keys() if tag.encode("latin-1") in _TABLES]  # noqa: SIM118
    out = io.BytesIO()
    writer = SFNTWriter(out, len(kept), reader.sfntVersion)
    for tag in kept:
        table = reader[tag]
        writer[tag] = _cff(table) if tag == "CFF " else table
    writer.close()
    return out.getvalue()


def _cff(font: bytes) -> bytes:
    """A CFF font (Adobe Technical Note 5176) whose strings are blank but for those that name glyphs
    and the collection.

    Strings are blanked in place, so that no offset changes.
    """
    from fontTools.cffLib import CFFFontSet, Index

    file = io.BytesIO(font)
    fonts = CFFFontSet()
    fonts.decompile(file, None)
    top = fonts.topDictIndex[0]
    needed = {f"{name}" for name in getattr(top, "ROS", ())[:2]}
    if not hasattr(top, "ROS"):
        # Without a charset it is ISOAdobe (table 9), all of whose names are standard strings.
        needed |= set(getattr(top, "charset", ()))
    # Technical Note 5176, 6: the third byte of the header says how long it is.
    file.seek(font[2])
    Index(file)  # names
    Index(file)  # top dictionaries
    strings = Index(file)
    out = bytearray(font)
    for n in range(len(strings)):
        start = strings.offsetBase + strings.offsets[n]
        end = strings.offsetBase + strings.offsets[n + 1]
        if font[start:end].decode("latin-1") not in needed:
            out[start:end] = b" " * (end - start)
    return bytes(out)


def _type1(font: bytes) -> tuple[bytes, dict[str, int]]:
    """A Type 1 font (Adobe Type 1 Font Format, 2) whose clear text has neither comments nor
    strings.
    """
    font = _unsegmented(font)
    clear, mark, rest = font.partition(b"eexec")
    if not mark:
        raise ValueError("no encrypted part")
    head = _HEAD.match(clear)
    lines = _CLEAR.sub(lambda m: b"()" if m[0].startswith(b"(") else b"", clear)
    lines = re.sub(rb"[\r\n]+", b"\n", lines).lstrip()
    new = (head[0] if head else b"%!PS-AdobeFont-1.0") + b"\n" + lines + mark
    # Adobe Type 1 Font Format: the white space behind `eexec` belongs to neither part.
    start = 2 if rest.startswith(b"\r\n") else int(rest[:1] in (b"\r", b"\n", b" ", b"\t"))
    end = rest.rfind(b"cleartomark")
    body, tail = (
        (rest[start : _before_zeros(rest, end)], _TAIL) if end >= 0 else (rest[start:], b"")
    )
    new += b"\n"
    # ISO 32000-1, table 127: clear text, encrypted part, the zeros.
    lengths = {"/Length1": len(new), "/Length2": len(body), "/Length3": len(tail)}
    return new + body + tail, lengths


def _before_zeros(rest: bytes, end: int) -> int:
    """Where the encrypted part ends: before the 512 zeros and the line break that stand above
    `cleartomark`.
    """
    left = 512
    while end and left and rest[end - 1 : end] in (b"0", b"\r", b"\n", b" ", b"\t"):
        left -= rest[end - 1 : end] == b"0"
        end -= 1
    for line_break in (b"\r\n", b"\n", b"\r"):
        if rest[:end].endswith(line_break):
            return end - len(line_break)
    return end


def _unsegmented(font: bytes) -> bytes:
    """Without the headers of a PFB file (Adobe Technical Note 5040), which do not
    belong in a PDF.
    """
    out, at = b"", 0
    if font[:1] != b"\x80":
        return font
    while font[at : at + 1] == b"\x80" and font[at + 1 : at + 2] in (b"\1", b"\2"):
        length = int.from_bytes(font[at + 2 : at + 6], "little")
        out += font[at + 6 : at + 6 + length]
        at += 6 + length
    return out


def rewrite(stream: Any) -> bool:
    """Have a font's stream hold its plain form; whether it changed."""
    before = decoded(stream)
    after, lengths = plain(before)
    if after == before:
        return False
    store(stream, after)
    for key, value in lengths.items():
        stream[key] = value
    return True
