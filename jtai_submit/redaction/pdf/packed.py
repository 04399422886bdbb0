"""Packed streams that hold more than they should: bytes behind the end of deflated data, and behind
the last row of a picture.
"""

import zlib
from typing import Any

from pikepdf import Array, Dictionary, Name

from ..interface import Unreadable
from .pictures import PICTURE_FILTERS, decoded, filters

# ISO 32000-1, 8.6.3 to 8.6.6; CalCMYK, of PDF 1.1, is read as DeviceCMYK.
_COMPONENTS = {
    "/DeviceGray": 1,
    "/DeviceRGB": 3,
    "/DeviceCMYK": 4,
    "/CalGray": 1,
    "/CalRGB": 3,
    "/Lab": 3,
    "/Indexed": 1,
    "/Separation": 1,
    "/CalCMYK": 4,
}
_INFLATED_AT_MOST = 300_000_000


def trim(stream: Any) -> bool:
    """Cut what stands behind the end of deflated data, and behind the last row of a picture;
    whether there was any. Raises `Unreadable` (D003) for what cannot be unpacked: no viewer shows
    it, and nobody can look into it.
    """
    named = filters(stream)
    if named and named[-1] in PICTURE_FILTERS:
        return False
    if named not in ([], ["/FlateDecode"]):
        stream.write(decoded(stream))
        named = []
    rows = _picture_bytes(stream)
    if not named:
        body = bytes(stream.read_raw_bytes())
        if 2 * len(body) < rows:
            raise Unreadable("D003", "a picture with too few pixels")
        if rows and len(body) > rows:
            stream.write(body[:rows])
        return bool(rows) and len(body) > rows
    raw = bytes(stream.read_raw_bytes())
    unpacker = zlib.decompressobj()
    try:
        body = unpacker.decompress(raw, rows + 1 if rows else _INFLATED_AT_MOST)
    except zlib.error:  # viewers show what comes before the damage
        stream.write(decoded(stream))
        return True
    if 2 * len(body) < rows:
        # What stands there are not its pixels.
        raise Unreadable("D003", "a picture with too few pixels")
    if rows and len(body) > rows:
        stream.write(
            zlib.compress(body[:rows]), filter=Name.FlateDecode, decode_parms=_parms(stream)
        )
        return True
    # RFC 1950, 2.2: nothing follows the checksum. ISO 32000-1, 7.3.8.1, has an end of line before
    # `endstream`.
    if unpacker.eof and unpacker.unused_data.strip(b"\r\n \0"):
        stream.write(
            raw[: len(raw) - len(unpacker.unused_data)],
            filter=Name.FlateDecode,
            decode_parms=_parms(stream),
        )
        return True
    return False


def _parms(stream: Any) -> Any:
    return stream.get("/DecodeParms")


def _picture_bytes(stream: Any) -> int:
    """The bytes of a picture's rows, unpacked; 0 for what is no picture. Raises `Unreadable` (D003)
    where that cannot be told: then no viewer draws it.
    """
    # 10.5.5: halftones have a width and a height too.
    if stream.get("/Subtype") != "/Image" and not (
        "/Width" in stream and "/Height" in stream and "/HalftoneType" not in stream
    ):
        return 0
    space, bits = stream.get("/ColorSpace"), int(stream.get("/BitsPerComponent") or 1)
    named = str(space[0] if isinstance(space, Array) and len(space) else space)
    # 8.9.6.2: a stencil mask has one bit a pixel and no colour space.
    count = 1 if stream.get("/ImageMask") else _COMPONENTS.get(named, 0)
    if named == "/ICCBased" and isinstance(space, Array) and len(space) > 1:
        count = int(space[1].get("/N") or 0)
    if named == "/DeviceN" and isinstance(space, Array) and len(space) > 1:
        count = len(space[1])
    parms = stream.get("/DecodeParms")
    # 7.4.4.4: from 10 on the predictors are those of PNG, and each row begins with a byte that says
    # which.
    predicted = isinstance(parms, Dictionary) and int(parms.get("/Predictor") or 1) >= 10
    # 8.9.3: each row begins with a new byte.
    size = ((int(stream.get("/Width") or 0) * count * bits + 7) // 8 + predicted) * int(
        stream.get("/Height") or 0
    )
    if size <= 0 or not count:
        raise Unreadable("D003", "a picture without size or colours")
    return size
