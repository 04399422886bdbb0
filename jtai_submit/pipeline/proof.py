"""The receipt of one push: what was sent, when, to which portal, how its arrival was verified, what was not sent and why."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..custody import receipt
from ..custody.audit import AuditLog
from ..custody.keys import Signer
from ..custody.statement import Predicate, PrivatePart, StatedDecision, StatedFile, StatedGap, StatedHead, StatedPack
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal, Pack, PackedFile
from ..inspection.slots.interface import State
from ..inspection.standing import Standing
from ..inspection.submission import Withdrawal
from ..redaction.codes import CODES
from ..reporting.pages import receipt_html
from ..storage import write_atomically
from .environment import Environment
from .withdrawal import stated, statement

_TITLES = {code: entry.title for code, entry in CODES.items()}


def write_receipt(
    inspection: Inspection, deadline: str, packs: Sequence[Pack], standing: Standing, journal: Journal, signer: Signer, env: Environment,
    *, portal: str, because: str, withdrawn: Sequence[Withdrawal] = (),
) -> Path:  # fmt: skip
    """Sign a receipt for packs that arrived, beside its page for people, and tell the journal."""
    folder, log = inspection.own / "receipts", AuditLog(inspection.own / "audit.jsonl")
    number = 1 + max((int(p.name[:4]) for p in folder.glob("[0-9][0-9][0-9][0-9]_*.json")), default=0)
    path = folder / f"{number:04}_{deadline}.json"
    private = json.dumps(
        {"receipt": path.name, "packs": [_private(pack) for pack in packs]}, indent=1, ensure_ascii=False
    )
    write_atomically(folder / "private" / path.name, private.encode(), 0o600)
    head = log.append(env.now, "receipt", receipt=path.name, packs=[[p.name, p.sha256] for p in packs])
    statements = tuple(statement(each, journal) for each in withdrawn)
    predicate = Predicate(
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
        packs=tuple(_pack(pack) for pack in packs),
        not_sent=tuple(not_sent(standing)),
        withdrawn=statements,
        private=PrivatePart(sha256=hashlib.sha256(private.encode()).hexdigest()),
        audit=StatedHead(number=head.number, hash=head.hash),
    )
    touched = {document.pack for each in statements for document in each.documents}
    subjects = [
        receipt.Subject(pack.parcel, pack.sha256)
        for pack in {p.parcel: p for p in journal.sent() if p in packs or p.parcel in touched}.values()
    ]
    signed = receipt.make(subjects, predicate, signer)
    write_atomically(path, signed)
    write_atomically(
        path.with_suffix(".html"),
        receipt_html(path.name, predicate, hashlib.sha256(signed).hexdigest(), _TITLES).encode(),
    )
    for pack in packs:
        pack.receipt = path.name
    stated(list(withdrawn), journal)
    return path


def _pack(pack: Pack) -> StatedPack:
    files = tuple(
        StatedFile(
            slot=f.slot,
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
        version=pack.version,
        bytes=pack.bytes,
        sha256=pack.sha256,
        sent=pack.sent_at,
        verification=pack.verification,
        files=files,
    )


def _private(pack: Pack) -> dict[str, object]:
    """What stays with the area: which original each file came from, what was removed from it, who decided what."""
    return {"name": pack.parcel, "files": [provenance(f) for f in pack.files]}


def provenance(f: PackedFile) -> dict[str, object]:
    """One file's way from the original to what was sent."""
    return {"name": f.member, "path": f.path, "original_sha256": f.sha256, "sha256": f.clean_sha256,
            "removed": list(f.removed), "decided": list(f.decided)}  # fmt: skip


def not_sent(standing: Standing) -> Iterator[StatedGap]:
    """Everything owed that no pack carries, with its reason."""
    today = standing.now.date()
    for report in standing.slots:
        slot = report.slot.id
        if report.state is State.NOT_APPLICABLE:
            yield StatedGap(slot=slot, state=report.state.value, why=report.reason)
        elif report.state in (State.MISSING, State.NOT_DUE_YET):
            yield StatedGap(slot=slot, state=report.state.value, why=report.shown(today))
        for file in report.left_out:
            yield StatedGap(slot=slot, state="left-out", why=file.left_out)
        for file in report.files:
            if file.blocked:
                why = "; ".join(f"{f.code} {f.message}" for f in file.findings if f.blocks)
                yield StatedGap(slot=slot, state=State.PROBLEM.value, why=why)
