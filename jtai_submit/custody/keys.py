"""A person's own keys: an age identity that opens packs, an Ed25519 key that signs receipts, both
under a passphrase.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

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
from ..storage import parsed, read_file, write_atomically
from .codes import CODES
from .retirement import read_retirement, retirement
from .signing import Signer, key_id, verify

__all__ = ["KeyFolder", "PublicKeys", "Signer", "key_id", "read_public", "verify"]

IDENTITY, SIGNING, PUBLIC = "identity.age", "signing.pem", "public.json"
RETIRED, RETIREMENT = "retired", "retirement.json"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What may be shown to everybody: the age recipient, and the signer's Ed25519 key."""

    recipient: str
    signer: bytes

    @property
    def key_id(self) -> str:
        return key_id(self.signer)


class KeyFolder:
    """The keys of one person in the configuration folder of the system."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def public(self) -> PublicKeys | None:
        """None where there are no keys, and where they are damaged: `absent` tells which."""
        try:
            stored = parsed(read_file(self.folder / PUBLIC))
            return PublicKeys(str(stored["recipient"]), bytes.fromhex(stored["signer"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    @property
    def some(self) -> bool:
        """Whether there is anything of keys, whole or not."""
        return any((self.folder / name).exists() for name in (IDENTITY, SIGNING, PUBLIC))

    def absent(self) -> Unusable:
        """Why there are no public keys (K002, K017)."""
        return _damaged(self.folder / PUBLIC) if self.some else no_keys()

    def put_right(self, recipient: str, passphrase: bytes) -> PublicKeys:
        """Write anew what is public, from the keys themselves. Raises as `signing_key` does."""
        return self._shown(recipient, self.signer(passphrase))

    def _shown(self, recipient: str, signer: Signer) -> PublicKeys:
        public = PublicKeys(recipient, signer.public)
        shown = {"recipient": recipient, "signer": public.signer.hex()}
        write_atomically(self.folder / PUBLIC, json.dumps(shown, indent=1).encode(), 0o600)
        return public

    def past(self) -> frozenset[str]:
        """The recipients of one's own that were retired."""
        earlier = (KeyFolder(place).public() for place in (self.folder / RETIRED).glob("*"))
        return frozenset(each.recipient for each in earlier if each)

    def create(
        self,
        recipient: str,
        sealed_identity: bytes,
        passphrase: bytes,
        key: Ed25519PrivateKey | None = None,
    ) -> PublicKeys:
        """Write new keys, or recovered ones; `sealed_identity` is an age file under the same
        passphrase. Never overwrites.
        """
        if self.some:
            raise Unusable(
                CODES["K005"].problem(
                    "there are keys already, and they are never overwritten",
                    "use them: jtai-submit keys show",
                    str(self.folder),
                )
            )
        key = key or Ed25519PrivateKey.generate()
        pem = key.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase)
        )
        write_atomically(self.folder / IDENTITY, sealed_identity, 0o600)
        write_atomically(self.folder / SIGNING, pem, 0o600)
        return self._shown(recipient, Signer(key))

    def signer(self, passphrase: bytes) -> Signer:
        return Signer(self.signing_key(passphrase))

    def signing_key(self, passphrase: bytes) -> Ed25519PrivateKey:
        """Raises `Unusable` (K002, K017), `Refused` (K003)."""
        path = self.folder / SIGNING
        try:
            data = read_file(path)
            if b"-----BEGIN ENCRYPTED PRIVATE KEY-----" not in data:
                raise _damaged(path)  # never written by us without a passphrase
            key = load_pem_private_key(data, passphrase)
        except FileNotFoundError:
            raise no_keys() from None
        except OSError:
            raise _damaged(path) from None
        except ValueError:
            raise wrong_passphrase() from None
        if not isinstance(key, Ed25519PrivateKey):
            raise _damaged(path)
        return key

    def sealed_identity(self) -> bytes | None:
        path = self.folder / IDENTITY
        return path.read_bytes() if path.is_file() else None

    def sealed_identities(self) -> list[bytes]:
        """One's identity, and those retired: packs that were sealed for them still open."""
        places = [self.folder, *sorted((self.folder / RETIRED).glob("*"))]
        return [(place / IDENTITY).read_bytes() for place in places if (place / IDENTITY).is_file()]

    def trusted(self) -> dict[str, bytes]:
        """Signers known here, by key id: one's own, also retired ones, and the `*.pub` files that
        were put under `signers`."""
        return {key_id(public): public for _, public in self._known()}

    def names(self) -> dict[str, str]:
        """What the signers known here are called, by key id."""
        return {key_id(public): name for name, public in self._known()}

    def retirements(self) -> dict[str, datetime]:
        """Since when the keys of signers known here count no more, by key id.

        One's own retirements, and those of others that were put under `signers`. Raises `Unusable`
        (K014) for one that its own key did not sign.
        """
        trusted, since = self.trusted(), dict[str, datetime]()
        statements = (
            *(self.folder / RETIRED).glob(f"*/{RETIREMENT}"),
            *(self.folder / "signers").glob(f"*.{RETIREMENT}"),
        )
        for path in sorted(statements):
            whose, moment = read_retirement(path, trusted)
            since[whose] = min(moment, since.get(whose, moment))
        return since

    def retire(self, passphrase: bytes, at: datetime, reason: str) -> Path:
        """State that one's key counts no more, signed with it, and lay the keys aside.

        They still open older packs. Returns the statement, for whoever knows the key.
        """
        public, signer = self.public(), self.signer(passphrase)
        if public is None:
            raise self.absent()
        place = self.folder / RETIRED / public.key_id[:16]
        write_atomically(place / RETIREMENT, retirement(signer, at, reason), 0o600)
        for name in (IDENTITY, SIGNING, PUBLIC):
            (self.folder / name).replace(place / name)
        return place / RETIREMENT

    def _known(self) -> Iterator[tuple[str, bytes]]:
        for path in sorted((self.folder / "signers").glob("*.pub")):
            yield path.stem, read_public(path)
        for place in sorted((self.folder / RETIRED).glob("*")):
            if earlier := KeyFolder(place).public():
                yield "you", earlier.signer
        if own := self.public():
            yield "you", own.signer


def read_public(path: Path) -> bytes:
    """A signer's public key: the line itself, or a file with it, of PEM, or of `keys show --json`.
    Raises `Unusable`.
    """
    try:
        data = str(path).encode() if str(path).startswith("ed25519:") else read_file(path)
        if b"-----BEGIN" in data:
            key = load_pem_public_key(data)
            assert isinstance(key, Ed25519PublicKey)
            return key.public_bytes(Encoding.Raw, PublicFormat.Raw)
        text = data.decode().strip()
        public = bytes.fromhex(
            parsed(text)["data"]["signer"]
            if text.startswith("{")
            else text.removeprefix("ed25519:")
        )
        Ed25519PublicKey.from_public_bytes(public)
        return public
    except (OSError, ValueError, KeyError, TypeError, AssertionError):
        raise Unusable(
            CODES["K007"].problem(
                "this is not a signer's public key",
                "use the line that jtai-submit keys show prints",
                str(path),
            )
        ) from None


def _damaged(path: Path) -> Unusable:
    return Unusable(CODES["K017"].problem("this file of your keys is damaged", where=str(path)))


def no_keys() -> Unusable:
    return Unusable(
        CODES["K002"].problem(
            "there is no signing key on this computer",
            "make your keys once with: jtai-submit keys new",
        )
    )


def wrong_passphrase() -> Refused:
    return Refused(
        CODES["K003"].problem(
            "the passphrase does not open your keys",
            "try again (JTAI_SUBMIT_PASSPHRASE, if it is set, is used first)",
        )
    )
