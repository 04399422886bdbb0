"""EMF+ photographs ([MS-EMFPLUS]): their metadata goes, their pixels and all sizes stay."""

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from jtai_submit.redaction.interface import Unreadable
from jtai_submit.redaction.shared import emfplus, pictures
from tests.redaction.plant import MARKER, picture

_OBJECT, _IMAGE = 0x4008, 5


def emf(*plus: bytes) -> bytes:
    """A drawing of EMF+ comments ([MS-EMF] 2.3.3.2), each with one EMF+ record."""
    records = []
    for record in plus:
        body = b"EMF+" + record
        body += bytes(-len(body) % 4)
        records.append(struct.pack("<LLL", 70, 12 + len(body), len(body)) + body)
    end = struct.pack("<LLLLL", 14, 20, 0, 0, 20)
    size = 108 + sum(map(len, records)) + len(end)
    header = struct.pack(
        "<LL16x16x4sLLLHHLL", 1, 108, b" EMF", 0x10000, size, 2 + len(records), 1, 0, 0, 0
    )
    return header.ljust(108, b"\0") + b"".join(records) + end


def image_of(photograph: bytes) -> bytes:
    """An EmfPlusImage (2.2.1.4) with an EmfPlusBitmap (2.2.2.2) that is a file."""
    return struct.pack("<LLLLLLL", 0xDBC01002, 1, 0, 0, 0, 0, 1) + photograph


def whole(image: bytes) -> bytes:
    image += bytes(-len(image) % 4)
    return struct.pack("<HHLL", _OBJECT, _IMAGE << 8, 12 + len(image), len(image)) + image


def in_pieces(image: bytes, size: int = 400) -> list[bytes]:
    image += bytes(-len(image) % 4)
    out = []
    for at in range(0, len(image), size):
        piece = struct.pack("<L", len(image)) + image[at : at + size]
        out.append(
            struct.pack("<HHLL", _OBJECT, 0x8000 | _IMAGE << 8, 12 + len(piece), len(piece)) + piece
        )
    return out


def photograph(form: str) -> bytes:
    if form == "jpeg":
        return picture(exif=exif_of())
    out = io.BytesIO()
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", MARKER)
    Image.new("RGB", (30, 20), "red").save(out, "PNG", pnginfo=told)
    return out.getvalue()


def exif_of() -> bytes:
    from tests.redaction.plant import exif

    return exif()


@pytest.mark.parametrize("form", ["jpeg", "png"])
@pytest.mark.parametrize("split", [False, True])
def test_metadata_goes_and_pixels_stay(form: str, split: bool) -> None:
    before = photograph(form)
    assert MARKER.encode() in before
    image = image_of(before)
    drawing = emf(*(in_pieces(image) if split else [whole(image)]))
    after, ending, _ = pictures.strip(drawing)
    assert ending == "emf" and len(after) == len(drawing)
    assert MARKER.encode() not in after and MARKER.split()[0].encode() not in after
    if not split:
        at = after.index(before[:4])
        with Image.open(io.BytesIO(after[at:])) as new, Image.open(io.BytesIO(before)) as old:
            assert new.tobytes() == old.tobytes()
    assert pictures.strip(after)[0] == after


def test_metadata_in_a_picture_of_another_kind_stops_it() -> None:
    tiff = b"II*\0" + b"Photoshop 3.0" + MARKER.encode()
    with pytest.raises(Unreadable) as stop:
        pictures.strip(emf(whole(image_of(tiff))))
    assert stop.value.noticed.code == "R201"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(40, 400))
def test_no_size_ever_changes(image: bytes, size: int) -> None:
    records = [struct.pack("<LLL", 70, 0, 0) + b"EMF+" + piece for piece in in_pieces(image, size)]
    after, _ = emfplus.strip(records, lambda data: (data[:3], "", set()))
    assert [len(record) for record in after] == [len(record) for record in records]
