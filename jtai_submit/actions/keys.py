"""A person's own keys: made once, shown, backed up on paper, recovered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ..custody import recovery
from ..custody.codes import CODES as CUSTODY
from ..custody.keys import PublicKeys, key_id
from ..errors import Problem, Refused, Unusable, Usage
from ..packing.hybrid import HybridIdentity
from ..packing.recipients import (
    X25519Identity,
    as_text,
    generate,
    generate_hybrid,
    identities,
    identity,
    opened_text,
    sealed_text,
)
from ..pipeline.environment import Environment
from ..storage import read_file
from .result import Done

SHORT = 12  # characters of a passphrase


@dataclass(frozen=True, slots=True)
class Keys(Done):
    """What others need of somebody's keys; `short` where their passphrase is."""

    public: PublicKeys
    folder: Path
    short: bool = False

    def to_dict(self) -> Mapping[str, object]:
        return {
            "recipient": self.public.recipient,
            "signer": self.public.signer.hex(),
            "key_id": self.public.key_id,
        }


@dataclass(frozen=True, slots=True)
class BackedUp(Done):
    """A page to print, and the code that opens it. The code is a secret: it is shown to the person,
    never in JSON.
    """

    file: Path
    code: str = field(repr=False)

    def to_dict(self) -> Mapping[str, object]:
        return {"file": str(self.file)}


@dataclass(frozen=True, slots=True)
class Retired(Done):
    """Keys that were laid aside; `statement` is the file that says so, signed with them."""

    public: PublicKeys
    statement: Path
    at: datetime
    reason: str

    def to_dict(self) -> Mapping[str, object]:
        return {
            "key_id": self.public.key_id,
            "retired": self.at.isoformat(),
            "reason": self.reason,
            "statement": str(self.statement),
        }


def new_keys(env: Environment, *, post_quantum: bool = False) -> Keys:
    """Make keys. Raises `Unusable` (K005) where there are some: they are never replaced."""
    _none_yet(env)
    passphrase = _new_passphrase(env)
    made = generate_hybrid() if post_quantum else generate()
    sealed = sealed_text(f"{made}\n", passphrase)
    public = env.keys.create(str(made.recipient()), sealed, passphrase)
    return Keys(public, env.keys.folder, len(passphrase) < SHORT)


def shown_keys(env: Environment) -> Keys:
    """What is public of them is written anew where it is damaged. Raises `Unusable` (K002) where
    there are none.
    """
    if public := env.keys.public():
        return Keys(public, env.keys.folder)
    sealed = env.keys.sealed_identity()
    if sealed is None:
        raise env.keys.absent()
    passphrase = env.secrets.passphrase("Passphrase of your keys")
    (opens,) = identities(sealed, lambda: passphrase)
    assert isinstance(opens, (X25519Identity, HybridIdentity))
    return Keys(env.keys.put_right(str(opens.recipient()), passphrase), env.keys.folder)


def backup(file: Path, env: Environment) -> BackedUp:
    """Write the page of a recovery. Raises `Usage` where it cannot be written; nothing is
    overwritten.
    """
    public, sealed = env.keys.public(), env.keys.sealed_identity()
    if public is None or sealed is None:
        raise env.keys.absent()
    passphrase = env.secrets.passphrase("Passphrase of your keys")
    signing = env.keys.signing_key(passphrase)
    (opens,) = identities(sealed, lambda: passphrase)
    code = recovery.new_code()
    page = recovery.page(
        str(opens),
        signing,
        code,
        sealed_text,
        name="their owner",
        on=f"{env.now:%d.%m.%Y}",
        key_id=public.key_id,
    )
    try:
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(page)
        file.chmod(0o600)
    except OSError as e:
        fix = "name a new file in a folder that may be written to"
        message = f"the page cannot be written: {e.strerror}"
        raise Usage(Problem("", message, fix, str(file))) from None
    return BackedUp(file, code)


def recover(file: Path, env: Environment) -> Keys:
    """Make the keys of a recovery page again. Raises `Usage`, `Refused` (K004), `Unusable` (K005,
    K012).
    """
    try:
        text = as_text(read_file(file))
    except OSError as e:
        message = f"the page cannot be read: {e.strerror}"
        raise Usage(Problem("", message, "name the file", str(file))) from None
    except ValueError:
        text = ""  # no text, so no recovery
    _none_yet(env)
    code = env.secrets.get("RECOVERY_CODE", "Recovery code (six groups of five)")
    if not code:
        fix = "run it in a terminal, or set JTAI_SUBMIT_RECOVERY_CODE"
        message = "nobody is there to type the recovery code"
        raise Refused(CUSTODY["K004"].problem(message, fix))
    found, signing = recovery.read(text, code, opened_text, str(file))
    if key_id(signing.public_key().public_bytes_raw()) in env.keys.retirements():
        message = "these keys were retired, and stay so"
        fix = "make new ones: jtai-submit keys new; packs of before open with the retired ones"
        raise Unusable(CUSTODY["K014"].problem(message, fix, str(file)))
    passphrase = _new_passphrase(env)
    opens = identity(found)
    assert isinstance(opens, (X25519Identity, HybridIdentity))
    sealed = sealed_text(f"{found}\n", passphrase)
    public = env.keys.create(str(opens.recipient()), sealed, passphrase, signing)
    return Keys(public, env.keys.folder, len(passphrase) < SHORT)


def retire(env: Environment, reason: str = "") -> Retired:
    """State that one's signing key counts no more from now on, and lay the keys aside.

    Receipts from before stay good, packs still open, and new keys can be made. Raises `Unusable`
    (K002), `Refused` for a wrong passphrase.
    """
    public = env.keys.public()
    if public is None:
        raise env.keys.absent()
    at = env.moment
    statement = env.keys.retire(env.secrets.passphrase("Passphrase of your keys"), at, reason)
    return Retired(public, statement, at, reason)


def _none_yet(env: Environment) -> None:
    if env.keys.some:
        env.keys.create("", b"", b"")  # refuses, in words


def _new_passphrase(env: Environment) -> bytes:
    passphrase = env.secrets.passphrase("New passphrase (long is better than odd)")
    ask = env.secrets.ask if env.secrets.was_asked("PASSPHRASE") else None
    if ask and ask("The same passphrase again").encode() != passphrase:
        message = "the two passphrases differ"
        raise Usage(CUSTODY["K003"].problem(message, "run the command again"))
    return passphrase
