"""ICC profiles (ICC.1:2022) with what turns numbers into colours, and without what describes the
device or its owner.
"""

import struct
from functools import lru_cache

_HEADER, _ENTRY = 128, struct.Struct(">4sLL")
_COLOURS = {
    b"rXYZ",
    b"gXYZ",
    b"bXYZ",
    b"rTRC",
    b"gTRC",
    b"bTRC",
    b"kTRC",
    b"wtpt",
    b"bkpt",
    b"chad",
    b"chrm",
    b"lumi",
    b"gamt",
    b"A2B0",
    b"A2B1",
    b"A2B2",
    b"A2B3",
    b"B2A0",
    b"B2A1",
    b"B2A2",
    b"B2A3",
    b"D2B0",
    b"D2B1",
    b"D2B2",
    b"D2B3",
    b"B2D0",
    b"B2D1",
    b"B2D2",
    b"B2D3",
    b"pre0",
    b"pre1",
    b"pre2",
    b"cicp",
}
_TYPES = {
    b"XYZ ",
    b"curv",
    b"para",
    b"sf32",
    b"mft1",
    b"mft2",
    b"mAB ",
    b"mBA ",
    b"mpet",
    b"chrm",
    b"cicp",
    b"meas",
    b"view",
}
_DAY = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)


@lru_cache(64)
def plain(profile: bytes) -> bytes:
    """The same colours under a description of ours; nothing for what is no profile."""
    size = len(profile)
    if size < _HEADER + 4 or profile[36:40] != b"acsp" or profile[12:16] == b"nmcl":
        return b""
    count = int.from_bytes(profile[128:132], "big")
    if count > 200 or _HEADER + 4 + 12 * count > size:
        return b""
    entries = [_ENTRY.unpack_from(profile, _HEADER + 4 + 12 * n) for n in range(count)]
    kept = {
        tag: profile[at : at + length]
        for tag, at, length in entries
        if tag in _COLOURS and at + length <= size and profile[at : at + 4] in _TYPES
    }
    if not kept:
        return b""
    new = profile[8] >= 4
    kept[b"desc"] = _text("Colours", new=new, description=True)
    kept[b"cprt"] = _text("None", new=new, description=False)
    table, body, places = b"", b"", dict[bytes, int]()
    start = _HEADER + 4 + 12 * len(kept)
    for tag, data in sorted(kept.items()):
        if data not in places:  # red, green and blue often share one curve
            places[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        table += _ENTRY.pack(tag, places[data], len(data))
    head = bytearray(profile[:_HEADER])
    # Program, day, device.
    head[4:8], head[24:36], head[40:44], head[48:64] = bytes(4), _DAY, bytes(4), bytes(16)
    head[80:128] = bytes(48)  # its maker, and its id
    head[0:4] = (start + len(body)).to_bytes(4, "big")
    return bytes(head) + len(kept).to_bytes(4, "big") + table + body


def _text(words: str, *, new: bool, description: bool) -> bytes:
    """A text as version 4 (multiLocalizedUnicode) or version 2 (textDescription, text) has it."""
    if new:
        wide = words.encode("utf-16-be")
        return (
            b"mluc" + bytes(4) + struct.pack(">LL2s2sLL", 1, 12, b"en", b"GB", len(wide), 28) + wide
        )
    plain_words = words.encode("ascii") + b"\0"
    if not description:
        return b"text" + bytes(4) + plain_words
    return (
        b"desc"
        + bytes(4)
        + struct.pack(">L", len(plain_words))
        + plain_words
        + bytes(4 + 4 + 2 + 1 + 67)
    )
