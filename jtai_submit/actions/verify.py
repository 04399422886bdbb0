"""Is a receipt whole, who signed it, does the audit log still agree, and is it all still there?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ..custody import receipt as receipts
from ..custody.codes import CODES as CUSTODY
from ..custody.keys import key_id, read_public
from ..delivery.codes import CODES as DELIVERY
from ..errors import Exit, Problem, Unusable
from ..inspection.machine import Machine
from ..pipeline.agreement import Signers
from ..pipeline.environment import Environment
from ..pipeline.later import Asked, There, agrees, ask_again, is_complete
from ..pipeline.portals import open_portal
from .opening import opened
from .receipts import named


class Verdict(StrEnum):
    """What a receipt comes to; `unknown` and `unasked` say that nobody can tell."""

    RIGHT = "right"
    UNKNOWN = "signed by an unknown key"
    LOST = "not all there"
    UNASKED = "not all asked for"


@dataclass(frozen=True, slots=True)
class Verified:
    """A receipt whose signature fits. `log_agrees` is False where no log lies beside it."""

    path: Path
    receipt: receipts.Receipt
    log_agrees: bool
    asked: tuple[Asked, ...] = ()

    @property
    def lost(self) -> list[Asked]:
        return [each for each in self.asked if each.there in _LOST]

    @property
    def verdict(self) -> Verdict:
        if not self.receipt.known:
            return Verdict.UNKNOWN
        if not self.lost:
            return Verdict.RIGHT
        answered = any(each.there != There.UNASKED for each in self.lost)
        return Verdict.LOST if answered else Verdict.UNASKED

    @property
    def exit(self) -> Exit:
        return Exit.OK if self.verdict is Verdict.RIGHT else Exit.NOT_READY

    @property
    def audit_log(self) -> str:
        return "agrees" if self.log_agrees else "not here"

    @property
    def problems(self) -> Sequence[Problem]:
        return tuple(self._problems())

    def _problems(self) -> Iterator[Problem]:
        if not self.receipt.known:
            message = "nobody here knows who signed this receipt"
            fix = "get the signer's public key from the person, and give it with --key"
            yield CUSTODY["K007"].problem(message, fix, str(self.path))
            return
        for each in self.lost:
            code, message, fix = _LOST[There(each.there)]
            yield DELIVERY[code].problem(message, fix, each.name)

    def to_dict(self) -> Mapping[str, object]:
        return {
            "signer": self.receipt.signer,
            "known": self.receipt.known,
            "audit_log": self.audit_log,
            "packs": [subject.to_dict() for subject in self.receipt.subjects],
            "against": [{"name": each.name, "there": each.there} for each in self.asked],
        }


_HERE = Path()
_PROOF = "the receipt proves that it arrived"
_LOST = {  # what the secure site may say of a pack: code, message, fix
    There.NOT: (
        "P019",
        "the secure site does not hold it (any more)",
        f"ask the people who run the site whether inspectors took it; {_PROOF}",
    ),
    There.DIFFERENT: (
        "P009",
        "what the secure site holds is not what was sent",
        "ask the people who run the site",
    ),
    There.UNASKED: (
        "P021",
        "this site knows a pack only by the address of its upload, which is not known here "
        "(any more)",
        f"ask the people who run the site; {_PROOF}",
    ),
}


def verify(
    which: str,
    env: Environment,
    *,
    key: Path | None = None,
    ask_portal: bool = False,
    directory: Path = _HERE,
) -> Verified:
    """Check a receipt against the signers known here, or `key`, and against the log beside it.

    `which` is its file, or its number in the inspection in `directory`; empty for the newest. With
    `ask_portal` the secure site is asked again, too. Raises `Unusable` (K006, K008, K009, K013,
    K014, P013), `Usage` where there is no such receipt.
    """
    path = Path(which)
    if not which or not path.is_file() and "." not in path.name:
        path = named(opened(directory), which, directory)
    trusted = dict(env.keys.trusted())
    if key:
        public = read_public(key)
        trusted[key_id(public)] = public
    signers = Signers(trusted, env.keys.retirements())
    receipt = receipts.read(path, trusted, signers.retired)
    own = path.resolve().parent.parent
    log_agrees = agrees(own, signers)
    if (own.parent / "submission.yaml").is_file():
        _whole(own.parent, env)
    home = own.parent if (own.parent / "submission.yaml").is_file() else directory
    asked = _ask(receipt, home, env) if ask_portal else ()
    return Verified(path, receipt, log_agrees, asked)


def _whole(folder: Path, env: Environment) -> None:
    """Whether the folder knows of everything that was sent from it. Raises `Unusable` (K015)."""
    try:
        inspection = opened(folder)
    except Unusable:
        return  # a slip in submission.yaml makes no receipt false
    is_complete(inspection, Machine(env.keys.folder))


def _ask(receipt: receipts.Receipt, folder: Path, env: Environment) -> tuple[Asked, ...]:
    inspection = opened(folder)
    portal = open_portal(inspection, env)
    try:
        return tuple(ask_again(receipt.predicate, portal, inspection, env))
    finally:
        portal.close()
