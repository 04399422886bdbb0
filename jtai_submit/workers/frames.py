"""What goes over the pipe between the program and a worker: a JSON object and raw bytes. Never a
pickle.

A frame is two lengths (4 bytes for the JSON, 8 for the bytes, both big-endian), the JSON in UTF-8,
the bytes. Nothing in it can name code; a worker that was taken over can only say something that is
not true.
"""

import json
import struct
from typing import BinaryIO, NoReturn

JSON = None | bool | int | float | str | list["JSON"] | dict[str, "JSON"]
Facts = dict[str, JSON]
# Bytes of JSON: codes, counts and places of one document are far less.
LARGEST_FACTS = 4 * 1024 * 1024
_LENGTHS = struct.Struct(">IQ")
_PIECE = 1024 * 1024


class BadFrame(Exception):
    """What came is no frame, or a larger one than was agreed."""


def write(stream: BinaryIO, facts: Facts, data: bytes = b"") -> None:
    """Write one frame and flush it. Raises OSError where the other side is gone."""
    text = json.dumps(facts, ensure_ascii=True, allow_nan=False).encode("ascii")
    stream.write(_LENGTHS.pack(len(text), len(data)) + text)
    stream.write(data)
    stream.flush()


def read(stream: BinaryIO, largest: int) -> tuple[Facts, bytes]:
    """The next frame, with at most `largest` bytes of data.

    Raises EOFError where the other side ended before a frame began, `BadFrame` where it is none. No
    more memory is taken than what has arrived, so that a length by itself costs nothing.
    """
    head = _exactly(stream, _LENGTHS.size)
    if not head:
        raise EOFError
    if len(head) < _LENGTHS.size:
        raise BadFrame("it ends early")
    of_facts, of_data = _LENGTHS.unpack(head)
    if of_facts > LARGEST_FACTS or of_data > largest:
        raise BadFrame("it is too large")
    text = _exactly(stream, of_facts)
    data = _exactly(stream, of_data)
    if len(text) < of_facts or len(data) < of_data:
        raise BadFrame("it ends early")
    return _facts(text), data


def _facts(text: bytes) -> Facts:
    try:
        facts = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadFrame("it is not JSON") from None
    if not isinstance(facts, dict):
        raise BadFrame("it is no object")
    return facts


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are not JSON (RFC 8259, section 6)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    """So many bytes, or fewer where the stream ends; taken piece by piece as they arrive."""
    first = stream.read(min(length, _PIECE))
    if len(first) == length or not first:
        return first
    pieces = bytearray(first)
    while len(pieces) < length and (piece := stream.read(min(length - len(pieces), _PIECE))):
        pieces += piece
    return bytes(pieces)
