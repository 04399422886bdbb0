"""Do the journal, the audit log and the receipts say the same? Each is a witness for the others.

The log is written first, then the receipt, then the journal. So after a stop the journal may lack
the last event of its kind, which it then learns; whatever else differs was lost or edited.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path

from ..custody import receipt as receipts
from ..custody.audit import AuditLog
from ..custody.codes import CODES as CUSTODY
from ..custody.receipt import Receipt
from ..custody.statement import StatedPack
from ..errors import Problem, Unusable
from ..inspection.codes import CODES as INSPECTION
from ..inspection.journal import Journal, Pack, PackState
from ..storage import copy_of, read_file
from ..words import typed
from .proof import private_part, stated_pack
from .restoring import NAMES, readable
from .withdrawal import learn

Event = Mapping[str, object]
# What is told of an event, as texts, beside `at`.
_FACTS: dict[str, tuple[str, ...]] = {
    "sent": ("pack", "sha256", "verification"),
    "receipt": ("receipt",),
    "withdrawn": ("slot", "because", "by"),
    "returned": ("slot",),
    "confirmed": ("pack", "by"),
}
_TOLD = 12  # disagreements that are said at a time


@dataclass(frozen=True, slots=True)
class Signers:
    """Who is known here, and since when which key counts no more."""

    trusted: Mapping[str, bytes]
    retired: Mapping[str, datetime]


def agree(own: Path, journal: Journal, signers: Signers) -> None:
    """Before a push: learn what a stop kept from the journal, then everything must agree.

    Writes nothing but the journal. Raises `Unusable` (P013, K006, K008, K009, K013, K014).
    """
    witness = _Witness(own, journal, signers)
    if witness.learn():
        journal.save()
    problems = [*witness.wrong(), *witness.of_log(), *witness.of_journal(), *witness.of_receipts()]
    if problems:
        raise Unusable(*problems[:_TOLD])


def examined(own: Path, journal: Journal, signers: Signers, *, strict: bool) -> Sequence[Event]:
    """The events of the log, after everything was compared, the private parts of receipts too.

    `strict` refuses receipts of signers whom nobody here knows (K007). Raises as `agree` does.
    """
    witness = _Witness(own, journal, signers)
    problems = [
        *witness.wrong(),
        *(witness.strangers() if strict else ()),
        *witness.of_log(),
        *witness.of_journal(),
        *witness.of_receipts(),
        *witness.of_private_parts(),
    ]
    if problems:
        raise Unusable(*problems[:_TOLD])
    return witness.events


def unanchored(events: Sequence[Event], own: Path) -> int:
    """How many lines stand behind the last one that a receipt has seen: nothing signed holds them.
    A line about a receipt that is not there anchors nothing.
    """
    seen = (e for e in events if e["event"] == "receipt" and _is_there(own, str(e["receipt"])))
    return len(events) - max((int(str(e["number"])) for e in seen), default=0)


def _is_there(own: Path, name: str) -> bool:
    return fnmatch(name, NAMES) and (own / "receipts" / name).is_file()


class _Witness:
    """All three, read once."""

    def __init__(self, own: Path, journal: Journal, signers: Signers) -> None:
        self.own, self.journal = own, journal
        self.folder = own / "receipts"
        log = AuditLog(own / "audit.jsonl")
        log.agrees()
        self.events = list(log.lines())
        for event in self.events:
            if not all(isinstance(event.get(f), str) for f in _FACTS.get(str(event["event"]), ())):
                lacks = f"line {event['number']} of the audit log does not say what it is about"
                raise Unusable(self._log(lacks))
        self.packs = {pack.name: pack for pack in journal.packs}
        self.receipts = dict[str, Receipt]()
        self.unread = dict[str, tuple[Problem, ...]]()
        for path in sorted(self.folder.glob(NAMES)):
            try:
                self.receipts[path.name] = receipts.read(path, signers.trusted, signers.retired)
            except Unusable as stop:
                self.unread[path.name] = stop.problems

    def sent(self) -> list[Event]:
        return [event for event in self.events if event["event"] == "sent"]

    def receipted(self) -> list[Event]:
        return [event for event in self.events if event["event"] == "receipt"]

    def learn(self) -> bool:
        """What the log and the receipts know of the last event, and a stop kept from
        the journal.
        """
        learned = False
        for event in self.sent()[-1:]:
            pack = self.packs.get(str(event["pack"]))
            if pack and pack.sha256 == event["sha256"] and self._left(pack):
                pack.state, pack.sent_at = PackState.SENT, str(event["at"])
                pack.verification = str(event["verification"])
                learned = True
        for event in self.receipted()[-1:]:
            name = str(event["receipt"])
            last = self.receipts[name].predicate if name in self.receipts else None
            for stated in last.packs if last else ():
                pack = self._of(stated)
                if pack and not pack.receipt and pack.sha256 == stated.sha256:
                    pack.receipt = name
                    learned = True
            learned = bool(last and learn(last.withdrawn, self.journal)) or learned
        return learned

    def _left(self, pack: Pack) -> bool:
        """Whether a sealed pack's upload was acknowledged to its last byte. The log alone is no
        proof: whoever can write into the folder can write a line. Without it the site is asked.
        """
        begun = [self.journal.sessions[name] for name in self.journal.sessions_of(pack)]
        acknowledged = bool(begun) and all(session.whole for session in begun)
        return pack.state is PackState.SEALED and acknowledged

    def wrong(self) -> Iterator[Problem]:
        """What disagrees with itself."""
        for name, problems in self.unread.items():
            for problem in problems:
                fix = f"{problem.fix}; after a power cut: {self._restore}"
                whole = not readable(self.folder / name)
                yield Problem(
                    problem.code, problem.message, fix if whole else problem.fix, problem.where
                )
        if self.journal.edited():
            message = (
                "the journal is not what its copy says: somebody wrote into it, or put an old one"
            )
            yield self._journal(message)

    def strangers(self) -> Iterator[Problem]:
        for name, receipt in self.receipts.items():
            if not receipt.known:
                message = "nobody here knows who signed this receipt"
                fix = (
                    "get the signer's public key from the person, and put it under signers as "
                    "NAME.pub"
                )
                yield CUSTODY["K007"].problem(message, fix, str(self.folder / name))

    def of_log(self) -> Iterator[Problem]:
        """What the log saw sent and receipted must be known to the journal, and lie there."""
        for event in self.sent():
            name = str(event["pack"])
            pack = self.packs.get(name)
            if pack is None:
                yield self._journal(f"the journal does not know {name}, which was sent")
            elif pack.state is not PackState.SENT and not self._last(event):
                yield self._journal(
                    f"the journal says that {name} was not sent, and the log saw it go"
                )
            elif pack.sha256 != event["sha256"]:
                yield self._journal(f"the journal holds another {name} than the one that was sent")
        there = {*self.receipts, *self.unread}
        proven = {pack.receipt for pack in self.journal.packs}
        for event in self.receipted():
            name = str(event["receipt"])
            if name not in there and (name in proven or not self._last(event)):
                yield self._log(f"the receipt {name} is gone", self.folder)
                there.add(name)

    def of_journal(self) -> Iterator[Problem]:
        """What the journal calls sent or proven must stand in the log, and lie there."""
        known = {(str(event["pack"]), str(event["sha256"])) for event in self.sent()}
        there = {*self.receipts, *self.unread, *(str(e["receipt"]) for e in self.receipted())}
        for pack in self.journal.packs:
            if pack.state is PackState.SENT and (pack.name, pack.sha256) not in known:
                yield self._log(f"the audit log does not know that {pack.name} was sent")
            if pack.receipt and pack.receipt not in there:
                yield self._log(f"the receipt {pack.receipt} is gone", self.folder)

    def of_receipts(self) -> Iterator[Problem]:
        """Each receipt must be the one of which the log has a line, and say what the
        journal says.
        """
        by_number = {int(str(event["number"])): event for event in self.events}
        for name, receipt in self.receipts.items():
            stated = receipt.predicate
            event = by_number.get(stated.audit.number)
            if event is None or event["hash"] != stated.audit.hash:
                yield self._log(f"the audit log does not hold what {name} saw")
            elif event["event"] == "receipt" and event["receipt"] != name:
                yield self._log(f"{name} is a copy of {event['receipt']}", self.folder)
            for each in stated.packs:
                yield from self._stated(name, each)

    def _stated(self, name: str, each: StatedPack) -> Iterator[Problem]:
        pack = self._of(each)
        if pack is None or pack.sha256 != each.sha256:
            yield self._journal(f"the journal does not know {each.name}, which {name} is about")
        elif pack.receipt == name and _bare(stated_pack(pack, {})) != _bare(each):
            yield self._journal(f"the journal says other things of {each.name} than {name} does")

    def of_private_parts(self) -> Iterator[Problem]:
        """The part that stays here: its hash is in the receipt, and it says what the
        journal says.
        """
        for name, receipt in self.receipts.items():
            path = self.folder / "private" / name
            try:
                data = read_file(path)
            except PermissionError:
                continue  # another person's, who alone may read it
            except OSError:
                data = b""
            stated = receipt.predicate.private
            if stated is None:
                continue
            if hashlib.sha256(data).hexdigest() != stated.sha256:
                what = "is gone" if not path.exists() else "was changed"
                yield self._log(f"the private part of {name} {what}", path)
                continue
            known = [self._of(each) for each in receipt.predicate.packs]
            mine = [pack for pack in known if pack]
            if all(pack.receipt == name for pack in mine) and private_part(name, mine) != data:
                yield self._journal(f"the journal says other things of originals than {name} does")

    def _of(self, stated: StatedPack) -> Pack | None:
        return next((pack for pack in self.journal.packs if pack.parcel == stated.name), None)

    def _last(self, event: Event) -> bool:
        """Whether nothing of its kind came after it: a stop may have kept it from the journal."""
        return [e for e in self.events if e["event"] == event["event"]][-1] is event

    @property
    def _restore(self) -> str:
        return typed(("history", str(self.own.parent), "--restore"))

    def _journal(self, message: str) -> Problem:
        journal = self.own / "journal.json"
        copy = "its copy in .jtai/copies, or from " if copy_of(journal).is_file() else ""
        fix = f"put .jtai/journal.json back from {copy}a backup: without it things could go twice"
        return INSPECTION["P013"].problem(message, fix, str(journal))

    def _log(self, message: str, where: Path | None = None) -> Problem:
        fix = (
            f"keep everything as it is, and find out who changed it; after a power cut: "
            f"{self._restore}"
        )
        return CUSTODY["K009"].problem(message, fix, str(where or self.own / "audit.jsonl"))


def _bare(pack: StatedPack) -> object:
    """Without the titles, which are for people and may be given another way by a later version."""
    return pack.model_dump(mode="json", exclude={"title": True, "files": {"__all__": {"title"}}})
