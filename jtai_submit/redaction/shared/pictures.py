"""Pictures inside other documents: their metadata goes, their pixels stay."""

import gzip
import io

from ..interface import LARGEST, Unreadable
from . import gif, harvest, jpeg, metafile, png

# What Pillow says of a picture that describes nobody: how it is drawn.
SILENT = set(
    """
    jfif jfif_version jfif_density jfif_unit dpi icc_profile adobe adobe_transform exif gamma
    chromaticity srgb transparency progressive progression interlace default_image loop duration
    timestamp blend bit_depth chroma icc_profile_type primary version extension compression
    resolution disposal bbox background aspect cicp
    """.split()
)
_GZIP = b"\x1f\x8b"


def strip(data: bytes) -> tuple[bytes, str, set[str]]:
    """The picture without metadata, the ending that fits it, and what the metadata told.

    Raises `Unreadable`: H111 for a kind that nobody here can clean, D003 where it is broken.
    """
    if data.startswith(b"\xff\xd8"):
        kept, gone = jpeg.strip(data)
        return (
            jpeg.upright(kept, gone),
            "jpeg",
            set[str]().union(*(harvest.jpeg_segment(segment) for segment in gone)),
        )
    if data.startswith(png.SIGNATURE):
        kept, told = png.strip(data)
        return kept, "png", told
    if data[:6] in (b"GIF87a", b"GIF89a"):
        kept, blocks = gif.strip(data)
        return (
            kept,
            "gif",
            harvest.telling(block[3:-1].decode("utf-8", "ignore") for block in blocks),
        )
    if metafile.is_emf(data):
        kept, told = metafile.strip_emf(data, strip)
        return kept, "emf", told
    if metafile.is_wmf(data):
        return metafile.strip_wmf(data), "wmf", set()
    if (
        data.startswith(b"BM")
        and len(data) > 26
        and int.from_bytes(data[2:6], "little") == len(data)
    ):
        return data, "bmp", set()
    if data.startswith(_GZIP):  # EMZ and WMZ
        with gzip.open(io.BytesIO(data)) as packed:
            bare = packed.read(LARGEST)
        if not bare.startswith(_GZIP):
            kept, ending, told = strip(bare)
            return gzip.compress(kept, mtime=0), ending[:-1] + "z", told
    raise Unreadable("H111", "picture")
