"""JPEG and PNG: what describes is left out, what draws is copied byte for byte, so every pixel stays."""

import io
import re
from collections.abc import Iterator

from ..documents.examination import Noticed
from . import harvest, jpeg, pictures, png, residue
from .interface import NO_CHOICES, Choices, Cleaned, Format, Unreadable

_MARKERS = re.compile(rb"\xff[\x02-\xcf\xd9-\xfe]")
_DRAWING = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"acTL", b"fcTL", b"fdAT")


def clean(data: bytes, choices: Choices = NO_CHOICES) -> Cleaned:
    """The same picture without metadata. Raises `Unreadable` (D003) where its parts do not add up."""
    return _jpeg(data) if data.startswith(b"\xff\xd8") else _png(data)


def _jpeg(data: bytes) -> Cleaned:
    kept, gone = jpeg.strip(data)
    out = Cleaned(jpeg.upright(kept, gone))
    for segment in gone:
        out.secrets |= harvest.jpeg_segment(segment)
    if out.data != data:
        out.removed.append("metadata of the picture")
    return out


def _png(data: bytes) -> Cleaned:
    kept, secrets = png.strip(data)
    return Cleaned(kept, ["metadata of the picture"] if len(kept) != len(data) else [], secrets=secrets)


def doubt(original: bytes, cleaned: Cleaned) -> list[Noticed]:
    """What draws is the same byte for byte, so each pixel is; it decodes; nothing is left that describes."""
    if _drawing(original) != _drawing(cleaned.data):
        return [Noticed("R202", where="picture")]
    left = _decoded(cleaned.data)
    hits = residue.found(cleaned.secrets, [cleaned.data])
    if left or hits:
        return [Noticed("R201", len(left) + len(hits), detail=", ".join(sorted(left))[:80])]
    return []


def _decoded(data: bytes) -> set[str]:
    """Let Pillow read every frame, large photographs at an eighth of their size. What it found that describes.

    Raises `Unreadable` where it does not decode.
    """
    from PIL import Image, ImageSequence

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
            for frame in ImageSequence.Iterator(image):
                frame.load()
            tags = set(image.getexif()) - {jpeg.ORIENTATION}
            return ({str(key) for key in image.info} - pictures.SILENT) | {f"EXIF {tag}" for tag in tags}
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unreadable("R203", "memory") from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Unreadable("D003") from None


def _drawing(data: bytes) -> bytes:
    """What a decoder works on, cut out of the file in another way than the cleaner's."""
    return b"".join(_jpeg_drawing(data) if data.startswith(b"\xff\xd8") else _png_drawing(data))


def _jpeg_drawing(data: bytes) -> Iterator[bytes]:
    start = 0
    for marker in _MARKERS.finditer(data):
        if marker.start() < start:  # inside a segment
            continue
        kind, at = marker[0][-1], marker.end()
        length = int.from_bytes(data[at : at + 2], "big")
        start = at + length
        if kind == 0xD9:
            return
        if kind == 0xDA:
            end = _MARKERS.search(data, start)
            yield data[marker.end() - 1 : end.start() if end else len(data)].rstrip(b"\xff")
        elif 0xC0 <= kind <= 0xDF:
            yield data[marker.end() - 1 : start]


def _png_drawing(data: bytes) -> Iterator[bytes]:
    for name in _DRAWING:
        at = data.find(name, 8)
        while at > 0:
            size = int.from_bytes(data[at - 4 : at], "big")
            yield data[at : at + size + 4]
            at = data.find(name, at + size + 4)


FORMAT = Format(clean, doubt)
