"""Pictures that the second reader misjudged, TIFFs of other layouts, and what it sees when the
cleaner loses something.
"""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from jtai_submit.documents.kind import Kind, identify
from jtai_submit.redaction import image
from jtai_submit.redaction.image import cleaner, reader, tiff
from jtai_submit.redaction.interface import Cleaned, Unreadable
from jtai_submit.redaction.shared import pictures, pillow, png
from tests.redaction.image.test_image import png as a_png
from tests.redaction.image.test_image import through
from tests.redaction.plant import MARKER, exif


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))


@pytest.mark.parametrize("kind", [b"caBX", b"juMb", b"prVt"])
def test_a_png_in_a_chunk_is_not_the_picture(tmp_path: Path, kind: bytes) -> None:
    whole = a_png()
    credentials = chunk(kind, b"c2pa" + MARKER.encode() + a_png())
    data = whole[:33] + credentials + whole[33:]
    seen, cleaned = through(tmp_path, data, "x.png")
    assert cleaned is not None and MARKER.encode() not in cleaned and b"c2pa" not in cleaned, (
        seen.noticed
    )


def picture_of(wide: int, high: int) -> Image.Image:
    shown = Image.new("RGB", (wide, high), "white")
    ImageDraw.Draw(shown).rectangle((2, 2, wide // 2, high // 2), fill="red")
    return shown


def test_how_colours_are_coded_describes_nobody() -> None:
    frame = Image.new("RGB", (4, 4))
    frame.info = {"nclx_profile": {"color_primaries": 9}, "primary": True}
    assert reader._described(frame) == set()
    frame.info["xmp"] = MARKER
    assert reader._described(frame) == {"xmp"}


def enlarged(data: bytes) -> bytes:
    """A classic little-endian TIFF as a BigTIFF: everything moves by 8 bytes, directories are
    written anew.
    """
    sizes = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
    out = bytearray(struct.pack("<2sHHHQ", b"II", 43, 8, 0, 0) + data[8:])
    link, (at,) = 8, struct.unpack_from("<L", data, 4)
    while at:
        (count,) = struct.unpack_from("<H", data, at)
        entries = b""
        for n in range(count):
            tag, kind, number, value = struct.unpack_from("<HHL4s", data, at + 2 + 12 * n)
            size = sizes[kind] * number
            raw = (
                value[:size]
                if size <= 4
                else data[(at_ := struct.unpack("<L", value)[0]) : at_ + size]
            )
            if tag in (273, 324):  # places of pixels, as numbers of eight bytes
                places = struct.unpack(f"<{number}{'L' if kind == 4 else 'H'}", raw)
                kind, raw = 16, struct.pack(f"<{number}Q", *(place + 8 for place in places))
            if len(raw) > 8:
                out += raw
                raw = struct.pack("<Q", len(out) - len(raw))
            entries += struct.pack("<HHQ8s", tag, kind, number, raw)
        struct.pack_into("<Q", out, link, len(out))
        out += struct.pack("<Q", count) + entries
        link = len(out)
        out += bytes(8)
        (at,) = struct.unpack_from("<L", data, at + 2 + 12 * count)
    return bytes(out)


def big(compression: str | None) -> bytes:
    out = io.BytesIO()
    more = {"description": MARKER, "software": MARKER}
    others = [picture_of(20, 20)]
    picture_of(32, 16).save(
        out, "TIFF", save_all=True, append_images=others, compression=compression, **more
    )
    return enlarged(out.getvalue())


@pytest.mark.parametrize(
    "compression", [None, "tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits"]
)
def test_a_big_tiff_becomes_an_ordinary_one(tmp_path: Path, compression: str | None) -> None:
    data = big(compression)
    assert data[:4] == b"II+\0" and identify(data, "tif") is Kind.TIFF
    seen, cleaned = through(tmp_path, data, "x.tif")
    assert cleaned is not None and cleaned[:4] == b"II*\0", seen.noticed
    assert MARKER.encode() not in cleaned
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(cleaned)) as after:
        assert before.n_frames == after.n_frames == 2  # type: ignore[attr-defined]
        assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()


def old_jpeg(pages: int = 1) -> bytes:
    """A TIFF of the first kind of JPEG (TIFF 6.0, 22), which nobody writes any more."""
    coded = io.BytesIO()
    picture_of(32, 16).save(coded, "JPEG", quality=90)
    scan = coded.getvalue()
    out, link = bytearray(b"II*\0" + bytes(4)), 4
    for _ in range(pages):
        at = len(out)
        out += scan + bytes(len(scan) % 2)
        struct.pack_into("<L", out, link, len(out))
        texts = MARKER.encode() + b"\0"
        entries = [
            (256, 3, 1, 32),
            (257, 3, 1, 16),
            (258, 3, 3, 0),
            (259, 3, 1, 6),
            (262, 3, 1, 6),
            (270, 2, len(texts), 0),
            (273, 4, 1, at),
            (277, 3, 1, 3),
            (278, 3, 1, 16),
            (279, 4, 1, len(scan)),
            (513, 4, 1, at),
            (514, 4, 1, len(scan)),
            (530, 3, 2, 2 | 2 << 16),
        ]
        behind = len(out) + 2 + 12 * len(entries) + 4
        places = {258: behind, 270: behind + 6}
        out += struct.pack("<H", len(entries))
        for tag, kind, count, value in entries:
            out += struct.pack("<HHLL", tag, kind, count, places.get(tag, value))
        link = len(out)
        out += bytes(4) + struct.pack("<3H", 8, 8, 8) + texts + bytes(len(texts) % 2)
    return bytes(out)


@pytest.mark.parametrize("pages", [1, 3])
def test_old_style_jpeg_keeps_its_pixels(tmp_path: Path, pages: int) -> None:
    data = old_jpeg(pages)
    seen, cleaned = through(tmp_path, data, "x.tif")
    assert cleaned is not None and MARKER.encode() not in cleaned, seen.noticed
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(cleaned)) as after:
        assert after.n_frames == pages and before.tobytes() == after.tobytes()  # type: ignore[attr-defined]


def test_old_style_jpeg_that_nobody_reads_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(pillow.Image, "open", refuses)
    with pytest.raises(Unreadable) as caught:
        tiff.strip(old_jpeg())
    assert (caught.value.noticed.code, caught.value.noticed.detail) == ("D006", "old TIFF")


@pytest.mark.parametrize(
    "data", [b"II+\0\x08\0\0\0" + b"\xff" * 8, b"MM\0+\0\x04\0\0", b"II+\0", b"II*\0"]
)
def test_tiffs_that_do_not_add_up(data: bytes) -> None:
    with pytest.raises(Unreadable):
        tiff.strip(data)


def test_one_limit_of_pixels_holds_everywhere() -> None:
    assert Image.MAX_IMAGE_PIXELS == pillow.MOST_PIXELS
    large = chunk(b"IHDR", struct.pack(">LLBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    bomb = png.SIGNATURE + large + a_png()[33:]
    with pytest.raises(Unreadable) as caught:
        reader.doubt(bomb, Cleaned(bomb))
    assert caught.value.noticed.code == "R203" and caught.value.noticed.detail == "memory"


@pytest.mark.parametrize("what", ["jpeg", "png", "tiff"])
def test_the_second_reader_sees_a_picture_that_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    out = io.BytesIO()
    picture_of(40, 40).save(out, what.upper())
    other = io.BytesIO()
    picture_of(40, 44).save(other, what.upper())
    data, ending = out.getvalue(), what.replace("tiff", "tif")
    assert through(tmp_path, data, f"x.{ending}")[1] is not None
    monkeypatch.setattr(cleaner, "_stripped", lambda data: (other.getvalue(), set()))
    seen, cleaned = through(tmp_path, data, f"x.{ending}")
    assert cleaned is None and [n.code for n in seen.noticed] == ["R202"]


def test_the_second_reader_does_not_believe_the_cleaners_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.BytesIO()
    picture_of(40, 40).save(out, "TIFF", description=MARKER)
    monkeypatch.setattr(tiff, "KEPT", tiff.KEPT | {270})
    monkeypatch.setattr(tiff, "_TEXTS", set())
    seen, cleaned = through(tmp_path, out.getvalue(), "x.tif")
    assert cleaned is None and [n.code for n in seen.noticed] == ["R201"]
    monkeypatch.setattr(pictures, "SILENT", pictures.SILENT | {"Author"})
    monkeypatch.setattr(png, "CHUNKS", png.CHUNKS | {b"tEXt", b"eXIf"})
    told = a_png(exif=exif())
    assert [n.code for n in reader.doubt(told, image.FORMAT.clean(told, {}))] == ["R201"]
