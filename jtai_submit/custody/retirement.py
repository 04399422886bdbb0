"""A key's retirement: a statement, signed with that very key, that it counts no more from a moment
on.

Receipts from before stay good. Whoever stole a key can date receipts back; so the moment is what
the owner of the key says, and the receipts that are known by then are what was made before.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from ..errors import Unusable
from ..storage import parsed, read_file
from .codes import CODES
from .signing import Signer, key_id, verify

_KIND = "jtai-submit key retirement, version 1"


def retirement(signer: Signer, at: datetime, reason: str) -> bytes:
    """The statement, as JSON; `at` has its offset."""
    facts = {
        "kind": _KIND,
        "key_id": key_id(signer.public),
        "retired": at.isoformat(),
        "reason": reason,
    }
    payload = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
    signed = {
        "payload": b64encode(payload).decode(),
        "sig": b64encode(signer.sign(payload)).decode(),
    }
    return json.dumps(signed, indent=1).encode() + b"\n"


def read_retirement(path: Path, trusted: Mapping[str, bytes]) -> tuple[str, datetime]:
    """Whose key, and since when. Raises `Unusable` (K014) where that key did not sign it."""
    try:
        stored = parsed(read_file(path))
        payload = b64decode(stored["payload"], validate=True)
        facts = parsed(payload)
        whose, since = str(facts["key_id"]), datetime.fromisoformat(facts["retired"])
        public, signature = trusted[whose], b64decode(stored["sig"], validate=True)
        if facts["kind"] != _KIND or not since.tzinfo or not verify(public, signature, payload):
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError):
        message = "this is no retirement that a key known here has signed"
        fix = "ask the owner of the key for the file that keys retire wrote"
        raise Unusable(CODES["K014"].problem(message, fix, str(path))) from None
    return whose, since
