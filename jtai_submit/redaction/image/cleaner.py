"""Pictures: what describes is left out, what draws is copied byte for byte, so every pixel stays."""

import hashlib
import io
import re
import struct
from collections.abc import Iterator
from typing import Any

from ...documents.examination import Noticed
from ..interface import NO_CHOICES, Choices, Cleaned, Unreadable
from ..shared import jpeg, pictures, png, residue
from . import heic, tiff, webp

_MARKERS = re.compile(rb"\xff[\x02-\xcf\xd9-\xfe]")
_DRAWING = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"acTL", b"fcTL", b"fdAT")
_PILLOW = ("JPEG", "PNG", "GIF", "TIFF", "WEBP", "HEIF", "AVIF")
_QUIET_TAGS = tiff.KEPT | {273, 279, 324, 325, 34675}


def clean(data: bytes, choices: Choices = NO_CHOICES) -> Cleaned:
    """The same picture without metadata. Raises `Unreadable`: D003 where its parts do not add up, R203 or D006 for what
    nobody here can follow."""
    kept, told = _stripped(data)
    return Cleaned(kept, ["metadata of the picture"] if kept != data else [], secrets=told)


def _stripped(data: bytes) -> tuple[bytes, set[str]]:
    if data[:2] in (b"II", b"MM"):
        return tiff.strip(data)
    if webp.is_webp(data):
        return webp.strip(data)
    if data[4:8] == b"ftyp":
        return heic.strip(data), set()
    kept, _, told = pictures.strip(data)
    return kept, told


def doubt(original: bytes, cleaned: Cleaned) -> list[Noticed]:
    """What draws is the same, so each pixel is; it decodes; nothing is left that describes."""
    if original.startswith((b"\xff\xd8", png.SIGNATURE)):
        same, left = _drawing(original) == _drawing(cleaned.data), _decoded(cleaned.data)[1]
    elif original[4:8] == b"ftyp" and all(piece in original for piece in _coded(cleaned.data)):
        (before, _), (after, left) = _decoded(original, load=False), _decoded(cleaned.data, load=False)
        same = before == after  # as many pictures as large; what is coded is the same byte for byte
    else:  # what is packed otherwise is compared by its pixels
        (before, _), (after, left) = _decoded(original, whole=True), _decoded(cleaned.data, whole=True)
        same = before == after
    if not same:
        return [Noticed("R202", where="picture")]
    hits = residue.found(cleaned.secrets, [cleaned.data])
    if left or hits:
        return [Noticed("R201", len(left) + len(hits), detail=", ".join(sorted(left))[:80])]
    return []


def _decoded(data: bytes, *, whole: bool = False, load: bool = True) -> tuple[list[tuple[Any, ...]], set[str]]:
    """Let Pillow read every frame, large photographs at an eighth of their size unless `whole`: a hash of each frame's
    pixels, and what it found that describes. Raises `Unreadable` where it does not decode."""
    from PIL import Image, ImageSequence

    if data[4:8] == b"ftyp":
        _learn_heic()
    frames, left = list[tuple[Any, ...]](), set[str]()
    try:
        with Image.open(io.BytesIO(data), formats=_PILLOW) as image:
            if not whole:
                image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
            for frame in ImageSequence.Iterator(image):
                if load:
                    frame.load()
                else:
                    frames.append((frame.size, frame.mode))
                if whole:
                    frames.append(
                        (frame.size, frame.mode, hashlib.sha256(frame.tobytes()).digest(), frame.info.get("duration"))
                    )
                left |= _described(frame)
            return frames, left
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unreadable("R203", "memory") from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Unreadable("D003") from None


def _coded(data: bytes) -> Iterator[bytes]:
    """The coded pictures of a HEIC file as the cleaner lays it out (iloc, version 1, four bytes each)."""
    at = data.index(b"iloc") + 12
    for n in range(int.from_bytes(data[at - 2 : at], "big")):
        start, length = struct.unpack_from(">LL", data, at + 16 * n + 8)
        yield data[start : start + length]


def _described(frame: Any) -> set[str]:
    """What one frame says that does not draw."""
    fields = getattr(frame, "tag_v2", None)
    if fields is not None:
        return {f"TIFF {tag}" for tag in set(fields) - _QUIET_TAGS}
    tags = set(frame.getexif()) - {jpeg.ORIENTATION}
    return {str(key) for key in frame.info if frame.info[key]} - pictures.SILENT | {f"EXIF {tag}" for tag in tags}


def _learn_heic() -> None:
    """Pillow reads HEIC with the help of a library that is an extra."""
    try:
        import pi_heif
    except ImportError:
        raise Unreadable("D006", "HEIC") from None
    pi_heif.register_heif_opener(thumbnails=False)


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
