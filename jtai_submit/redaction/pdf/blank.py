"""Pictures with a part of their pixels blank. What is not blanked keeps its values."""

import io
import math
from typing import Any

import pikepdf
from pikepdf import Array, Name, Stream

from .page import Box
from .pictures import PICTURE_FILTERS, decoded, filters
from .streams import store

_PACKING = ("/Length", "/Filter", "/DecodeParms")
_COMPONENTS = {
    "/DeviceGray": 1,
    "/DeviceRGB": 3,
    "/DeviceCMYK": 4,
    "/CalGray": 1,
    "/CalRGB": 3,
    "/Lab": 3,
    "/Indexed": 1,
    "/Separation": 1,
}
_MODES = {"1": (Name.DeviceGray, 1), "L": (Name.DeviceGray, 8), "RGB": (Name.DeviceRGB, 8)}


class NoPixels(Exception):
    """A picture whose pixels cannot be written here."""


def blanked(pdf: pikepdf.Pdf, picture: Stream, boxes: list[Box]) -> Stream:
    """A copy of a picture with these parts blank, and those of its masks. The boxes are in the
    picture's unit square (ISO 32000-1, 8.9.5.1: the origin is at the bottom left). Raises
    `NoPixels`.
    """
    new = pdf.make_stream(b"")
    for key, value in picture.items():
        if key not in _PACKING:
            new[key] = value
    raw, bits = _pixels(picture, new)
    width, height = int(picture.Width), int(picture.Height)
    store(new, _without(raw, width, height, bits, boxes))
    for key in ("/SMask", "/Mask"):
        mask = picture.get(key)
        if isinstance(mask, Stream):
            new[key] = blanked(pdf, mask, boxes)
    return new


def _pixels(picture: Stream, new: Stream) -> tuple[bytes, int]:
    """The rows of a picture, and the bits of one pixel; `new` is told the form that they are in."""
    packed = filters(picture)
    if not packed or packed[-1] not in PICTURE_FILTERS:
        count = _count(picture)
        return decoded(picture), count * int(picture.get("/BitsPerComponent") or 1)
    from PIL import Image, ImageOps

    try:
        if packed == ["/DCTDecode"]:
            image: Any = Image.open(io.BytesIO(picture.read_raw_bytes()))
            image.load()
        else:
            image = pikepdf.PdfImage(picture).as_pil_image()
    except Exception:
        raise NoPixels from None
    if packed[-1] == "/DCTDecode" and image.mode == "CMYK":
        # Pillow turns the inks of such pictures round, viewers do not before /Decode
        return ImageOps.invert(image).tobytes(), 32
    if image.mode not in _MODES or "/ImageMask" in picture:
        raise NoPixels
    space, depth = _MODES[image.mode]
    new.BitsPerComponent = depth
    if packed[-1] not in ("/DCTDecode",):
        new.ColorSpace = space
        for key in ("/Decode", "/SMaskInData"):
            if key in new:
                del new[key]
    return image.tobytes(), depth * (3 if image.mode == "RGB" else 1)


def _count(picture: Stream) -> int:
    """How many components a pixel has."""
    if picture.get("/ImageMask"):
        return 1
    space = picture.get("/ColorSpace")
    kind = str(space[0] if isinstance(space, Array) and len(space) else space)
    if isinstance(space, Array) and kind == "/ICCBased":
        return int(space[1].N)
    if isinstance(space, Array) and kind == "/DeviceN":
        return len(space[1])
    if kind not in _COMPONENTS:
        raise NoPixels
    return _COMPONENTS[kind]


def _without(raw: bytes, width: int, height: int, bits: int, boxes: list[Box]) -> bytes:
    """The rows with zeros in the boxes, rounded outwards to whole pixels."""
    row = (width * bits + 7) // 8
    if len(raw) < row * height:
        raise NoPixels
    out = bytearray(raw[: row * height])
    for left, bottom, right, top in boxes:
        first, last = _steps(left, right, width)
        rows = range(*_steps(1 - top, 1 - bottom, height))
        if first >= last:
            continue
        for y in rows:
            _clear(out, y * row, first * bits, last * bits)
    return bytes(out)


def _steps(start: float, end: float, count: int) -> tuple[int, int]:
    """The whole pixels that a stretch of the unit touches; what floating numbers add does not
    count.
    """
    return max(0, math.floor(start * count + 1e-3)), min(count, math.ceil(end * count - 1e-3))


def _clear(out: bytearray, start: int, first: int, last: int) -> None:
    """Clear the bits from `first` to `last` of the row that starts there."""
    head, tail = (first + 7) // 8, last // 8
    if head <= tail:
        out[start + head : start + tail] = bytes(tail - head)
    if first % 8:
        keep = 0xFF << (8 - first % 8) & 0xFF
        out[start + first // 8] &= keep | (0xFF >> last % 8 if last // 8 == first // 8 else 0)
    if last % 8 and (last // 8 > first // 8 or not first % 8):
        out[start + last // 8] &= 0xFF >> last % 8
