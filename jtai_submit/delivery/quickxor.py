"""quickXorHash, the one hash that SharePoint guarantees
(https://learn.microsoft.com/onedrive/developer/code-snippets/quickxorhash).

Byte i is XORed into a ring of 160 bits at bit 11·i, and the length into its last 64. As 160 bytes
go once round the ring eleven times, all rows of 160 bytes may be folded onto one first: big
integers do that at memory speed.
"""

from base64 import b64encode
from typing import BinaryIO

_RING = 160
_ROWS = 4096  # a power of two: halved until one row is left
_MASK = (1 << _RING) - 1


def quickxor(file: BinaryIO) -> str:
    """The hash of everything from where `file` stands, in base64 as Graph writes it."""
    row, length = 0, 0
    while block := _filled(file, _RING * _ROWS):
        length += len(block)
        row ^= _folded(block)
    ring = 0
    for n, byte in enumerate(row.to_bytes(_RING, "little")):
        at = n * 11 % _RING
        ring ^= byte << at & _MASK | byte << at >> _RING
    return b64encode((ring ^ length << (_RING - 64)).to_bytes(_RING // 8, "little")).decode()


def _filled(file: BinaryIO, size: int) -> bytes:
    block = file.read(size)
    while len(block) < size and (more := file.read(size - len(block))):
        block += more
    return block


def _folded(block: bytes) -> int:
    """All rows of 160 bytes XORed onto each other."""
    value, half = int.from_bytes(block, "little"), _ROWS // 2
    while half:
        bits = _RING * 8 * half
        value = value >> bits ^ value & (1 << bits) - 1
        half //= 2
    return value
