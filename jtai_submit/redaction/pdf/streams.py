"""Streams that are written anew: packed here, so that qpdf leaves them as they are and a copy of a
copy is the same.
"""

import zlib
from collections.abc import Callable
from typing import Any

from pikepdf import Array, Name, Stream

from .pictures import decoded


def store(stream: Any, data: bytes) -> None:
    """Have a stream hold this data, deflated."""
    stream.write(zlib.compress(data), filter=Name.FlateDecode, decode_parms=None)


def rewritten(stream: Stream, plain: Callable[[bytes], bytes]) -> None:
    """Have a stream hold its plain form. Raises `Unreadable` (D003) where it cannot be unpacked."""
    before = decoded(stream)
    after = plain(before)
    if after != before:
        store(stream, after)


def unwrap(stream: Stream) -> None:
    """A list of one filter is that filter: so written, qpdf leaves the stream as it is."""
    for key in ("/Filter", "/DecodeParms"):
        value = stream.get(key)
        if isinstance(value, Array) and len(value) == 1:
            stream[key] = value[0]
