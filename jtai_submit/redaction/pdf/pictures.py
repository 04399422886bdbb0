"""JPEG and JPEG 2000 inside PDFs: their own metadata goes, their pixels stay. What cannot be unwrapped is not let through."""

import base64
import zlib
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name

from ..interface import Cleaned, Unreadable
from ..shared import harvest, icc, jpeg

_SHORT = {"/DCT": "/DCTDecode", "/Fl": "/FlateDecode", "/A85": "/ASCII85Decode", "/AHx": "/ASCIIHexDecode"}
_BOXES = {b"jP  ", b"ftyp", b"jp2h", b"jp2c", b"rreq"}
_LARGEST = 300_000_000
PACKET = (b"<x:xmpmeta", b"<rdf:RDF", b"<?xpacket")


def strip(stream: Any, out: Cleaned) -> bool:
    """Rewrite a picture's stream without its metadata; whether there was any. Raises `Unreadable` where it is broken
    (D003) or wrapped in a way that nobody here can undo (R203)."""
    chain = [_SHORT.get(name, name) for name in filters(stream)]
    if not chain or chain[-1] not in ("/DCTDecode", "/JPXDecode"):
        return False
    raw = _unwrapped(stream.read_raw_bytes(), chain[:-1])
    if chain[-1] == "/JPXDecode":
        kept = _jpx(raw)
        gone: list[bytes] = [b""] if kept != raw else []
    else:
        kept, gone = jpeg.strip(raw[max(0, raw.find(b"\xff\xd8")) :])
    if any(word in kept for word in PACKET):
        raise Unreadable("D003", "picture")  # an XMP packet among its pixels
    if kept == raw and len(chain) == 1:
        return False
    for segment in set(gone):
        out.secrets |= harvest.jpeg_segment(segment)
    parms = stream.get("/DecodeParms")
    if isinstance(parms, Array):
        parms = parms[-1] if len(parms) else None
    stream.write(kept, filter=Name(chain[-1]), decode_parms=parms if isinstance(parms, Dictionary) else None)
    return bool(gone)


def strip_profile(stream: Any) -> bool:
    """A colour profile without its description; a broken one goes, and viewers take the plain colours as before.
    Whether it was changed."""
    try:
        before = stream.read_bytes()
    except Exception:
        before = b""
    after = icc.plain(before)
    if after != before or not before:
        stream.write(after)
        return True
    return False


def filters(stream: Any) -> list[str]:
    """The filters that a stream is packed with, in the order of undoing them."""
    named = stream.get("/Filter")
    return [str(f) for f in named] if isinstance(named, Array) else [str(named)] if named is not None else []


def _unwrapped(raw: bytes, filters: list[str]) -> bytes:
    try:
        for name in filters:
            if name == "/FlateDecode":
                raw = zlib.decompressobj().decompress(raw, _LARGEST)
            elif name == "/ASCII85Decode":
                raw = base64.a85decode(raw.strip().removesuffix(b"~>").removeprefix(b"<~"))
            elif name == "/ASCIIHexDecode":
                raw = bytes.fromhex(raw.decode("ascii").partition(">")[0])
            else:
                raise Unreadable("R203", "picture")
    except (ValueError, zlib.error):
        raise Unreadable("D003", "picture") from None
    return raw


def _jpx(data: bytes) -> bytes:
    """The boxes of a JP2 file that a decoder needs (ISO/IEC 15444-1 Annex I), and its codestream without comments."""
    if data[:4] == b"\xff\x4f\xff\x51":
        return _codestream(data)
    out = b""
    for kind, head, body in _boxes(data):
        if kind == b"jp2c":
            stream = _codestream(body)
            out += (len(stream) + 8).to_bytes(4, "big") + kind + stream
        elif kind in _BOXES:
            out += head + body
    if b"jp2c" not in out:
        raise Unreadable("D003", "picture")
    return out


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size, head = int.from_bytes(data[at : at + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        size = size or len(data) - at
        if size < head:
            return
        yield data[at + 4 : at + 8], data[at : at + head], data[at + head : at + size]
        at += size


def _codestream(data: bytes) -> bytes:
    """Without COM segments (FF64) in its main header, which ends at the first SOT (FF90)."""
    out, at = data[:2], 2
    while at + 4 <= len(data) and data[at : at + 2] != b"\xff\x90":
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at] != 0xFF or end <= at + 2:
            return data
        out += b"" if data[at + 1] == 0x64 else data[at:end]
        at = end
    return out + data[at:]
