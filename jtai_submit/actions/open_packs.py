"""Opening packs as an inspector does: decrypt, check, unpack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..custody.codes import CODES as CUSTODY
from ..custody.keys import wrong_passphrase
from ..errors import Refused, Unusable
from ..packing import age, recipients
from ..packing.age import Identity
from ..packing.codes import CODES as PACKING
from ..packing.opening import open_pack
from ..pipeline.environment import Environment
from .result import Done


@dataclass(frozen=True, slots=True)
class OpenedPack:
    """One pack whose documents lie readable in `folder`; `bytes` of all of them."""

    pack: Path
    folder: Path
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Opened(Done):
    packs: tuple[OpenedPack, ...]

    def to_dict(self) -> Mapping[str, object]:
        return {
            "packs": [
                {
                    "pack": str(each.pack),
                    "folder": str(each.folder),
                    "files": each.files,
                    "bytes": each.bytes,
                }
                for each in self.packs
            ]
        }


def open_packs(packs: Sequence[Path], to: Path, env: Environment, identity: Path | None = None) -> Opened:
    """Open each pack into a new folder below `to`. `identity` is an age identity file; without it one's own keys.

    Raises `Unusable` (S001 to S005, K002, K010), `Refused` for a wrong passphrase.
    """
    sealed = any(p.suffix != ".zip" for p in packs)
    keys = _identities(identity, env) if sealed else []
    return Opened(tuple(_open(pack, to, keys, env) for pack in packs))


def _open(pack: Path, to: Path, keys: Sequence[Identity], env: Environment) -> OpenedPack:
    if not pack.is_file():
        raise Unusable(PACKING["S003"].problem("there is no such pack", "check the path", str(pack)))

    def passphrase() -> bytes:
        return (env.secrets.get("ZIP_PASSPHRASE", "Passphrase of the pack") or "").encode()

    folder, entries = open_pack(pack, to, keys, passphrase)
    return OpenedPack(pack, folder, len(entries), sum(e.bytes for e in entries))


def _identities(path: Path | None, env: Environment) -> list[Identity]:
    try:
        data = path.read_bytes() if path else env.keys.sealed_identity()
    except OSError:
        message = "the identity file cannot be read"
        raise Unusable(CUSTODY["K010"].problem(message, "check the path", str(path))) from None
    if data is None:
        fix = "name an identity file: --identity FILE"
        raise Unusable(CUSTODY["K002"].problem("there are no keys on this computer", fix))
    try:
        return recipients.identities(data, lambda: env.secrets.passphrase("Passphrase of the identity"))
    except age.NoMatch:
        raise wrong_passphrase() from None
    except Refused:
        raise
    except (age.AgeError, ValueError) as e:
        message = f"this is not an identity file: {e}"
        fix = "use the file that begins with AGE-SECRET-KEY-1"
        raise Unusable(CUSTODY["K010"].problem(message, fix, str(path))) from None
