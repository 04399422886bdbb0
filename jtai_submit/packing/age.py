"""The age v1 file format (C2SP age.md), streaming both ways, on the primitives of `cryptography`.

    header   age-encryption.org/v1, one stanza for each recipient, and a MAC (`stanzas`)
    payload  16-byte nonce, then STREAM: chunks of 64 KiB under ChaCha20-Poly1305, a counter and a
             last-chunk flag

Writing takes any number of bytes in constant memory. Reading is by chunk and may seek: a pack can
be opened member by member without its plaintext ever lying on a disk.
"""

import io
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from .stanzas import (
    HeaderError,
    Identity,
    PayloadError,
    Random,
    Recipient,
    b64,
    file_key_of,
    header_of,
    kdf,
    mac_of,
    read_header,
)

if TYPE_CHECKING:
    from typing_extensions import Buffer

# "Payload": 64 KiB of plaintext, to each the tag of ChaCha20-Poly1305 (RFC 8439, 2.8).
CHUNK, TAG = 64 * 1024, 16
SEALED = CHUNK + TAG


def _nonce(counter: int, last: bool) -> bytes:
    # "Payload": eleven bytes count from zero, the twelfth says whether it is the last. So no chunk
    # can be left out, put elsewhere or cut off at the end.
    return counter.to_bytes(11, "big") + (b"\1" if last else b"\0")


class Writer:
    """Encrypts what is written to it. `close` hands on the last chunk; it cannot seek.

    `exchange(buffer, length)` takes a filled buffer and gives back one of `BUFFER` bytes to fill
    next: the same one when it has dealt with it, another one when it works on in its own thread. So
    no byte is copied on the way out.
    """

    BUFFER = 16 * SEALED

    def __init__(
        self,
        exchange: Callable[[bytearray, int], bytearray],
        recipients: Sequence[Recipient],
        random: Random = os.urandom,
    ) -> None:
        # "File key", "Payload": both drawn anew for each file. With the same two, first chunks of
        # two files would be under one key and one nonce.
        file_key, nonce = random(16), random(16)
        header = header_of([each.wrap(file_key, random) for each in recipients])
        self._exchange = exchange
        self._cipher = ChaCha20Poly1305(kdf(file_key, nonce, b"payload"))
        self._held, self._filled, self._counter = bytearray(CHUNK), 0, 0
        start = header + b" " + b64(mac_of(file_key, header)).encode() + b"\n" + nonce
        self._out, self._ready = exchange(bytearray(start), len(start)), 0

    def write(self, data: "Buffer") -> int:
        view = memoryview(data).cast("B")
        at = 0
        if self._filled:
            at = min(CHUNK - self._filled, len(view))
            self._held[self._filled : self._filled + at] = view[:at]
            self._filled += at
            if at == len(view):
                return len(view)
            # More follows, so this chunk is not the last.
            self._seal(memoryview(self._held), last=False)
        # Greater, not equal: a full chunk may be the last, and no empty one may follow it.
        while len(view) - at > CHUNK:
            self._seal(view[at : at + CHUNK], last=False)
            at += CHUNK
        self._filled = len(view) - at
        self._held[: self._filled] = view[at:]
        return len(view)

    def _seal(self, chunk: memoryview, last: bool) -> None:
        end = self._ready + len(chunk) + TAG
        with memoryview(self._out) as out:
            self._cipher.encrypt_into(
                _nonce(self._counter, last), chunk, None, out[self._ready : end]
            )
        self._counter, self._ready = self._counter + 1, end
        if last or end == self.BUFFER:
            self._out, self._ready = self._exchange(self._out, end), 0

    def flush(self) -> None:
        """Chunks go when they are full."""

    def close(self) -> None:
        self._seal(memoryview(self._held)[: self._filled], last=True)


class Reader(io.RawIOBase):
    """The plaintext of an age file, by chunk, seekable. Every byte it returns was authenticated.

    Raises an `AgeError`. A cut or lengthened file is found when its end is read: `size` reads it.
    """

    def __init__(self, file: BinaryIO, identities: Sequence[Identity]) -> None:
        stanzas, header, mac = read_header(file)
        key = file_key_of(stanzas, header, mac, identities)
        nonce = file.read(16)
        if len(nonce) != 16:
            raise HeaderError("the payload's nonce is cut short")
        self._file, self._cipher = file, ChaCha20Poly1305(kdf(key, nonce, b"payload"))
        self._start = file.tell()
        sealed = file.seek(0, io.SEEK_END) - self._start
        self._last = max(0, -(-sealed // SEALED) - 1)  # the number of the last chunk
        self._at, self._number, self._chunk, self._flawed = 0, -1, b"", False

    def _read_chunk(self, number: int) -> bytes:
        """One chunk. Where its last-chunk flag and its place disagree, the chunk is authentic but
        the file is not whole: it is handed out once, as the reference does, and whatever is read
        after it fails.
        """
        if number == self._number:
            return self._chunk
        if self._flawed or number > self._last:
            raise PayloadError("the pack was changed or cut short")
        self._file.seek(self._start + number * SEALED)
        sealed = self._file.read(SEALED)
        for last in (
            (number == self._last, number != self._last) if len(sealed) == SEALED else (True,)
        ):
            try:
                chunk = self._cipher.decrypt(_nonce(number, last), sealed, None)
            except (InvalidTag, ValueError):
                continue
            # "Payload": the last chunk is empty only where the whole payload is.
            if last and number and not chunk:
                raise PayloadError("the last chunk is empty")
            self._flawed = last != (number == self._last)
            self._number, self._chunk = number, chunk
            return chunk
        raise PayloadError("the pack was changed or cut short")

    def size(self) -> int:
        """Bytes of plaintext; reads the last chunk, so that a cut file is found first."""
        # "Payload": before anything is sought from the end, the last chunk has to be verified.
        length = self._last * CHUNK + len(self._read_chunk(self._last))
        if self._flawed:
            raise PayloadError("the pack was changed or cut short")
        return length

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at}.get(whence)
        self._at = max(0, (self.size() if start is None else start) + offset)
        return self._at

    def readinto(self, buffer: "Buffer") -> int:
        view, filled = memoryview(buffer).cast("B"), 0
        while filled < len(view):
            number, skip = divmod(self._at, CHUNK)
            if number > self._last and not self._flawed:
                break
            if filled and number != self._number and (self._flawed or number > self._last):
                break  # what was read so far is authentic; the failure comes with the next call
            piece = self._read_chunk(number)[skip : skip + len(view) - filled]
            if not piece:
                break
            view[filled : filled + len(piece)] = piece
            self._at, filled = self._at + len(piece), filled + len(piece)
        return filled
