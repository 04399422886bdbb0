"""The receipt of one push: what was sent when, to which portal, how its arrival was verified, and
what was not sent, and why."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..checks.registry import BOOK as CHECKS
from ..custody import receipt
from ..custody.audit import AuditLog
from ..custody.keys import Signer
from ..custody.statement import (
    Predicate,
    PrivatePart,
    StatedApproval,
    StatedDecision,
    StatedExtra,
    StatedFile,
    StatedGap,
    StatedHead,
    StatedPack,
)
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal, Pack, PackedFile
from ..inspection.slots.interface import State
from ..inspection.standing import Standing
from ..inspection.submission import Withdrawal
from ..packing.names import area_slug
from ..redaction.codes import CODES
from ..reporting.pages import receipt_html
from ..storage import keep_copies, write_atomically, write_twice
from ..tables.codes import CODES as TABLES
from .environment import Environment
from .judge import titled
from .withdrawal import stated, statement

_NAMES = "[0-9][0-9][0-9][0-9]_*.json"
_TITLES = {code: entry.title for code, entry in (*CODES.items(), *CHECKS.items(), *TABLES.items())}


def write_receipt(
    inspection: Inspection,
    deadline: str,
    packs: Sequence[Pack],
    standing: Standing,
    journal: Journal,
    signer: Signer,
    env: Environment,
    *,
    portal: str,
    because: str,
    withdrawn: Sequence[Withdrawal] = (),
) -> Path:
    """Sign a receipt for packs that arrived, beside its page for people, and tell the journal.

    The log has its line first, the journal learns of it last (`agreement`).
    """
    folder, log = inspection.own / "receipts", AuditLog(inspection.own / "audit.jsonl")
    number = 1 + max((int(p.name[:4]) for p in folder.glob(_NAMES)), default=0)
    path = folder / f"{number:04}_{deadline}.json"
    private = private_part(path.name, packs)
    for each in (folder, folder / "private"):
        keep_copies(each)
    write_twice(folder / "private" / path.name, private)
    head = log.append(
        env.now, "receipt", receipt=path.name, packs=[[p.name, p.sha256] for p in packs]
    )
    titles = {report.slot.id: report.slot.shown for report in standing.slots}
    titles |= {pack.group: titled(pack.group, inspection.manifest) for pack in packs}
    statements = tuple(statement(each, journal, titles) for each in withdrawn)
    predicate = Predicate(
        name=path.name,
        number=number,
        area=inspection.submission.area,
        manifest=inspection.manifest.manifest,
        deadline=deadline,
        made=env.now,
        clock_set_by_hand=env.clock_set,
        program=f"jtai-submit {env.version}",
        portal=portal,
        seal=inspection.submission.seal.value,
        status="complete" if standing.ready else "incomplete",
        because=because,
        unconfined=standing.unconfined,
        packs=tuple(stated_pack(pack, titles) for pack in packs),
        not_sent=tuple(not_sent(standing)),
        withdrawn=statements,
        approvals=tuple(_approvals(standing, deadline)),
        private=PrivatePart(sha256=hashlib.sha256(private).hexdigest()),
        audit=StatedHead(number=head.number, hash=head.hash),
    )
    touched = {document.pack for each in statements for document in each.documents}
    about = {p.parcel: p for p in journal.sent() if p in packs or p.parcel in touched}
    subjects = [receipt.Subject(pack.parcel, pack.sha256) for pack in about.values()]
    signed = receipt.make(subjects, predicate, signer)
    write_twice(path, signed)
    page = receipt_html(path.name, predicate, hashlib.sha256(signed).hexdigest(), _TITLES)
    write_atomically(path.with_suffix(".html"), page.encode())
    for pack in packs:
        pack.receipt = path.name
    stated(list(withdrawn), journal)
    return path


def public_receipt(inspection: Inspection, path: Path) -> tuple[str, bytes]:
    """What goes beside the packs, so that whoever opens them can see who sealed them: its name
    there, and the signed receipt. The private part stays here."""
    number, _, deadline = path.stem.partition("_")
    area = area_slug(inspection.submission.area)
    return receipt.public_name(area, deadline, int(number)), path.read_bytes()


def stated_pack(pack: Pack, titles: Mapping[str, str]) -> StatedPack:
    """A pack as a receipt states it; `titles` are those of slots and groups, by id."""
    files = tuple(
        StatedFile(
            slot=f.slot,
            title=titles.get(f.slot, ""),
            name=f.member,
            bytes=f.bytes,
            sha256=f.clean_sha256,
            decided=tuple(StatedDecision.model_validate(d) for d in f.decided),
        )
        for f in pack.files
    )
    return StatedPack(
        name=pack.parcel,
        group=pack.group,
        title=titles.get(pack.group, ""),
        version=pack.version,
        bytes=pack.bytes,
        sha256=pack.sha256,
        sent=pack.sent_at,
        verification=pack.verification,
        files=files,
        extras=tuple(
            StatedExtra(name=e.member, bytes=e.bytes, sha256=e.sha256) for e in pack.extras
        ),
    )


def private_part(name: str, packs: Sequence[Pack]) -> bytes:
    """What stays with the area, as JSON: which original each file came from, what was removed from
    it, who decided what."""
    facts = {"receipt": name, "packs": [_private(pack) for pack in packs]}
    return json.dumps(facts, indent=1, ensure_ascii=False).encode()


def _private(pack: Pack) -> dict[str, object]:
    return {"name": pack.parcel, "files": [_provenance(f) for f in pack.files]}


def _provenance(f: PackedFile) -> dict[str, object]:
    """One file's way from the original to what was sent."""
    return {
        "name": f.member,
        "path": f.path,
        "original_sha256": f.sha256,
        "sha256": f.clean_sha256,
        "removed": list(f.removed),
        "decided": list(f.decided),
    }


def logged(f: PackedFile) -> dict[str, object]:
    """One file as the audit log has it: no name, nothing of its original, nobody who decided."""
    return {"slot": f.slot, "sha256": f.clean_sha256, "removed": list(f.removed)}


def _approvals(standing: Standing, deadline: str) -> Iterator[StatedApproval]:
    for each in standing.approvals:
        if each.deadline == deadline:
            facts = {name: value or "" for name, value in each.to_dict().items()}
            yield StatedApproval.model_validate(facts)


def not_sent(standing: Standing) -> Iterator[StatedGap]:
    """Everything owed that no pack carries, or not all of it, with its reason."""
    today = standing.now.date()
    for report in standing.slots:
        blocked = [file for file in report.files if file.blocked]
        gap = StatedGap(
            slot=report.slot.id,
            title=report.slot.shown,
            state=report.state.value,
            why="",
            left_out=len(blocked) + len(report.left_out),
            files=len(report.files) + len(report.left_out),
        )
        if report.state is State.NOT_APPLICABLE:
            yield gap.model_copy(update={"why": report.reason})
        elif report.state in (State.MISSING, State.NOT_DUE_YET):
            yield gap.model_copy(update={"why": report.shown(today)})
        for file in report.left_out:
            yield gap.model_copy(update={"state": "left-out", "why": file.left_out})
        for file in blocked:
            why = "; ".join(f"{f.code} {f.message}" for f in file.findings if f.blocks)
            yield gap.model_copy(update={"state": State.PROBLEM.value, "why": why})
