"""The receipt of one push: what was sent, when, to which portal, how its arrival was verified, what was not sent and why."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from ..custody import receipt
from ..custody.audit import AuditLog
from ..custody.keys import Signer
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal, Pack, PackedFile
from ..inspection.standing import Completeness
from ..inspection.submission import Withdrawal
from ..redaction.codes import CODES
from ..reporting.pages import receipt_html
from ..storage import write_atomically
from .environment import Desk
from .withdrawal import stated, statement

_TITLES = {code: entry.title for code, entry in CODES.items()}


def write_receipt(
    inspection: Inspection, deadline: str, packs: Sequence[Pack], picture: Completeness, journal: Journal, signer: Signer, desk: Desk,
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
    head = log.append(desk.now, "receipt", receipt=path.name, packs=[[p.name, p.sha256] for p in packs])
    statements = [statement(each, journal) for each in withdrawn]
    predicate = {
        "area": inspection.submission.area,
        "manifest": inspection.manifest.manifest,
        "deadline": deadline,
        "made": desk.now.isoformat(),
        "clock_set_by_hand": desk.clock_set,
        "program": f"jtai-submit {desk.version}",
        "portal": portal,
        "seal": inspection.submission.seal.value,
        "status": "complete" if picture.ready else "incomplete",
        "because": because,
        "packs": [_pack(pack) for pack in packs],
        "not_sent": not_sent(picture),
        "withdrawn": statements,
        "private": {"sha256": hashlib.sha256(private.encode()).hexdigest()},
        "audit": {"number": head.number, "hash": head.hash},
    }
    touched = {str(d["pack"]) for each in statements for d in each["documents"]}
    subjects = {p.parcel: p.sha256 for p in journal.sent() if p in packs or p.parcel in touched}
    signed = receipt.make(list(subjects.items()), predicate, signer)
    write_atomically(path, signed)
    write_atomically(
        path.with_suffix(".html"),
        receipt_html(path.name, predicate, hashlib.sha256(signed).hexdigest(), _TITLES).encode(),
    )
    for pack in packs:
        pack.receipt = path.name
    stated(list(withdrawn), journal)
    return path


def _pack(pack: Pack) -> dict[str, object]:
    files = [
        {"slot": f.slot, "name": f.member, "bytes": f.bytes, "sha256": f.clean_sha256,
         "decided": [{key: d[key] for key in ("finding", "choice", "because")} for d in f.decided]}
        for f in pack.files
    ]  # fmt: skip
    return {"name": pack.parcel, "group": pack.group, "version": pack.version, "bytes": pack.bytes, "sha256": pack.sha256,
            "sent": pack.sent_at, "verification": pack.verification, "files": files}  # fmt: skip


def _private(pack: Pack) -> dict[str, object]:
    """What stays with the area: which original each file came from, what was removed from it, who decided what."""
    return {"name": pack.parcel, "files": [provenance(f) for f in pack.files]}


def provenance(f: PackedFile) -> dict[str, object]:
    """One file's way from the original to what was sent."""
    return {"name": f.member, "path": f.path, "original_sha256": f.sha256, "sha256": f.clean_sha256,
            "removed": list(f.removed), "decided": list(f.decided)}  # fmt: skip


def not_sent(picture: Completeness) -> list[dict[str, str]]:
    """Everything owed that no pack carries, with its reason."""
    out = []
    for report in picture.slots:
        if report.state == "not-applicable":
            out.append({"slot": report.slot.id, "state": report.state.value, "why": report.reason})
        elif report.state in ("missing", "not-due-yet"):
            out.append({"slot": report.slot.id, "state": report.state.value, "why": report.shown(picture.now.date())})
        for document in report.left_out:
            out.append({"slot": report.slot.id, "state": "left-out", "why": document.left_out})
        for document in report.files:
            if document.blocked:
                why = "; ".join(f"{f.code} {f.message}" for f in document.findings if f.blocks)
                out.append({"slot": report.slot.id, "state": "problem", "why": why})
    return out
