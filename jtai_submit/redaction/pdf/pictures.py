"""JPEG and JPEG 2000 inside PDFs: their own metadata goes, their pixels stay. What cannot be
unwrapped is not let through.
"""

import base64
import re
import zlib
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, StreamDecodeLevel

from ..interface import Cleaned, Unreadable
from ..shared import harvest, icc, jpeg

# ISO 32000-1, table 94 has these names for inline pictures alone; viewers know them everywhere.
_SHORT = {
    "/DCT": "/DCTDecode",
    "/Fl": "/FlateDecode",
    "/A85": "/ASCII85Decode",
    "/AHx": "/ASCIIHexDecode",
}
JPEG_FILTERS = {"/DCT", "/DCTDecode"}
PICTURE_FILTERS = JPEG_FILTERS | {"/JPXDecode", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode"}
_BOXES = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}
# ISO/IEC 15444-1, I.5.3.
_HEADER_BOXES = {b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef", b"res "}
_LARGEST = 300_000_000
PACKET = re.compile(rb"<(?:x:xmpmeta|rdf:RDF|\?xpacket)")


def strip(stream: Any, out: Cleaned) -> bool:
    """Rewrite a picture's stream without its metadata; whether there was any. Raises `Unreadable`
    where it is broken (D003) or wrapped in a way that nobody here can undo (R203).
    """
    chain = [_SHORT.get(name, name) for name in filters(stream)]
    if not chain or chain[-1] not in ("/DCTDecode", "/JPXDecode"):
        return False
    raw = _unwrapped(stream.read_raw_bytes(), chain[:-1])
    if chain[-1] == "/JPXDecode":
        kept = _jpx(raw)
        gone: list[bytes] = [b""] if kept != raw else []
    else:
        # Decoders look for the start of the image (FFD8) and skip what stands before it.
        kept, gone = jpeg.strip(raw[max(0, raw.find(b"\xff\xd8")) :])
    if PACKET.search(kept):
        raise Unreadable("D003", "a picture with properties among its pixels")
    if kept == raw and len(chain) == 1:
        return False
    for segment in set(gone):
        out.secrets |= harvest.jpeg_segment(segment)
    parms = stream.get("/DecodeParms")
    # ISO 32000-1, table 5: one entry for each filter, in their order.
    if isinstance(parms, Array):
        parms = parms[-1] if len(parms) else None
    stream.write(
        kept, filter=Name(chain[-1]), decode_parms=parms if isinstance(parms, Dictionary) else None
    )
    return bool(gone)


def strip_profile(stream: Any) -> bool:
    """A colour profile without its description; a broken one goes, and viewers take the plain
    colours as before. Whether it was changed.
    """
    try:
        before = stream.read_bytes(StreamDecodeLevel.specialized)
    except Exception:
        before = b""
    after = icc.plain(before)
    if after != before or not before:
        stream.write(after)
        return True
    return False


def decoded(stream: Any) -> bytes:
    """What a stream that is no picture holds. Raises `Unreadable` (D003) where it cannot be
    unpacked.
    """
    if any(name in PICTURE_FILTERS for name in filters(stream)):
        return b""
    try:
        # RunLengthDecode is among those that qpdf undoes only when asked
        return bytes(stream.read_bytes(StreamDecodeLevel.specialized))
    except Exception:
        raise Unreadable("D003", "a stream that cannot be unpacked") from None


def filters(stream: Any) -> list[str]:
    """The filters that a stream is packed with, in the order of undoing them."""
    named = stream.get("/Filter")
    return (
        [str(f) for f in named]
        if isinstance(named, Array)
        else [str(named)]
        if named is not None
        else []
    )


def _unwrapped(raw: bytes, filters: list[str]) -> bytes:
    try:
        for name in filters:
            if name == "/FlateDecode":
                raw = zlib.decompressobj().decompress(raw, _LARGEST)
            elif name == "/ASCII85Decode":
                # ISO 32000-1, 7.4.3: ~> ends the data; that <~ begins them is a habit of other
                # tools.
                raw = base64.a85decode(raw.strip().removesuffix(b"~>").removeprefix(b"<~"))
            elif name == "/ASCIIHexDecode":
                # 7.4.2: > ends the data.
                raw = bytes.fromhex(raw.decode("ascii").partition(">")[0])
            else:
                raise Unreadable("R203", "a picture that is packed twice")
    except (ValueError, zlib.error):
        raise Unreadable("D003", "a picture that cannot be unpacked") from None
    return raw


def _jpx(data: bytes) -> bytes:
    """The boxes of a JP2 file that a decoder needs (ISO/IEC 15444-1 Annex I), and its codestream
    without comments.
    """
    if data[:4] == b"\xff\x4f\xff\x51":
        return _codestream(data)
    out = b""
    for kind, head, body in _boxes(data):
        if kind == b"jp2c":
            out += _box(kind, _codestream(body))
        elif kind == b"jp2h":
            out += _box(
                kind,
                b"".join(
                    _box(k, _coloured(k, b)) for k, _, b in _boxes(body) if k in _HEADER_BOXES
                ),
            )
        elif kind in _BOXES:
            out += head + body
    if b"jp2c" not in out:
        raise Unreadable("D003", "a JPEG 2000 picture")
    return out


def _box(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def _coloured(kind: bytes, body: bytes) -> bytes:
    """A colour specification whose profile describes nobody (ISO/IEC 15444-1, I.5.3.3: method 2
    holds a profile).
    """
    if kind == b"colr" and body[:1] == b"\2":
        return body[:3] + (icc.plain(body[3:]) or body[3:])
    return body


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size, head = int.from_bytes(data[at : at + 4], "big"), 8
        # ISO/IEC 15444-1, I.4: 1 stands for a length of eight bytes, 0 for all that is left.
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        size = size or len(data) - at
        if size < head:
            return
        yield data[at + 4 : at + 8], data[at : at + head], data[at + head : at + size]
        at += size


def _codestream(data: bytes) -> bytes:
    """Without COM segments (FF64), in its main header and in those of its tile-parts (ISO/IEC
    15444-1, annex A), and without what stands behind its end.
    """
    head, at = _header(data, 2, b"\xff\x90")
    if not at:
        return data
    out = bytearray(data[:2] + head)
    while data[at : at + 2] == b"\xff\x90":
        # A.4.2: the start of a tile-part says how long it is; 0 is for the last one.
        size = int.from_bytes(data[at + 6 : at + 10], "big")
        end = at + size if size else max(data.rfind(b"\xff\xd9"), at + 12)
        part, begin = _header(data, at + 12, b"\xff\x93")
        if not begin or begin > end or end > len(data):
            return bytes(out) + data[at:]  # cut short: decoders draw what is there
        body = data[at : at + 12] + part + data[begin:end]
        if size:
            body = body[:6] + len(body).to_bytes(4, "big") + body[10:]
        out += body
        at = end
    return bytes(out) + (data[at : at + 2] if data[at : at + 2] == b"\xff\xd9" else data[at:])


def _header(data: bytes, at: int, until: bytes) -> tuple[bytes, int]:
    """The segments from a place to a marker, without comments, and where that marker stands; 0
    where it is missing.
    """
    out = b""
    while at + 4 <= len(data) and data[at : at + 2] != until:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at] != 0xFF or end <= at + 2:
            return out, 0
        out += b"" if data[at + 1] == 0x64 else data[at:end]
        at = end
    return out, at
