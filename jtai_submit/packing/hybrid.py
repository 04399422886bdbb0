"""Recipients that withstand a later quantum computer: age1pq…, AGE-SECRET-KEY-PQ-1…

The file key is sealed with HPKE (RFC 9180) under the hybrid of ML-KEM-768 and X25519: both must be
broken to open it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from . import bech32
from .stanzas import HeaderError, Random, Stanza, b64, unb64

_NAME, _INFO = "mlkem768x25519", b"age-encryption.org/mlkem768x25519"
# Bytes. FIPS 203, table 3: a key of ML-KEM-768 has 1184, its ciphertext 1088; the share of X25519
# behind it makes that 1120.
_ENCAPSULATED, _LATTICE = 1120, 1184
_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class HybridRecipient:
    public: bytes  # ML-KEM-768 encapsulation key, then X25519

    def __str__(self) -> str:
        return bech32.encode("age1pq", self.public)

    def wrap(self, file_key: bytes, random: Random) -> Stanza:
        key = hpke.MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(self.public[:_LATTICE]),
            X25519PublicKey.from_public_bytes(self.public[_LATTICE:]),
        )
        sealed = _SUITE.encrypt(file_key, key, _INFO)
        return Stanza((_NAME, b64(sealed[:_ENCAPSULATED])), sealed[_ENCAPSULATED:])


@dataclass(frozen=True, slots=True, repr=False)
class HybridIdentity:
    seed: bytes

    def __str__(self) -> str:
        return bech32.encode("age-secret-key-pq-", self.seed).upper()

    def _keys(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        # X-Wing: 32 bytes become the seeds of both, 64 for ML-KEM (d and z of FIPS 203) and 32.
        expanded = hashlib.shake_256(self.seed).digest(96)
        return MLKEM768PrivateKey.from_seed_bytes(
            expanded[:64]
        ), X25519PrivateKey.from_private_bytes(expanded[64:])

    def recipient(self) -> HybridRecipient:
        lattice, curve = self._keys()
        return HybridRecipient(
            lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
        )

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        lattice, curve = self._keys()
        key = hpke.MLKEM768X25519PrivateKey(lattice, curve)
        for stanza in stanzas:
            if stanza.arguments[0] != _NAME:
                continue
            try:
                (share,) = map(unb64, stanza.arguments[1:])
            except ValueError as e:
                raise HeaderError("a hybrid share is wrong") from e
            # "mlkem768x25519 recipient stanza": lengths are looked at before anything is opened.
            if len(share) != _ENCAPSULATED or len(stanza.body) != 32:
                raise HeaderError("a hybrid share or a wrapped key has another length")
            try:
                # Refuses points of low order.
                curve.exchange(X25519PublicKey.from_public_bytes(share[-32:]))
                return _SUITE.decrypt(share + stanza.body, key, _INFO)
            except InvalidTag:
                continue
            except ValueError as e:
                raise HeaderError("a hybrid share is wrong") from e
        return None
