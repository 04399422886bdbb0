"""Embedded fonts: their makers go, what draws stays to the byte."""

import io
import struct

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from jtai_submit.redaction.interface import Unreadable
from jtai_submit.redaction.shared import opentype

MAKER = "Orla Quenby-4f2a91"


def a_font(maker: str = MAKER) -> bytes:
    """A font of one letter, with a maker in every name, in a table of FontForge, and in its
    history.
    """
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({65: "A"})
    pen = TTGlyphPen(None)
    for at in ((0, 0), (500, 0), (250, 700)):
        pen.moveTo(at) if at == (0, 0) else pen.lineTo(at)
    pen.closePath()
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "A": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "A": (500, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    names = {
        "familyName": "Test",
        "styleName": "Regular",
        "fullName": "Test Regular",
        "psName": "Test-Regular",
    }
    told = (
        "copyright",
        "uniqueFontIdentifier",
        "version",
        "trademark",
        "manufacturer",
        "designer",
        "description",
        "vendorURL",
        "designerURL",
        "licenseDescription",
        "licenseInfoURL",
        "sampleText",
    )
    builder.setupNameTable({**names, **dict.fromkeys(told, rf"{maker} C:\Users\{maker}\fonts")})
    builder.setupOS2()
    builder.setupPost()
    from fontTools.ttLib.tables.DefaultTable import DefaultTable

    remarks = DefaultTable("PfEd")
    remarks.data = maker.encode()
    builder.font["PfEd"] = remarks
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def an_eot(font: bytes, version: int = 0x00020001, flags: int = 0) -> bytes:
    """W3C submission of 2008, 4.1 and 4.2."""
    texts = [text.encode("utf-16-le") for text in ("Test", "Regular", MAKER, MAKER)]
    named = b"\0\0".join(len(text).to_bytes(2, "little") + text for text in texts)
    if version > 0x00010000:
        named += b"\0\0" + struct.pack("<H", 4) + b"x\0y\0"
    body = bytes(b ^ 0x50 for b in font) if flags & 0x10000000 else font
    head = struct.pack(
        "<LLLL10xBBLH", 82 + len(named) + len(body), len(body), version, flags, 1, 0, 400, 0
    )
    return (head + b"LP").ljust(82, b"\0") + named + body


def stands(maker: str, data: bytes) -> bool:
    return any(maker.encode(encoding) in data for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def test_makers_go_and_what_draws_stays() -> None:
    before = a_font()
    after = opentype.strip(before)
    assert stands(MAKER, before) and not stands(MAKER, after)
    old, new = TTFont(io.BytesIO(before)), TTFont(io.BytesIO(after))
    assert new["name"].getDebugName(1) == "Test" and new["name"].getDebugName(4) == "Test Regular"
    assert new.getBestCmap() == old.getBestCmap() == {65: "A"}
    for table in ("glyf", "loca", "hmtx", "cmap", "OS/2"):
        assert new.getTableData(table) == old.getTableData(table)


def test_a_clean_font_stays_as_it_is() -> None:
    once = opentype.strip(a_font())
    assert opentype.strip(once) == once


@pytest.mark.parametrize("version", [0x00010000, 0x00020001])
@pytest.mark.parametrize("flags", [0, 0x10000000])
def test_a_font_of_powerpoint(version: int, flags: int) -> None:
    after = opentype.embedded(an_eot(a_font(), version, flags))
    size, font_size = struct.unpack_from("<LL", after)
    assert size == len(after) and not stands(MAKER, after)
    assert TTFont(io.BytesIO(after[size - font_size :]))["name"].getDebugName(1) == "Test"
    assert opentype.embedded(after) == after


@pytest.mark.parametrize("data", [b"", b"\0\1\0\0", b"\0\1\0\0\0\x09" + b"x" * 200])
def test_what_is_no_font(data: bytes) -> None:
    with pytest.raises(Unreadable) as stop:
        opentype.strip(data)
    assert stop.value.noticed.code == "D003"


def test_a_compressed_font_cannot_be_looked_into() -> None:
    with pytest.raises(Unreadable):
        opentype.embedded(an_eot(a_font(), flags=0x4))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3000), st.integers(0, 255))
def test_a_damaged_font_is_cleaned_or_refused(at: int, byte: int) -> None:
    font = bytearray(a_font())
    font[at % len(font)] = byte
    try:
        after = opentype.strip(bytes(font))
    except Unreadable as stop:
        assert stop.noticed.code == "D003"
    else:
        assert after[:4] in (b"\0\1\0\0", b"OTTO", b"true") or not opentype.is_font(bytes(font))
