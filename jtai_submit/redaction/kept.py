"""What the gate let through, kept as ciphertext, so that a push after a check need not clean again.

The key is made of the original's own bytes, and is nowhere else: who has no original has nothing,
and there is no key to manage. It is not the SHA-256 that findings and journal hold, and cannot be
made of it. An entry counts for one version of the program and one set of decisions; the copy's
SHA-256, which the findings know, is compared when it is used.
"""

import hashlib
import hmac
import json
import os
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from pydantic import TypeAdapter

from ..documents.examination import Examination
from ..storage import write_atomically
from .inside import Question

_PURPOSE = b"jtai-kept-v2"  # sets this apart from every other hash of a document
_NONCE, _LENGTH = 12, 4  # bytes
_EXAMINATION = TypeAdapter(Examination)


@dataclass(slots=True)
class Kept:
    """A folder of entries, one a document; several threads may use it. A cache: without it things
    only take longer.
    """

    folder: Path
    version: str
    used: set[str] = field(default_factory=set)

    def recall(self, question: Question, data: bytes) -> tuple[Examination, bytes] | None:
        """What was seen of this very document, and its clean copy."""
        key, name = self._named(question, data)
        try:
            stored = (self.folder / name).read_bytes()
            opened = ChaCha20Poly1305(key).decrypt(stored[:_NONCE], stored[_NONCE:], name.encode())
        except (OSError, InvalidTag, ValueError):
            return None
        told = int.from_bytes(opened[:_LENGTH], "big")
        seen = _EXAMINATION.validate_json(opened[_LENGTH : _LENGTH + told])
        clean = opened[_LENGTH + told :]
        if hashlib.sha256(clean).hexdigest() != seen.clean_sha256:
            return None
        self.used.add(name)
        return replace(seen, sha256=question.sha256), clean

    def keep(self, question: Question, data: bytes, seen: Examination, clean: bytes) -> None:
        """Remember it. A full disk is no fault: the document is cleaned again when it is sent."""
        key, name = self._named(question, data)
        told = _EXAMINATION.dump_json(seen)
        nonce = os.urandom(_NONCE)
        plain = b"".join((len(told).to_bytes(_LENGTH, "big"), told, clean))
        sealed = ChaCha20Poly1305(key).encrypt(nonce, plain, name.encode())
        with suppress(OSError):
            write_atomically(self.folder / name, nonce + sealed, 0o600)
            self.used.add(name)

    def forget_others(self) -> None:
        """Wipe the entries that this look at everything had no use for."""
        with suppress(OSError):
            for entry in list(self.folder.iterdir()):
                if entry.name not in self.used:
                    entry.unlink(missing_ok=True)

    def _named(self, question: Question, data: bytes) -> tuple[bytes, str]:
        """The key of an entry and the name of its file: neither is known without the original."""
        # HMAC with a key that everybody knows (RFC 2104): another hash than the plain one, and
        # nearly three times as fast as BLAKE2 where the processor knows SHA-256.
        made = hmac.digest(_PURPOSE, data, "sha256")
        facts = (
            self.version,
            question.ending,
            question.converted,
            sorted(question.wishes.choices(question.sha256).items()),
            question.wishes.listed,
        )
        told = json.dumps(facts).encode()
        name = hmac.digest(made, b"name" + told, "sha256").hex()[:48]
        return hmac.digest(made, b"key", "sha256"), name
