"""Who can open an age file: X25519 keys (age1…, AGE-SECRET-KEY-1…) and passphrases (scrypt).

Each wraps the file key in a stanza of its own; `age` knows only the two Protocols.
"""

import codecs
import io
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from . import armor, bech32
from .age import Reader, Writer
from .hybrid import HybridIdentity, HybridRecipient
from .stanzas import (
    VERSION,
    HeaderError,
    Identity,
    Random,
    Recipient,
    Stanza,
    b64,
    kdf,
    unb64,
)

_ZERO_NONCE = bytes(12)  # every wrapping key is used once


def _sealed_key(body: bytes) -> bytes:
    # A file key of 16 and a tag of 16. ChaCha20-Poly1305 commits to no key: a longer body could be
    # made that opens under many, and tells which is ours ("partitioning oracle attacks").
    if len(body) != 32:
        raise HeaderError("a wrapped file key is 32 bytes")
    return body


def _opened(key: bytes, body: bytes) -> bytes | None:
    try:
        return ChaCha20Poly1305(key).decrypt(_ZERO_NONCE, body, None)
    except InvalidTag:
        return None


# --- X25519 recipients: age1…, AGE-SECRET-KEY-1…


@dataclass(frozen=True, slots=True)
class X25519Recipient:
    public: bytes
    INFO = b"age-encryption.org/v1/X25519"

    def __str__(self) -> str:
        return bech32.encode("age", self.public)

    def wrap(self, file_key: bytes, random: Random) -> Stanza:
        # "A new ephemeral secret MUST be generated for each stanza and each file".
        ephemeral = X25519PrivateKey.from_private_bytes(random(32))
        share = ephemeral.public_key().public_bytes_raw()
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(self.public))
        # RFC 7748, 7: several public keys give the same secret; with both as salt they do not.
        key = kdf(shared, share + self.public, self.INFO)
        return Stanza(
            ("X25519", b64(share)), ChaCha20Poly1305(key).encrypt(_ZERO_NONCE, file_key, None)
        )


@dataclass(frozen=True, slots=True, repr=False)
class X25519Identity:
    secret: bytes

    def __str__(self) -> str:
        return bech32.encode("age-secret-key-", self.secret).upper()

    def recipient(self) -> X25519Recipient:
        return X25519Recipient(
            X25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw()
        )

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        public = self.recipient().public
        for stanza in stanzas:
            if stanza.arguments[0] != "X25519":
                continue
            try:
                (share,) = map(unb64, stanza.arguments[1:])
                shared = X25519PrivateKey.from_private_bytes(self.secret).exchange(
                    X25519PublicKey.from_public_bytes(share)
                )
            # Not one argument, not base64, not 32 bytes, or a point of low order, with which the
            # secret would be all zero (RFC 7748, 6.1).
            except ValueError as e:
                raise HeaderError("a share of X25519 is wrong") from e
            key = _opened(
                kdf(shared, share + public, X25519Recipient.INFO), _sealed_key(stanza.body)
            )
            if key is not None:
                return key
        return None


# --- scrypt: a passphrase, always the only recipient


@dataclass(frozen=True, slots=True, repr=False)
class Passphrase:
    """Both sides. `work` is log2 of scrypt's N; files that ask for more than `most` are refused."""

    secret: bytes
    work: int = 18
    most: int = 20
    LABEL = b"age-encryption.org/v1/scrypt"

    def _key(self, salt: bytes, work: int) -> bytes:
        # RFC 7914: N is 2 to the power of `work`, r 8, p 1. Memory is 128 · r · N bytes.
        return Scrypt(self.LABEL + salt, 32, 1 << work, 8, 1).derive(self.secret)

    def wrap(self, file_key: bytes, random: Random) -> Stanza:
        salt = random(16)
        body = ChaCha20Poly1305(self._key(salt, self.work)).encrypt(_ZERO_NONCE, file_key, None)
        return Stanza(("scrypt", b64(salt), str(self.work)), body)

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        mine = [s for s in stanzas if s.arguments[0] == "scrypt"]
        if not mine:
            return None
        arguments = mine[0].arguments[1:]
        # "scrypt recipient stanza": no leading zero; and a bound of our own, for 2^20 takes 1 GiB.
        if (
            len(arguments) != 2
            or not re.fullmatch(r"[1-9]\d?", arguments[1])
            or int(arguments[1]) > self.most
        ):
            raise HeaderError("the work factor of scrypt is missing, wrong or too high")
        try:
            salt = unb64(arguments[0])
        except ValueError as e:
            raise HeaderError("the salt of scrypt is wrong") from e
        if len(salt) != 16:
            raise HeaderError("the salt of scrypt is 16 bytes")
        return _opened(self._key(salt, int(arguments[1])), _sealed_key(mine[0].body))


# --- keys as text


def recipient(text: str) -> Recipient:
    """A recipient from `age1…` or `age1pq1…`. Raises ValueError in words."""
    prefix, data = bech32.decode(text.strip())
    if text == text.lower() and (prefix, len(data)) == ("age", 32):
        return X25519Recipient(data)
    if text == text.lower() and (prefix, len(data)) == ("age1pq", 1216):
        return HybridRecipient(data)
    raise ValueError("it is not an age recipient (age1…)")


def identity(text: str) -> Identity:
    """An identity from `AGE-SECRET-KEY-1…` or `AGE-SECRET-KEY-PQ-1…`. Raises ValueError
    in words.
    """
    prefix, data = bech32.decode(text.strip())
    if text == text.upper() and (prefix, len(data)) == ("age-secret-key-", 32):
        return X25519Identity(data)
    if text == text.upper() and (prefix, len(data)) == ("age-secret-key-pq-", 32):
        return HybridIdentity(data)
    raise ValueError("it is not an age identity (AGE-SECRET-KEY-1…)")


def mixed(recipients: Sequence[Recipient]) -> bool:
    """Whether kinds are mixed, which age refuses: the weaker one would decide."""
    return len({type(each) for each in recipients}) > 1


def generate(random: Random = os.urandom) -> X25519Identity:
    return X25519Identity(random(32))


def generate_hybrid(random: Random = os.urandom) -> HybridIdentity:
    return HybridIdentity(random(32))


# --- identity files


def sealed_data(data: bytes, to: Recipient) -> bytes:
    """A small file as an age file for one recipient."""
    out: list[bytes] = []

    def exchange(buffer: bytearray, length: int) -> bytearray:
        out.append(bytes(buffer[:length]))
        return buffer if len(buffer) == Writer.BUFFER else bytearray(Writer.BUFFER)

    writer = Writer(exchange, [to])
    writer.write(data)
    writer.close()
    return b"".join(out)


def sealed_text(text: str, passphrase: bytes) -> bytes:
    """A small text as an age file under a passphrase: what `age -p` writes, and `age -d -i` takes
    as an identity file.
    """
    return sealed_data(text.encode(), Passphrase(passphrase))


def opened_text(data: bytes, passphrase: bytes) -> str:
    """What `sealed_text` sealed. Raises `AgeError`."""
    return Reader(io.BytesIO(data), [Passphrase(passphrase)]).read().decode()


def identities(data: bytes, passphrase: Callable[[], bytes]) -> list[Identity]:
    """The identities of an identity file, plain, armored or under a passphrase, as any system wrote
    it. Raises `AgeError`, or ValueError in words."""
    if not data.startswith(VERSION):
        data = as_text(data).encode()
    if armor.armored(data):
        data = armor.decode(data)
    if data.startswith(VERSION):
        data = Reader(io.BytesIO(data), [Passphrase(passphrase())]).read()
    lines = [line.strip() for line in as_text(data).splitlines()]
    wanted = [line for line in lines if line and not line.startswith("#")]
    if not wanted:
        raise ValueError("it is empty, or holds nothing but notes")
    return [_identity(line) for line in wanted]


def as_text(data: bytes) -> str:
    """Text as Windows programs write it, too: Notepad marks UTF-8, PowerShell 5 writes UTF-16.

    https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding
    """
    coding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    if coding == "utf-8" and b"\0" in data[:4]:  # UTF-16 without its mark
        coding = "utf-16-le" if data[:1] != b"\0" else "utf-16-be"
    try:
        return data.decode(coding).rstrip("\0\x1a")  # Ctrl-Z ended a text of DOS
    except UnicodeDecodeError:
        raise ValueError("it is not text") from None


_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_OTHERS = {  # what people take for an identity, by how it begins
    "age1": "it holds a recipient (age1…), which locks packs and opens none",
    "AGE-PLUGIN-": "its key needs a plug-in of the age program: open the packs with that",
    "ssh-": "it holds an SSH key, not an age identity",
    "-----BEGIN OPENSSH": "it holds an SSH key, not an age identity",
    "ed25519:": "it holds a signer's public key, which opens nothing",
}


def _identity(line: str) -> Identity:
    try:
        return identity(line)
    except ValueError:
        known = (
            words for start, words in _OTHERS.items() if line.lower().startswith(start.lower())
        )
        words = "a letter of the identity is wrong or missing"
        if not line.upper().startswith("AGE-SECRET-KEY-"):
            words = "it holds no age identity"
        raise ValueError(next(known, words)) from None
