"""JPEG and PNG: markers gone, every pixel there, photographs the right way up."""

import io
import json
import struct
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo

from jtai_submit.documents.examination import Examination, Examined
from jtai_submit.redaction.examining import Workers
from jtai_submit.redaction.gate import examine
from tests.conftest import needs, tool
from tests.redaction.plant import MARKER, exif, picture, xmp


def through(tmp_path: Path, data: bytes, name: str) -> tuple[Examination, bytes | None]:
    path = tmp_path / name
    path.write_bytes(data)
    return examine(str(path), len(data), path.stat().st_mtime_ns, True, True)


def gps() -> bytes:
    data = Image.Exif()
    data.get_ifd(0x8825).update(
        {1: "N", 2: (51.0, 30.0, 0.0), 27: b"ASCII\0\0\0" + MARKER.encode()}
    )
    return data.tobytes()


def segment(marker: int, body: bytes) -> bytes:
    data = picture()
    return data[:2] + b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body + data[2:]


JPEGS: dict[str, Callable[[], bytes]] = {
    "exif": lambda: picture(exif=exif()),
    "gps": lambda: picture(exif=gps()),
    "xmp": lambda: picture(xmp=xmp()),
    "comment": lambda: picture(comment=MARKER),
    "iptc": lambda: segment(
        0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x17\x1c\x02\x50\0\x12" + MARKER.encode()
    ),
    "extended xmp": lambda: segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + xmp()),
    "maker's segment": lambda: segment(0xEB, b"HDR_RI" + MARKER.encode()),
    "second picture": lambda: picture() + picture(comment=MARKER),
    "after the end": lambda: picture() + MARKER.encode(),
}


def png(**more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "blue").save(out, "PNG", **more)
    return out.getvalue()


def text_chunks(*, packed: bool) -> bytes:
    info = PngInfo()
    info.add_text("Author", MARKER, zip=packed)
    info.add_itxt("Description", MARKER, zip=packed)
    info.add_itxt("XML:com.adobe.xmp", xmp().decode())
    return png(pnginfo=info)


def chunk(kind: bytes, body: bytes) -> bytes:
    data = png()
    made = struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))
    return data[:33] + made + data[33:]


PNGS: dict[str, Callable[[], bytes]] = {
    "text": lambda: text_chunks(packed=False),
    "packed text": lambda: text_chunks(packed=True),
    "exif": lambda: png(exif=exif()),
    "unknown chunk": lambda: chunk(b"prVt", MARKER.encode()),
    "after the end": lambda: png() + MARKER.encode(),
}


@pytest.mark.parametrize(
    ("name", "make"),
    [*((f"{n}.jpg", m) for n, m in JPEGS.items()), *((f"{n}.png", m) for n, m in PNGS.items())],
)
def test_the_marker_is_gone_and_every_pixel_stays(
    tmp_path: Path, name: str, make: Callable[[], bytes]
) -> None:
    data = make()
    if "packed" not in name:
        assert MARKER.encode() in data
    seen, cleaned = through(tmp_path, data, name)
    assert cleaned is not None, seen.noticed
    assert MARKER.encode() not in cleaned and seen.removed == ("metadata of the picture",)
    assert Image.open(io.BytesIO(cleaned)).tobytes() == Image.open(io.BytesIO(data)).tobytes()
    assert through(tmp_path, cleaned, name)[1] == cleaned


@pytest.mark.parametrize("turned", range(1, 9))
def test_photographs_stay_the_right_way_up(tmp_path: Path, turned: int) -> None:
    data = Image.Exif()
    data[0x0112], data[0x013B] = turned, MARKER
    out = io.BytesIO()
    Image.linear_gradient("L").resize((40, 30)).save(out, "JPEG", exif=data.tobytes())
    _, cleaned = through(tmp_path, out.getvalue(), "x.jpg")
    assert cleaned
    before, after = (
        ImageOps.exif_transpose(Image.open(io.BytesIO(d))).tobytes()
        for d in (out.getvalue(), cleaned)
    )
    assert before == after and MARKER.encode() not in cleaned


def test_colour_profiles_stay(tmp_path: Path) -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for data, name in (
        (picture(icc_profile=profile), "x.jpg"),
        (png(icc_profile=profile), "x.png"),
    ):
        _, cleaned = through(tmp_path, data, name)
        assert cleaned
        kept = Image.open(io.BytesIO(cleaned)).info["icc_profile"]
        words = "sRGB".encode("utf-16-be")
        assert words in profile and words not in kept
        swatch = Image.merge("RGB", [Image.linear_gradient("L")] * 3)
        assert _as_lab(swatch, profile) == _as_lab(swatch, kept)


def _as_lab(picture: Image.Image, profile: bytes) -> bytes:
    from PIL import ImageCms

    seen = ImageCms.profileToProfile(
        picture, io.BytesIO(profile), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert seen is not None
    return seen.tobytes()


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("make", [picture, png])
def test_a_picture_that_is_cut_short_is_refused(
    tmp_path: Path, share: float, make: Callable[[], bytes]
) -> None:
    data = make()
    seen, cleaned = through(tmp_path, data[: int(len(data) * share)], "x.jpg")
    assert cleaned is None and seen.noticed[0].code in ("D003", "D006")


def test_the_pictures_of_the_corpus(tmp_path: Path, corpus: Path) -> None:
    root = needs(corpus)
    files = [p for p in sorted(root.rglob("*")) if p.suffix.lower() in (".jpg", ".jpeg", ".png")]
    documents = [
        Examined(p.relative_to(root).as_posix(), p.stat().st_size, p.stat().st_mtime_ns)
        for p in files
    ]
    refused = {}
    with Workers() as workers:
        for n, (document, data) in enumerate(workers.examine(root, documents, want=True)):
            if data is None:
                refused[document.name] = [x.code for x in document.examined.noticed]
            else:
                (tmp_path / f"{n}.{document.examined.kind}").write_bytes(data)
    assert len(files) == 24 and all(c[0] in ("D003", "D006") for c in refused.values()), refused
    shown = json.loads(
        subprocess.run(
            [tool("exiftool"), "-a", "-G1", "-j", *map(str, tmp_path.glob("*.[jp]*g"))],
            capture_output=True,
        ).stdout
    )
    allowed = (
        "SourceFile",
        "System",
        "File",
        "ExifTool",
        "Composite",
        "JFIF",
        "PNG",
        "PNG-pHYs",
        "Adobe",
    )
    for facts in shown:
        parts = {key.split(":")[0]: key for key in facts}
        left = {k for p, k in parts.items() if p not in allowed and not p.startswith("ICC")} - {
            "IFD0:Orientation"
        }
        assert not left - {k for k in left if k.startswith("IFD0:")}, (facts["SourceFile"], left)
        assert {k for k in facts if k.startswith("IFD0:")} <= {"IFD0:Orientation"}
