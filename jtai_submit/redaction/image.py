"""JPEG and PNG: what describes is left out, what draws is copied byte for byte, so every pixel stays.

The orientation of a photograph is the one thing that EXIF is kept for: without it evidence would lie on its side.
"""

import io
import struct
import zlib
from collections.abc import Iterator

from ..documents.examination import Noticed
from . import harvest, jpeg, residue
from .interface import Cleaned, Format, Unreadable

# PNG (ISO/IEC 15948, and APNG): chunks that decoding needs.
PNG_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
              b"cICP", b"acTL", b"fcTL", b"fdAT"}  # fmt: skip
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_ORIENTATION = 0x0112
_KNOWN_INFO = {"jfif", "jfif_version", "jfif_density", "jfif_unit", "dpi", "icc_profile", "adobe", "adobe_transform", "exif",
               "gamma", "chromaticity", "srgb", "transparency", "progressive", "progression", "interlace", "default_image",
               "loop", "duration", "timestamp", "blend", "disposal", "bbox", "background", "aspect", "cicp"}  # fmt: skip


def clean(data: bytes) -> Cleaned:
    """The same picture without metadata. Raises `Unreadable` (D003) where its parts do not add up."""
    return _jpeg(data) if data.startswith(b"\xff\xd8") else _png(data)


def _jpeg(data: bytes) -> Cleaned:
    kept, gone = jpeg.strip(data)
    out = Cleaned(kept)
    for segment in gone:
        out.secrets |= harvest.jpeg_segment(segment)
    turned = next((_orientation(s) for s in gone if s.startswith(b"Exif\0\0")), 1)
    if 2 <= turned <= 8:
        out.data = kept[:2] + _oriented(turned) + kept[2:]
    if out.data != data:
        out.removed.append("metadata of the picture")
    return out


def _orientation(block: bytes) -> int:
    from PIL import Image

    exif = Image.Exif()
    try:
        exif.load(block)
        return int(exif.get(_ORIENTATION, 1))
    except Exception:  # a broken block turns nothing
        return 1


def _oriented(turned: int) -> bytes:
    """An APP1 segment that says how to turn the picture, and nothing else (TIFF, big-endian, one entry)."""
    tiff = b"MM\0*" + struct.pack(">LHHHLHHL", 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff


def _png(data: bytes) -> Cleaned:
    out, parts, end = Cleaned(b""), [_SIGNATURE], len(_SIGNATURE)
    for kind, chunk in _chunks(data):
        end += len(chunk)
        if kind in PNG_CHUNKS:
            parts.append(chunk)
        else:
            out.secrets |= _told(kind, chunk[8:-4])
        if kind == b"IEND":
            break
    else:
        raise Unreadable("D003", "cut short")
    out.data = b"".join(parts)
    if len(out.data) != len(data):
        out.removed.append("metadata of the picture")
    return out


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        chunk = data[at : at + 12 + size]
        if len(chunk) < 12 + size:
            raise Unreadable("D003", "cut short")
        yield chunk[4:8], chunk
        at += 12 + size


def _told(kind: bytes, body: bytes) -> set[str]:
    """What a text or EXIF chunk could tell."""
    if kind == b"eXIf":
        return harvest.exif(b"Exif\0\0" + body)
    name, _, rest = body.partition(b"\0")
    try:
        if kind == b"zTXt":
            rest = zlib.decompressobj().decompress(rest[1:], 1_000_000)
        elif kind == b"iTXt":
            packed, rest = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[2]
            rest = zlib.decompressobj().decompress(rest, 1_000_000) if packed else rest
        elif kind != b"tEXt":
            return set()
    except (zlib.error, IndexError):
        return set()
    if name.startswith(b"XML:com.adobe.xmp"):
        return harvest.xmp(rest)
    return harvest.telling([rest.decode("utf-8", "replace")])


def doubt(original: bytes, cleaned: Cleaned) -> list[Noticed]:
    """Pillow decodes both: every frame the same, nothing left that describes; no string of the metadata in the bytes."""
    if _pixels(original) != _pixels(cleaned.data):
        return [Noticed("R202", where="picture")]
    from PIL import Image

    with Image.open(io.BytesIO(cleaned.data)) as image:
        left = {str(key) for key in image.info} - _KNOWN_INFO
        tags = set(image.getexif()) - {_ORIENTATION}
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
