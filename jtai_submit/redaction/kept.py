"""What the gate let through, kept as ciphertext, so that a push after a check need not clean again.

The key is made of the original's own bytes, and is nowhere else: who has no original has nothing,
and there is no key to manage. It is not the SHA-256 that findings and journal hold, and cannot be
made of it. An entry counts for one version of the program and one set of decisions. The copy's
SHA-256 is locked up with the copy by one tag each, under one key and one name: what opens is what
was hashed.
"""

import hashlib
import hmac
import json
import os
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import TypeAdapter

from ..documents.examination import Examination
from ..storage import read_file, write_atomically
from .inside import Question

_PURPOSE = b"jtai-kept-v3"
_NONCE, _LENGTH = 12, 4  # bytes
_LARGEST = 2**31  # bytes of an entry: no document is so large
_EXAMINATION = TypeAdapter(Examination)


def fingerprints(data: bytes) -> tuple[str, bytes]:
    """A document's SHA-256 (hexadecimal), and a secret that only its bytes can give; read once."""
    # The secret is SHA-256 of the document and the purpose. The plain hash does not lead to it:
    # a hash can be carried on from its end, but that is the document with SHA-256's own padding
    # (FIPS 180-4, 5.1.1), a byte 80, and no purpose begins with it.
    plain = hashlib.sha256(data)
    more = plain.copy()
    more.update(_PURPOSE)
    return plain.hexdigest(), more.digest()


@dataclass(slots=True)
class Kept:
    """A folder of entries, one a document; several threads may use it. A cache: without it things
    only take longer.
    """

    folder: Path
    version: str
    used: set[str] = field(default_factory=set)

    def recall(self, question: Question) -> tuple[Examination, bytes] | None:
        """What was seen of this very document, and its clean copy."""
        key, name = self._named(question)
        try:
            stored = memoryview(read_file(self.folder / name, _LARGEST))
            told = _LENGTH + int.from_bytes(stored[:_LENGTH], "big")
            seen = _EXAMINATION.validate_json(_opened(key, stored[_LENGTH:told], name))
            clean = _opened(key, stored[told:], name + seen.clean_sha256)
        except (OSError, InvalidTag, ValueError):
            return None
        self.used.add(name)
        return replace(seen, sha256=question.sha256), clean

    def keep(self, question: Question, seen: Examination, clean: bytes) -> None:
        """Remember it. A full disk is no fault: the document is cleaned again when it is sent."""
        key, name = self._named(question)
        told = _sealed(key, _EXAMINATION.dump_json(seen), name)
        copy = _sealed(key, clean, name + seen.clean_sha256)
        length = len(b"".join(told)).to_bytes(_LENGTH, "big")
        with suppress(OSError):
            # Not waited for until it lasts: what a power cut spoils does not open.
            write_atomically(self.folder / name, b"".join((length, *told, *copy)), lasting=False)
            self.used.add(name)

    def forget_others(self) -> None:
        """Wipe the entries that this look at everything had no use for."""
        with suppress(OSError):
            for entry in list(self.folder.iterdir()):
                if entry.name not in self.used:
                    entry.unlink(missing_ok=True)

    def _named(self, question: Question) -> tuple[bytes, str]:
        """The key of an entry and the name of its file: neither is known without the original."""
        facts = (
            self.version,
            question.ending,
            question.converted,
            sorted(question.wishes.choices(question.sha256).items()),
            question.wishes.listed,
        )
        told = json.dumps(facts).encode()
        name = hmac.digest(question.secret, b"name" + told, "sha256").hex()[:48]
        return hmac.digest(question.secret, b"key", "sha256"), name


def _sealed(key: bytes, data: bytes, name: str) -> tuple[bytes, bytes]:
    nonce = os.urandom(_NONCE)
    return nonce, AESGCM(key).encrypt(nonce, data, name.encode())


def _opened(key: bytes, stored: memoryview, name: str) -> bytes:
    return AESGCM(key).decrypt(stored[:_NONCE], stored[_NONCE:], name.encode())
