"""Receipts: an in-toto Statement (v1) in a DSSE envelope, signed with Ed25519.

The subjects are the packs with their SHA-256; the predicate says to whom, when, how arrival was
verified, what was not sent and why, and where the audit log stood. A key inside a receipt proves
nothing, so none is in it.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..errors import Unusable
from ..storage import parsed, read_file
from .codes import CODES
from .keys import Signer, key_id, verify
from .statement import Predicate

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://jtai-submit.invalid/receipt/v1"
_LARGEST = 16_000_000  # bytes of a receipt: it names every document of a push


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that a receipt is about: a pack by its name on the portal, and the SHA-256 of what
    was uploaded.
    """

    name: str
    sha256: str

    def to_dict(self) -> dict[str, object]:
        """As in-toto writes it."""
        return {"name": self.name, "digest": {"sha256": self.sha256}}


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt whose signature fits: what it states, who signed it, and whether that person is
    known here.
    """

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
    signed = b64encode(signer.sign(_pae(payload))).decode()
    envelope = {
        "payload": b64encode(payload).decode(),
        "payloadType": PAYLOAD_TYPE,
        "signatures": [{"keyid": key_id(signer.public), "sig": signed}],
    }
    return json.dumps(envelope, indent=1).encode() + b"\n"


def read(
    path: Path,
    trusted: Mapping[str, bytes],
    retired: Mapping[str, datetime] | None = None,
) -> Receipt:
    """Check a receipt against the signers known here, and the name that it gives itself.

    `retired` says since when a signer's key counts no more. Raises `Unusable` (K006, K008, K013,
    K014); an unknown signer is a value.
    """
    try:
        envelope = parsed(read_file(path, _LARGEST))
        payload = b64decode(envelope["payload"], validate=True)
        signatures = [
            (str(s["keyid"]), b64decode(s["sig"], validate=True)) for s in envelope["signatures"]
        ]
        statement = parsed(payload)
        kinds = (envelope["payloadType"], statement["predicateType"])
        if kinds != (PAYLOAD_TYPE, PREDICATE) or not signatures:
            raise ValueError
        subjects = tuple(
            Subject(str(each["name"]), str(each["digest"]["sha256"]))
            for each in statement["subject"]
        )
        predicate = Predicate.model_validate(statement["predicate"])
    except FileNotFoundError:
        fix = "see which there are: jtai-submit receipts list"
        raise Unusable(CODES["K008"].problem("there is no such receipt", fix, str(path))) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        message = "this cannot be read as a receipt"
        fix = "receipts lie in .jtai/receipts and end in .json"
        raise Unusable(CODES["K008"].problem(message, fix, str(path))) from None
    signer = next(
        (name for name, signature in signatures if _signed(trusted, name, signature, payload)), ""
    )
    if not signer and any(name in trusted for name, _ in signatures):
        message = "the signature does not fit: the receipt was changed"
        fix = "ask the person who made it for the original"
        raise Unusable(CODES["K006"].problem(message, fix, str(path)))
    if not _named(path.name, predicate):
        message = f"this is {predicate.name}, under the name of {path.name}"
        fix = "find out who renamed it, or copied it over another"
        raise Unusable(CODES["K013"].problem(message, fix, str(path)))
    since = (retired or {}).get(signer)
    if signer and since and predicate.made > since:
        message = f"it was signed after its key was retired on {since:%d.%m.%Y}"
        fix = "ask the person whose key it was whether they made it"
        raise Unusable(CODES["K014"].problem(message, fix, str(path)))
    return Receipt(subjects, predicate, signer or signatures[0][0], known=bool(signer))


def public_name(area: str, deadline: str, number: int) -> str:
    """A receipt's name beside the packs: `exampleshire_day-five_receipt-0001.json`."""
    return f"{area}_{deadline}_receipt-{number:04}.json"


def _signed(trusted: Mapping[str, bytes], name: str, signature: bytes, payload: bytes) -> bool:
    return name in trusted and verify(trusted[name], signature, _pae(payload))


def _named(name: str, predicate: Predicate) -> bool:
    """Whether a receipt lies under its own name: among the receipts, or beside the packs."""
    beside = public_name("", predicate.deadline, predicate.number)
    return predicate.name in ("", name) or name.endswith(beside)
