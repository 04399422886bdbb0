"""Opening packs as an inspector does: decrypt, check, unpack, and say who sealed them."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..custody.codes import CODES as CUSTODY
from ..custody.keys import wrong_passphrase
from ..custody.vouching import Voucher, beside, voucher
from ..errors import Exit, Problem, Refused, Stop, Unusable, Usage
from ..packing import recipients
from ..packing.codes import CODES as PACKING
from ..packing.opening import Unpacked, open_pack
from ..packing.stanzas import AgeError, Identity, NoMatch
from ..pipeline.environment import Environment
from ..storage import read_file


@dataclass(frozen=True, slots=True)
class SealedBy:
    """Who vouches for a pack: a receipt's signer, under the name that he is known by here."""

    signer: str
    known: bool
    name: str
    receipt: int

    @property
    def words(self) -> str:
        if not self.known:
            return "sealed by a signer whom nobody here knows"
        return f"sealed by {self.name}, as receipt {self.receipt} says"

    def to_dict(self) -> Mapping[str, object]:
        return {
            "signer": self.signer,
            "known": self.known,
            "name": self.name,
            "receipt": self.receipt,
        }


@dataclass(frozen=True, slots=True)
class OpenedPack:
    """One pack whose documents lie readable in `folder`; `bytes` of all of them.

    `fresh` is whether they were not there before; `sealed_by` is None where no receipt lies beside
    the pack that names it.
    """

    pack: Path
    folder: Path
    files: int
    bytes: int
    fresh: bool
    sealed_by: SealedBy | None

    @property
    def vouched(self) -> str:
        return self.sealed_by.words if self.sealed_by else "nobody vouches for this pack"

    def to_dict(self) -> Mapping[str, object]:
        return {
            "pack": str(self.pack),
            "folder": str(self.folder),
            "files": self.files,
            "bytes": self.bytes,
            "state": "opened" if self.fresh else "already-open",
            "sealed_by": self.sealed_by.to_dict() if self.sealed_by else None,
        }


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened, and what could not be: each pack stands for itself."""

    packs: tuple[OpenedPack, ...]
    failed: tuple[Stop, ...] = ()

    @property
    def exit(self) -> Exit:
        exits = {stop.exit for stop in self.failed}
        first = next((stop.exit for stop in self.failed), Exit.OK)
        return Exit.UNUSABLE if Exit.UNUSABLE in exits else first

    @property
    def problems(self) -> Sequence[Problem]:
        return tuple(problem for stop in self.failed for problem in stop.problems)

    def to_dict(self) -> Mapping[str, object]:
        return {"packs": [each.to_dict() for each in self.packs]}


def open_packs(
    packs: Sequence[Path], to: Path, env: Environment, identity: Path | None = None
) -> Opened:
    """Open each pack, and each of a folder, into a new folder below `to`.

    `identity` is an age identity file; without it one's own keys. What cannot be opened (S001 to
    S013) does not keep the others shut. Raises `Unusable` (K002, K010), `Refused` for a wrong
    passphrase of the keys.
    """
    if to.exists() and not to.is_dir():
        message, fix = "this is a file; packs are opened into a folder", "choose a folder: --to DIR"
        raise Usage(Problem("", message, fix, str(to)))
    every = list(dict.fromkeys(_every(packs)))
    sealed = any(path.suffix.lower() != ".zip" and path.is_file() for path in every)
    keys = _identities(identity, env) if sealed else []
    opened, failed = list[OpenedPack](), list[Stop]()
    for path in every:
        try:
            opened.append(_open(path, to, keys, env))
        except Stop as stop:
            failed.append(stop)
    return Opened(tuple(opened), tuple(failed))


def _every(packs: Sequence[Path]) -> Iterator[Path]:
    """The packs that are meant: a folder means all that lie in it; a folder without any, itself."""
    for path in packs:
        inside = [*path.glob("*.age"), *path.glob("*.zip")] if path.is_dir() else []
        yield from sorted(inside) or [path]


def _open(pack: Path, to: Path, keys: Sequence[Identity], env: Environment) -> OpenedPack:
    if not pack.is_file():
        message = "there is no pack in this folder" if pack.is_dir() else "there is no such pack"
        raise Unusable(PACKING["S003"].problem(message, "check the path", str(pack)))

    def passphrase() -> bytes:
        secret = env.secrets.get("ZIP_PASSPHRASE", "Passphrase of the pack")
        if not secret:
            message = "the pack is closed with a passphrase, and none was given"
            fix = "give the one that you were told by telephone: set JTAI_SUBMIT_ZIP_PASSPHRASE"
            raise Refused(PACKING["S010"].problem(message, fix, str(pack)))
        return secret.encode("utf-8", "surrogateescape")

    said = _vouched(pack, env)
    if said and said.known and not said.agrees:
        number = said.receipt.predicate.number
        message = f"this is not the pack that receipt {number} names: its content is another"
        raise Unusable(PACKING["S013"].problem(message, where=str(pack)))
    unpacked: Unpacked = open_pack(pack, to, keys, passphrase)
    total = sum(entry.bytes for entry in unpacked.entries)
    by = _sealed_by(said, env) if said and said.agrees else None
    return OpenedPack(pack, unpacked.folder, len(unpacked.entries), total, unpacked.fresh, by)


def _vouched(pack: Path, env: Environment) -> Voucher | None:
    receipts = beside(pack.parent, env.keys.trusted(), env.keys.retirements())
    if not receipts:
        return None
    try:
        with pack.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None  # it cannot be opened either, which is said then
    return voucher(receipts, pack.name, sha256)


def _sealed_by(said: Voucher, env: Environment) -> SealedBy:
    signer = said.receipt.signer
    name = env.keys.names().get(signer, "") if said.known else ""
    return SealedBy(signer, said.known, name, said.receipt.predicate.number)


def _identities(path: Path | None, env: Environment) -> list[Identity]:
    try:
        sources = [read_file(path)] if path else env.keys.sealed_identities()
    except OSError as e:
        message = f"the identity file cannot be read: {e.strerror}"
        raise Unusable(CUSTODY["K010"].problem(message, "check the path", str(path))) from None
    if not sources:
        fix = "name an identity file: --identity FILE"
        raise Unusable(CUSTODY["K002"].problem("there are no keys on this computer", fix))
    found = list[Identity]()
    for at, data in enumerate(sources):
        try:
            found += _read(data, path, env)
        except Refused:
            if at == 0:  # keys that were retired may have had another passphrase
                raise
    return found


def _read(data: bytes, path: Path | None, env: Environment) -> list[Identity]:
    def passphrase() -> bytes:
        return env.secrets.passphrase("Passphrase of the identity")

    try:
        return recipients.identities(data, passphrase)
    except NoMatch:
        raise wrong_passphrase() from None
    except (AgeError, ValueError) as e:
        message = f"this is not an identity file: {e}"
        fix = "use the file with the line that begins with AGE-SECRET-KEY-1"
        where = str(path or "identity.age")
        raise Unusable(CUSTODY["K010"].problem(message, fix, where)) from None
