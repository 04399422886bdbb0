"""The header of an age v1 file (C2SP age.md, "Header"): one stanza for each recipient, and a MAC.

Each stanza wraps the same file key of 16 bytes. Who it is for says its first argument; kinds of
recipients know their own (`recipients`, `hybrid`).

    AgeError
    ├── HeaderError    the header does not follow the format
    ├── NoMatch        no identity opens it
    ├── MacError       the header was changed
    └── PayloadError   the payload was changed, cut short or added to
"""

import hmac
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"age-encryption.org/v1"
# The format sets no bound. Every stanza is worked on before the MAC can be checked, for the MAC's
# key comes out of one: without a bound a stranger's file could keep us busy for long.
_HEADER_AT_MOST = 1024 * 1024
Random = Callable[[int], bytes]


class AgeError(Exception):
    pass


class HeaderError(AgeError):
    pass


class NoMatch(AgeError):
    pass


class MacError(AgeError):
    pass


class PayloadError(AgeError):
    pass


@dataclass(frozen=True, slots=True)
class Stanza:
    """One recipient's entry in the header."""

    arguments: tuple[str, ...]
    body: bytes

    def __bytes__(self) -> bytes:
        text = b64(self.body)
        # "Recipient stanza": a body ends with a line of less than 64. Where it fills its lines, an
        # empty one follows.
        lines = [text[at : at + 64] for at in range(0, len(text) + 1, 64)]
        return "\n".join([" ".join(("->", *self.arguments)), *lines, ""]).encode()


class Recipient(Protocol):
    def wrap(self, file_key: bytes, random: Random) -> Stanza: ...


class Identity(Protocol):
    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None: ...


def kdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    # RFC 5869, always with SHA-256 and 32 bytes ("Conventions used in this document").
    return HKDF(SHA256(), 32, salt, info).derive(secret)


def b64(data: bytes) -> str:
    return b64encode(data).decode().rstrip("=")


def unb64(text: str) -> bytes:
    # RFC 4648, 3.5: what fills the last letter is zero bits; and age takes no `=`. Otherwise one
    # header could be spelled in several ways.
    data = b64decode(text + "=" * (-len(text) % 4), validate=True)
    if b64(data) != text:
        raise ValueError("base64 is not canonical")
    return data


def header_of(stanzas: Sequence[Stanza]) -> bytes:
    # "Header MAC": it is over everything up to `---`, without the blank that follows.
    return VERSION + b"\n" + b"".join(map(bytes, stanzas)) + b"---"


def mac_of(file_key: bytes, header: bytes) -> bytes:
    return hmac.digest(kdf(file_key, b"", b"header"), header, "sha256")


def read_header(file: BinaryIO) -> tuple[list[Stanza], bytes, bytes]:
    """The stanzas, the bytes under the MAC, and the MAC. Raises `HeaderError`; leaves the file at
    the payload.
    """
    left = _HEADER_AT_MOST

    def line() -> str:
        nonlocal left
        raw = file.readline(min(left, 64 * 1024))
        left -= len(raw)
        # ABNF of the header: every line ends with LF alone, and holds visible ASCII.
        if not raw.endswith(b"\n") or not raw.isascii():
            raise HeaderError("the header is cut short or not text")
        return raw[:-1].decode()

    if line().encode() != VERSION:
        raise HeaderError("it is not an age v1 file")
    stanzas: list[Stanza] = []
    while True:
        first, *arguments = line().split(" ")
        if first == "---" and stanzas and len(arguments) == 1:
            try:
                mac = unb64(arguments[0])
            except ValueError as e:
                raise HeaderError("the MAC is wrong") from e
            if len(mac) != 32:
                raise HeaderError("the MAC is 32 bytes")
            return stanzas, header_of(stanzas), mac
        if first != "->" or not arguments or not all(re.fullmatch(r"[!-~]+", a) for a in arguments):
            raise HeaderError("a stanza is wrong")
        body = ""
        while len(text := line()) == 64:
            body += text
        try:
            stanzas.append(Stanza(tuple(arguments), unb64(body + text)))
        except ValueError as e:
            raise HeaderError("a stanza's body is wrong") from e
        if len(text) > 64:
            raise HeaderError("a line of a stanza's body is too long")


def file_key_of(
    stanzas: list[Stanza], header: bytes, mac: bytes, identities: Sequence[Identity]
) -> bytes:
    # "scrypt recipient stanza": it is alone. People take a file that their passphrase opens for one
    # that was sealed by somebody who knows it.
    if len(stanzas) > 1 and any(s.arguments[0] == "scrypt" for s in stanzas):
        raise HeaderError("a passphrase is never one of several recipients")
    for each in identities:
        key = each.unwrap(stanzas)
        if key is not None:
            # "File key": 128 bits. Whoever wrapped it may have wrapped anything.
            if len(key) != 16:
                raise HeaderError("a file key is 16 bytes")
            if not hmac.compare_digest(mac_of(key, header), mac):
                raise MacError("the header was changed")
            return key
    raise NoMatch("no identity opens it")
