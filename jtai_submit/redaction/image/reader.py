"""The second reader of pictures: Pillow, and a walk of its own through JPEG and PNG; with lists of
its own.
"""

import hashlib
import io
import re
import struct
from collections.abc import Iterator
from typing import Any

from ...documents.examination import Noticed
from ..interface import Cleaned, Unreadable
from ..shared import residue

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
# ISO/IEC 10918-1, B.1.1: markers but RST, SOI and TEM; FF00 is stuffing.
_MARKERS = re.compile(rb"\xff[\x02-\xcf\xd9-\xfe]")
_DRAWING = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"acTL", b"fcTL", b"fdAT"}
_PILLOW = ("JPEG", "PNG", "GIF", "TIFF", "WEBP", "HEIF", "AVIF")
_ORIENTATION = 0x0112
# What Pillow says of a picture that describes nobody: how it is drawn. `nclx_profile` is how
# numbers become colours (ISO/IEC 14496-12, 12.1.5): three numbers and a flag.
_SILENT = frozenset(
    "jfif jfif_version jfif_density jfif_unit dpi icc_profile adobe adobe_transform exif gamma "
    "chromaticity srgb "
    "transparency progressive progression interlace default_image loop duration timestamp blend "
    "bit_depth chroma "
    "icc_profile_type primary version extension compression resolution disposal bbox background "
    "aspect cicp "
    "nclx_profile".split()
)
# TIFF 6.0, by section: baseline (8), bilevel (10, 11), colour (20 to 23), tiles (15), and where the
# pixels are.
_QUIET_TAGS = frozenset(
    {
        *(
            254,
            255,
            256,
            257,
            258,
            259,
            262,
            263,
            266,
            273,
            274,
            277,
            278,
            279,
            280,
            281,
            282,
            283,
            284,
            296,
        ),
        *(290, 291, 292, 293, 297, 326, 327, 328),
        *(
            301,
            317,
            318,
            319,
            320,
            321,
            332,
            334,
            336,
            338,
            339,
            340,
            341,
            342,
            347,
            529,
            530,
            531,
            532,
        ),
        *(322, 323, 324, 325),
        34675,  # colour profile, whose words are ours
    }
)


def doubt(original: bytes, cleaned: Cleaned) -> list[Noticed]:
    """What draws is the same, so each pixel is; it decodes; nothing is left that describes."""
    if original.startswith((_JPEG, _PNG)):
        same, left = _drawing(original) == _drawing(cleaned.data), _decoded(cleaned.data)[1]
    elif original[4:8] == b"ftyp" and all(piece in original for piece in _coded(cleaned.data)):
        (before, _), (after, left) = (
            _decoded(original, load=False),
            _decoded(cleaned.data, load=False),
        )
        same = before == after  # as many pictures as large; what is coded is the same byte for byte
    else:  # what is packed otherwise is compared by its pixels
        (before, _), (after, left) = (
            _decoded(original, whole=True),
            _decoded(cleaned.data, whole=True),
        )
        same = before == after
    if not same:
        return [Noticed("R202", where="picture")]
    hits = residue.found(cleaned.secrets, [cleaned.data])
    if left or hits:
        return [Noticed("R201", len(left) + len(hits), detail=", ".join(sorted(left))[:80])]
    return []


def _decoded(
    data: bytes, *, whole: bool = False, load: bool = True
) -> tuple[list[tuple[Any, ...]], set[str]]:
    """Let Pillow read every frame, large photographs at an eighth of their size unless `whole`.

    Gives a hash of each frame's pixels, and what it found that describes. Raises `Unreadable` where
    it does not decode.
    """
    from PIL import ImageSequence

    from ..shared.pillow import Image

    if data[4:8] == b"ftyp":
        _learn_heic()
    frames, left = list[tuple[Any, ...]](), set[str]()
    try:
        Image.init()
        formats = [name for name in _PILLOW if name in Image.OPEN]  # HEIF is an extra
        with Image.open(io.BytesIO(data), formats=formats) as image:
            if not whole:
                image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
            for frame in ImageSequence.Iterator(image):
                if load:
                    frame.load()
                else:
                    frames.append((frame.size, frame.mode))
                if whole:
                    frames.append(
                        (
                            frame.size,
                            frame.mode,
                            hashlib.sha256(frame.tobytes()).digest(),
                            frame.info.get("duration"),
                        )
                    )
                left |= _described(frame)
            return frames, left
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unreadable("R203", "memory") from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Unreadable("D003", "picture") from None


def _coded(data: bytes) -> Iterator[bytes]:
    """The coded pictures of a HEIC file as the cleaner lays it out (iloc, version 1, four bytes
    each).
    """
    at = data.index(b"iloc") + 12
    for n in range(int.from_bytes(data[at - 2 : at], "big")):
        start, length = struct.unpack_from(">LL", data, at + 16 * n + 8)
        yield data[start : start + length]


def _described(frame: Any) -> set[str]:
    """What one frame says that does not draw."""
    fields = getattr(frame, "tag_v2", None)
    if fields is not None:
        return {f"TIFF {tag}" for tag in set(fields) - _QUIET_TAGS}
    tags = set(frame.getexif()) - {_ORIENTATION}
    return {str(key) for key in frame.info if frame.info[key]} - _SILENT | {
        f"EXIF {tag}" for tag in tags
    }


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
            # Frames, tables and restart intervals; APPn, COM and the rest describe.
            yield data[marker.end() - 1 : start]


def _png_drawing(data: bytes) -> Iterator[bytes]:
    """The chunks that draw, found chunk by chunk: others (content credentials) can hold a PNG of
    their own.
    """
    at = len(_PNG)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if name in _DRAWING:
            yield data[at + 4 : at + 12 + size]
        at += 12 + size
        if name == b"IEND":
            return
