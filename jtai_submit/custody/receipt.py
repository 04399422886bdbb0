"""Receipts: an in-toto Statement (v1) in a DSSE envelope, signed with Ed25519.

The subjects are the packs with their SHA-256; the predicate says to whom, when, how arrival was verified, what was not
sent and why, and where the audit log stood. A key inside a receipt proves nothing, so none is in it.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Unusable
from .codes import CODES
from .keys import Signer, key_id, verify
from .statement import Predicate

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://jtai-submit.invalid/receipt/v1"


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that a receipt is about: a pack by its name on the portal, and the SHA-256 of what was uploaded."""

    name: str
    sha256: str

    def to_dict(self) -> dict[str, object]:
        """As in-toto writes it."""
        return {"name": self.name, "digest": {"sha256": self.sha256}}


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt whose signature fits: what it states, who signed it, and whether that person is known here."""

    subjects: tuple[Subject, ...]
    predicate: Predicate
    signer: str
    known: bool


def _pae(payload: bytes) -> bytes:
    """DSSE's pre-authentication encoding."""
    return b"DSSEv1 %d %s %d %s" % (len(PAYLOAD_TYPE), PAYLOAD_TYPE.encode(), len(payload), payload)


def make(subjects: Sequence[Subject], predicate: Predicate, signer: Signer) -> bytes:
    """A signed receipt over each pack, as JSON."""
    statement = {
        "_type": STATEMENT,
        "subject": [subject.to_dict() for subject in subjects],
        "predicateType": PREDICATE,
        "predicate": predicate.model_dump(mode="json"),
    }
    payload = json.dumps(statement, ensure_ascii=False, sort_keys=True).encode()
    signature = {"keyid": key_id(signer.public), "sig": b64encode(signer.sign(_pae(payload))).decode()}
    envelope = {"payload": b64encode(payload).decode(), "payloadType": PAYLOAD_TYPE, "signatures": [signature]}
    return json.dumps(envelope, indent=1).encode() + b"\n"


def read(path: Path, trusted: Mapping[str, bytes]) -> Receipt:
    """Check a receipt against the signers known here. Raises `Unusable` (K006, K008); an unknown signer is a value."""
    try:
        envelope = json.loads(path.read_text("utf-8"))
        payload = b64decode(envelope["payload"], validate=True)
        signatures = [(str(s["keyid"]), b64decode(s["sig"], validate=True)) for s in envelope["signatures"]]
        statement = json.loads(payload)
        kinds = (envelope["payloadType"], statement["predicateType"])
        if kinds != (PAYLOAD_TYPE, PREDICATE) or not signatures:
            raise ValueError
        subjects = tuple(Subject(each["name"], each["digest"]["sha256"]) for each in statement["subject"])
        predicate = Predicate.model_validate(statement["predicate"])
    except FileNotFoundError:
        fix = "see which there are: jtai-submit receipts list"
        raise Unusable(CODES["K008"].problem("there is no such receipt", fix, str(path))) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise Unusable(
            CODES["K008"].problem(
                "this cannot be read as a receipt", "receipts lie in .jtai/receipts and end in .json", str(path)
            )
        ) from None
    for name, signature in signatures:
        if name in trusted and verify(trusted[name], signature, _pae(payload)):
            return Receipt(subjects, predicate, name, known=True)
    if any(name in trusted for name, _ in signatures):
        raise Unusable(
            CODES["K006"].problem(
                "the signature does not fit: the receipt was changed",
                "ask the person who made it for the original",
                str(path),
            )
        )
    return Receipt(subjects, predicate, signatures[0][0], known=False)
