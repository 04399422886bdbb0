"""JPEG and PNG: what describes is left out, what draws is copied byte for byte, so every pixel stays."""

import io
import zlib

from ..documents.examination import Noticed
from . import harvest, jpeg, png, residue
from .interface import Cleaned, Format, Unreadable

_KNOWN_INFO = {"jfif", "jfif_version", "jfif_density", "jfif_unit", "dpi", "icc_profile", "adobe", "adobe_transform", "exif",
               "gamma", "chromaticity", "srgb", "transparency", "progressive", "progression", "interlace", "default_image",
               "loop", "duration", "timestamp", "blend", "disposal", "bbox", "background", "aspect", "cicp"}  # fmt: skip


def clean(data: bytes) -> Cleaned:
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
    """Pillow decodes both: every frame the same, nothing left that describes; no string of the metadata in the bytes."""
    if _pixels(original) != _pixels(cleaned.data):
        return [Noticed("R202", where="picture")]
    from PIL import Image

    with Image.open(io.BytesIO(cleaned.data)) as image:
        left = {str(key) for key in image.info} - _KNOWN_INFO
        tags = set(image.getexif()) - {jpeg.ORIENTATION}
    hits = residue.found(cleaned.secrets, [cleaned.data])
    if left or tags or hits:
        return [Noticed("R201", len(left) + len(tags) + len(hits), detail=", ".join(sorted(left))[:80])]
    return []


def _pixels(data: bytes) -> list[tuple[str, tuple[int, int], int]]:
    """Mode, size and a checksum of each frame. Raises `Unreadable` where it does not decode."""
    from PIL import Image, ImageSequence

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            return [(frame.mode, frame.size, zlib.crc32(frame.tobytes())) for frame in ImageSequence.Iterator(image)]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unreadable("R203", "memory") from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Unreadable("D003") from None


FORMAT = Format(clean, doubt)
