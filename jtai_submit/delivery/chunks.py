"""Pieces of a parcel on their way: read as they go, at most so many a second, with checksums made
one chunk ahead.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, BinaryIO

from ..errors import Temporary
from .codes import CODES
from .device import blocked, by, filters
from .interface import Moved, Parcel
from .throttle import UNLIMITED, Throttle

if TYPE_CHECKING:
    from .replies import Reply

_PIECE = 512 * 1024  # bytes held at a time: progress and Ctrl-C are looked at after each


class Sums:
    """Checksums of chunks, in base64; that of the next is made while the site takes the
    one before.
    """

    def __init__(self, parcel: Parcel, algorithm: str) -> None:
        self.parcel, self.algorithm = parcel, algorithm
        self.helper = ThreadPoolExecutor(1)
        self.ahead: tuple[int, int, Future[str]] | None = None

    def __enter__(self) -> "Sums":
        return self

    def __exit__(self, *_: object) -> None:
        self.helper.shutdown()

    def of(self, offset: int, length: int) -> str:
        if self.ahead and self.ahead[:2] == (offset, length):
            made = self.ahead[2]
        else:
            made = self.helper.submit(self._made, offset, length)
        at, left = offset + length, self.parcel.bytes - offset - length
        size = min(length, left)
        self.ahead = (at, size, self.helper.submit(self._made, at, size)) if left else None
        return made.result()

    def _made(self, offset: int, length: int) -> str:
        digest = hashlib.new(self.algorithm)
        with self.parcel.open() as file:
            for piece in pieces(file, offset, length):
                digest.update(piece)
        return b64encode(digest.digest()).decode()


def pieces(
    file: BinaryIO,
    offset: int,
    length: int,
    moved: Moved | None = None,
    throttle: Throttle = UNLIMITED,
) -> Iterator[bytes]:
    """The `length` bytes from `offset` on; httpx would hold a body of bytes in memory several times
    over.
    """
    file.seek(offset)
    left = length
    # A second's worth: the site must not see a silent line.
    largest = min(_PIECE, throttle.rate or _PIECE)
    while left and (piece := file.read(min(largest, left))):
        throttle.take(len(piece))
        yield piece
        left -= len(piece)
        if moved:
            moved(offset + length - left)


def unexpected(what: str, reply: "Reply") -> Temporary:
    """The site answered, but not as its protocol says."""
    if filters(reply):
        return Temporary(blocked(reply, "what was asked for", ""))
    fix = "check the portal's url, and tell the people who run the site"
    message = f"the secure site did not {what} (it answered {reply.status}{by(reply)})"
    return Temporary(CODES["P005"].problem(message, fix))


def taken(name: str) -> Temporary:
    """Somebody else's file has the name already."""
    fix = "find out who put it there; nothing is overwritten"
    return Temporary(CODES["P008"].problem("another file of that name is there already", fix, name))


def stays(name: str) -> Temporary:
    """What must not be there could not be taken back."""
    fix = "ask the people who run the site to remove it, then run the same command again"
    return Temporary(
        CODES["P020"].problem(
            "a file that must not stay could not be taken off the secure site", fix, name
        )
    )


def different(name: str) -> Temporary:
    """What is there is not what was sent."""
    return Temporary(
        CODES["P009"].problem(
            "what arrived is not what was sent", "run the same command again", name
        )
    )
