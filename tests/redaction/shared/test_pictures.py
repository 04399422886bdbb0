"""TIFF, GIF, WebP and HEIC: markers gone from every page and frame, pixels as they were."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageSequence, TiffImagePlugin

from jtai_submit.documents.examination import Examination
from jtai_submit.redaction.gate import examine
from jtai_submit.redaction.image import heic, tiff, webp
from jtai_submit.redaction.interface import Unreadable
from tests.redaction.plant import MARKER, exif, xmp

PAGES = [Image.effect_noise((40, 30), 60).convert("RGB"), Image.new("RGB", (30, 20), "blue")]


def through(tmp_path: Path, data: bytes, name: str) -> tuple[Examination, bytes | None]:
    path = tmp_path / name
    path.write_bytes(data)
    return examine(str(path), len(data), path.stat().st_mtime_ns, True, True)


def pages(data: bytes) -> list[tuple[str, bytes]]:
    with Image.open(io.BytesIO(data)) as image:
        return [(frame.mode, frame.tobytes()) for frame in ImageSequence.Iterator(image)]


def a_tiff(compression: str = "tiff_lzw", *, big: bool = False) -> bytes:
    marked = TiffImagePlugin.ImageFileDirectory_v2()
    for tag in (269, 270, 271, 272, 285, 305, 306, 315, 316, 33432):
        marked[tag] = MARKER
    marked[700], marked[33723], marked[34377] = xmp(), MARKER.encode(), MARKER.encode()
    out = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(out, new=True) as writer:
        for page in PAGES:
            image = page.convert("1") if compression == "group4" else page
            image.save(
                writer, "TIFF", compression=compression, tiffinfo=marked, exif=None, big_tiff=big
            )
            writer.newFrame()
    return out.getvalue()


def a_gif() -> bytes:
    out = io.BytesIO()
    frames = [page.resize((20, 20)).convert("P") for page in PAGES]
    frames[0].save(
        out,
        "GIF",
        save_all=True,
        append_images=frames[1:],
        duration=80,
        loop=0,
        comment=MARKER.encode(),
    )
    return out.getvalue() + MARKER.encode()


def a_webp(*, animated: bool = False) -> bytes:
    out, more = (
        io.BytesIO(),
        {"save_all": True, "append_images": [PAGES[1].resize((40, 30))]} if animated else {},
    )
    PAGES[0].save(out, "WEBP", lossless=True, exif=exif(), xmp=xmp(), **more)
    return out.getvalue()


@pytest.mark.parametrize(
    "compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg", "group4"]
)
def test_every_page_of_a_tiff(tmp_path: Path, compression: str) -> None:
    data = a_tiff(compression)
    assert data.count(MARKER.encode()) >= 20, "planted on each page"
    seen, cleaned = through(tmp_path, data, "x.tif")
    assert cleaned is not None, seen.noticed
    assert (
        MARKER.encode() not in cleaned and pages(cleaned) == pages(data) and len(pages(data)) == 2
    )
    assert tiff.strip(cleaned)[0] == cleaned


def test_a_gif(tmp_path: Path) -> None:
    data = a_gif()
    seen, cleaned = through(tmp_path, data, "x.gif")
    assert cleaned is not None, seen.noticed
    assert (
        MARKER.encode() not in cleaned and pages(cleaned) == pages(data) and len(pages(data)) == 2
    )


@pytest.mark.parametrize("animated", [False, True])
def test_a_webp(tmp_path: Path, animated: bool) -> None:
    data = a_webp(animated=animated)
    assert MARKER.encode() in data
    seen, cleaned = through(tmp_path, data, "x.webp")
    assert cleaned is not None, seen.noticed
    assert MARKER.encode() not in cleaned and pages(cleaned) == pages(data)
    assert webp.strip(cleaned)[0] == cleaned


def test_a_webp_lies_as_it_lay() -> None:
    turned = Image.Exif()
    turned[0x0112], turned[0x013B] = 6, MARKER
    out = io.BytesIO()
    PAGES[0].save(out, "WEBP", lossless=True, exif=turned.tobytes())
    cleaned = webp.strip(out.getvalue())[0]
    assert dict(Image.open(io.BytesIO(cleaned)).getexif()) == {0x0112: 6}
    assert webp.strip(cleaned)[0] == cleaned


def test_the_boxes_of_heic_and_avif() -> None:
    out = io.BytesIO()
    Image.merge("RGBA", (*PAGES[0].split(), Image.linear_gradient("L").resize((40, 30)))).save(
        out, "AVIF", exif=exif(), xmp=xmp()
    )
    data = out.getvalue()
    cleaned = heic.strip(data)
    assert MARKER.encode() in data and MARKER.encode() not in cleaned
    assert pages(cleaned) == pages(data) and pages(data)[0][0] == "RGBA"
    assert heic.strip(cleaned) == cleaned


def test_a_heic_photograph(tmp_path: Path, corpus: Path) -> None:
    pytest.importorskip("pi_heif")
    photograph = next(corpus.rglob("IMG_1034.heic")).read_bytes()
    seen, cleaned = through(tmp_path, photograph, "x.heic")
    assert cleaned is not None, seen.noticed
    assert b"Apple" in photograph and b"Apple" not in cleaned and b"Exif" not in cleaned


@pytest.mark.parametrize("make", [a_tiff, a_webp, a_gif])
@pytest.mark.parametrize("share", [0.05, 0.4, 0.8])
def test_what_is_cut_short_is_refused(tmp_path: Path, make: object, share: float) -> None:
    data = make()  # type: ignore[operator]
    seen, cleaned = through(tmp_path, data[: int(len(data) * share)], "x.bin")
    assert cleaned is None and seen.noticed[0].code in ("D003", "D006", "R203")


def test_pages_in_a_circle() -> None:
    data = bytearray(a_tiff("raw"))
    data[-4:] = data[4:8]
    with pytest.raises(Unreadable):
        tiff.strip(
            bytes(data[:4]) + (8).to_bytes(4, "little") + b"\0\0" + (8).to_bytes(4, "little")
        )
