"""Replies of sites: read within bounds of size and time, and numbers and dates out of their
headers.
"""

import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from ..errors import Temporary
from ..words import in_a_line
from .codes import CODES
from .interface import Again

# RFC 9110, 15.5.9 and 15.6: time-outs and a server's own faults; RFC 4918, 11.3: locked by whoever
# is at work on it; RFC 8470, 5.2: too early; RFC 6585, 4: too many requests.
PASSING = {408, 423, 425, 429, 500, 502, 503, 504}
LARGEST_REPLY = 1024 * 1024  # bytes
LONGEST_REPLY = 60.0  # seconds
_PIECE = 64 * 1024  # bytes
SLOWEST = 1024  # bytes a second of a long reply, after that


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply."""

    status: int
    headers: httpx.Headers
    body: bytes


def endless(where: str = "") -> Temporary:
    """A reply that is longer, or takes longer, than any that is meant."""
    fix = "check the portal's url, and tell the people who run the site"
    return Temporary(CODES["P005"].problem("the secure site's answer does not end", fix, where))


def bounded(reply: httpx.Response) -> Iterator[bytes]:
    """A small reply. Raises `Temporary` (P005) where it does not end."""
    left, until = LARGEST_REPLY, time.monotonic() + LONGEST_REPLY
    for piece in _unpacked(reply):
        left -= len(piece)
        if left < 0 or time.monotonic() > until:
            raise endless()
        yield piece


def flowing(reply: httpx.Response) -> Iterator[bytes]:
    """A long reply as it comes. Raises `Again` where it only drips."""
    began, got = time.monotonic(), 0
    for piece in _unpacked(reply):
        got += len(piece)
        if got < SLOWEST * (time.monotonic() - began - LONGEST_REPLY):
            raise Again("it answers too slowly")
        yield piece


def _unpacked(reply: httpx.Response) -> Iterator[bytes]:
    """The bytes as they are meant, a piece at a time and none of it large: a few packed bytes may
    stand for more than there is room for.

    We ask for nothing packed (`identity`); some sites send gzip all the same. Raises `Temporary`
    (P005) for anything else (RFC 9110, 8.4: several may be applied one after the other).
    """
    packed = in_a_line(reply.headers.get("Content-Encoding", ""), 40).lower()
    if packed in ("", "identity"):
        yield from reply.iter_bytes()
        return
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    came = False
    try:
        for piece in reply.iter_raw():
            came = True
            if packed != "gzip":
                raise zlib.error(packed)
            while piece:
                yield unpacker.decompress(piece, _PIECE)
                piece = unpacker.unconsumed_tail
            if unpacker.unused_data:
                raise zlib.error("something follows")
        if came and not unpacker.eof:
            raise zlib.error("it is cut short")
    except zlib.error:
        fix = "tell the people who run the site, or the proxy before it: we ask for none of that"
        message = f"the secure site's answer is packed in a way that cannot be read ({packed})"
        raise Temporary(CODES["P005"].problem(message, fix)) from None


def number(text: str) -> int | None:
    """A count of bytes or seconds from a header, if it is one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def date(text: str) -> datetime | None:
    """A moment from a header, if it is one; without a zone it is in UTC."""
    try:
        # RFC 9110, 5.6.7: always GMT. A `-0000`, which email has (RFC 5322, 3.3), Python gives no
        # zone.
        found = parsedate_to_datetime(text)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError):
        return None


def retry_after(reply: Reply) -> float | None:
    """Seconds to wait, from a Retry-After of seconds or a date (RFC 9110, 10.2.3)."""
    value = reply.headers.get("Retry-After", "")
    if (seconds := number(value)) is not None:
        return min(float(seconds), 3600.0)
    try:
        # against the site's own clock, so that ours may be wrong
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(reply.headers["Date"])
        return max(0.0, min(wait.total_seconds(), 3600.0))
    except (ValueError, TypeError, KeyError):
        return None
