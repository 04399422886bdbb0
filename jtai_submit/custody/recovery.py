"""A way back to one's keys: a page to print, and a code to write on another paper. Each is nothing
without the other.
"""

import hashlib
import json
import secrets
from collections.abc import Callable
from textwrap import wrap

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ..errors import Refused, Unusable
from .codes import CODES

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without those that look like others on paper
_GROUPS, _EACH = 6, 5  # 150 bits
_BEGIN, _END = "-----BEGIN JTAI-SUBMIT RECOVERY-----", "-----END JTAI-SUBMIT RECOVERY-----"
_PAGE = """jtai-submit: recovery of the keys of {name}

Print this page and lock it away. Without its recovery code, which is on no
computer and on another paper, nobody can do anything with it. Together they
give back the keys that open packs and sign receipts:

    jtai-submit keys recover THIS-FILE

If only the paper is left, type the block below into a file, from BEGIN to END;
the last four signs of each line tell whether the line is right.

Made on {on}. Signing key {key_id}.

{block}
"""

Seal = Callable[[str, bytes], bytes]  # a small text under a passphrase, as an age file
Open = Callable[[bytes, bytes], str]


def new_code(choose: Callable[[str], str] = secrets.choice) -> str:
    return "-".join("".join(choose(_LETTERS) for _ in range(_EACH)) for _ in range(_GROUPS))


def page(
    identity: str,
    signing: Ed25519PrivateKey,
    code: str,
    seal: Seal,
    *,
    name: str,
    on: str,
    key_id: str,
) -> str:
    """The page to print."""
    raw = signing.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()).hex()
    sealed = seal(json.dumps({"identity": identity, "signing": raw}), _plain(code))
    lines = [f"{line} {_check(n, line)}" for n, line in enumerate(wrap(sealed.hex(), 60), 1)]
    block = "\n".join([_BEGIN, *lines, _END])
    return _PAGE.format(name=name, on=on, key_id=key_id[:16], block=block)


def read(text: str, code: str, opened: Open, where: str) -> tuple[str, Ed25519PrivateKey]:
    """The age identity and the signing key of a page. Raises `Unusable` (K012) for another text,
    `Refused` for another code.
    """
    inside = text.partition(_BEGIN)[2].partition(_END)[0]
    lines = [line.lower().split() for line in inside.splitlines() if line.strip()]
    for n, (*digits, check) in enumerate(lines, 1):
        if check != _check(n, "".join(digits)):
            fix = "compare it with the paper: the last four signs of a line check the others"
            raise Unusable(
                CODES["K012"].problem(f"line {n} of the block is not as it was printed", fix, where)
            )
    try:
        sealed = bytes.fromhex("".join("".join(digits) for *digits, _ in lines))
        if not sealed:
            raise ValueError
    except ValueError:
        raise Unusable(
            CODES["K012"].problem(
                "this is no recovery", "use the page that keys backup wrote", where
            )
        ) from None
    try:
        stored = json.loads(opened(sealed, _plain(code)))
        return str(stored["identity"]), Ed25519PrivateKey.from_private_bytes(
            bytes.fromhex(stored["signing"])
        )
    except Exception:
        fix = "type the code again as it is on the paper; it has six groups of five"
        raise Refused(
            CODES["K012"].problem("the recovery code does not open this page", fix, where)
        ) from None


def _check(number: int, digits: str) -> str:
    """Four signs that tell a mistyped line."""
    return hashlib.sha256(f"{number} {digits}".encode()).hexdigest()[:4]


def _plain(code: str) -> bytes:
    return "".join(ch for ch in code.upper() if ch in _LETTERS).encode()
