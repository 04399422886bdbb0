"""A person's own keys: an age identity that opens packs, an Ed25519 key that signs receipts, both under a passphrase."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from ..errors import Refused, Unusable
from ..storage import write_atomically
from .codes import CODES

IDENTITY, SIGNING, PUBLIC = "identity.age", "signing.pem", "public.json"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What may be shown to everybody: the age recipient, and the signer's Ed25519 key."""

    recipient: str
    signer: bytes

    @property
    def key_id(self) -> str:
        return key_id(self.signer)


class Signer:
    """Signs with a key that is open only in memory."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @classmethod
    def throw_away(cls) -> "Signer":
        """A key for a rehearsal, gone when the program ends."""
        return cls(Ed25519PrivateKey.generate())

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def key_id(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


class KeyFolder:
    """The keys of one person in the configuration folder of the system."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def public(self) -> PublicKeys | None:
        try:
            stored = json.loads((self.folder / PUBLIC).read_text("utf-8"))
            return PublicKeys(stored["recipient"], bytes.fromhex(stored["signer"]))
        except (OSError, ValueError, KeyError):
            return None

    def create(
        self, recipient: str, sealed_identity: bytes, passphrase: bytes, key: Ed25519PrivateKey | None = None
    ) -> PublicKeys:
        """Write new keys, or recovered ones; `sealed_identity` is an age file under the same passphrase. Never overwrites."""
        if any((self.folder / name).exists() for name in (IDENTITY, SIGNING, PUBLIC)):
            raise Unusable(
                CODES["K005"].problem(
                    "there are keys already, and they are never overwritten",
                    "use them: jtai-submit keys show",
                    str(self.folder),
                )
            )
        key = key or Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase))
        public = PublicKeys(recipient, Signer(key).public)
        write_atomically(self.folder / IDENTITY, sealed_identity, 0o600)
        write_atomically(self.folder / SIGNING, pem, 0o600)
        shown = {"recipient": recipient, "signer": public.signer.hex()}
        write_atomically(self.folder / PUBLIC, json.dumps(shown, indent=1).encode(), 0o600)
        return public

    def signer(self, passphrase: bytes) -> Signer:
        return Signer(self.signing_key(passphrase))

    def signing_key(self, passphrase: bytes) -> Ed25519PrivateKey:
        try:
            key = load_pem_private_key((self.folder / SIGNING).read_bytes(), passphrase)
        except FileNotFoundError:
            raise no_keys() from None
        except ValueError:
            raise wrong_passphrase() from None
        assert isinstance(key, Ed25519PrivateKey)
        return key

    def sealed_identity(self) -> bytes | None:
        path = self.folder / IDENTITY
        return path.read_bytes() if path.is_file() else None

    def trusted(self) -> dict[str, bytes]:
        """Signers known here, by key id: one's own, and the `*.pub` files that were put under `signers`."""
        known = {}
        if own := self.public():
            known[own.key_id] = own.signer
        for path in sorted((self.folder / "signers").glob("*.pub")):
            public = read_public(path)
            known[key_id(public)] = public
        return known


def read_public(path: Path) -> bytes:
    """A signer's public key: the line itself, or a file with it, of PEM, or of `keys show --json`. Raises `Unusable`."""
    try:
        data = str(path).encode() if str(path).startswith("ed25519:") else path.read_bytes()
        if b"-----BEGIN" in data:
            key = load_pem_public_key(data)
            assert isinstance(key, Ed25519PublicKey)
            return key.public_bytes(Encoding.Raw, PublicFormat.Raw)
        text = data.decode().strip()
        public = bytes.fromhex(
            json.loads(text)["data"]["signer"] if text.startswith("{") else text.removeprefix("ed25519:")
        )
        Ed25519PublicKey.from_public_bytes(public)
        return public
    except (OSError, ValueError, KeyError, TypeError, AssertionError):
        raise Unusable(
            CODES["K007"].problem(
                "this is not a signer's public key", "use the line that jtai-submit keys show prints", str(path)
            )
        ) from None


def no_keys() -> Unusable:
    return Unusable(
        CODES["K002"].problem(
            "there is no signing key on this computer", "make your keys once with: jtai-submit keys new"
        )
    )


def wrong_passphrase() -> Refused:
    return Refused(
        CODES["K003"].problem(
            "the passphrase does not open your keys",
            "try again (JTAI_SUBMIT_PASSPHRASE, if it is set, is used first)",
        )
    )
