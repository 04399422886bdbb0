"""What people decided about findings, and for which version of a file: a changed file voids its decisions.

`decide` writes the file's SHA-256 beside the decision. One that was typed into `submission.yaml` by hand counts for the
file as it is when it is first seen; that is remembered in `.jtai/decisions.json`.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from ..checks.interface import Context
from ..checks.registry import findings
from ..documents.examination import Decided, Document
from ..documents.walk import walk
from ..errors import Usage, nearest
from ..inspection.inspection import Inspection
from ..inspection.submission import Choice, Decision
from ..manifest.codes import CODES as MANIFEST
from ..storage import write_atomically
from .environment import Environment


def by_file(inspection: Inspection) -> dict[str, tuple[Decided, ...]]:
    """path → its decisions, each with the version that it was made for, as far as that is known."""
    pins, out = _pins(inspection), dict[str, tuple[Decided, ...]]()
    for d in inspection.submission.decisions:
        sha = d.sha256 or pins.get(_key(d), "")
        each = Decided(d.finding, d.choice.value, d.because, d.by, sha, "" if d.sha256 else _key(d))
        out[d.file] = (*out.get(d.file, ()), each)
    return out


def left_out(decisions: Iterable[Decided], sha256: str) -> str:
    """Why a file is left out; empty where it is not, or was changed since. `sha256` is empty where it is not known."""
    reasons = [d.because for d in decisions if d.choice == Choice.LEAVE_OUT and (not sha256 or d.stands(sha256))]
    return reasons[-1] if reasons else ""


def pin(inspection: Inspection, documents: Iterable[Document]) -> None:
    """Remember for which version of their files the decisions were made that do not say so."""
    pins = _pins(inspection)
    fresh = {d.key: document.examined.sha256 for document in documents for d in document.decisions
             if d.key and not d.sha256 and document.examined.sha256}  # fmt: skip
    if fresh:
        write_atomically(_path(inspection), json.dumps(pins | fresh, indent=1).encode())


def _key(decision: Decision) -> str:
    facts = (decision.file, decision.finding, decision.choice.value, decision.because, decision.by, str(decision.on))
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def _path(inspection: Inspection) -> Path:
    return inspection.own / "decisions.json"


def _pins(inspection: Inspection) -> dict[str, str]:
    try:
        stored = json.loads(_path(inspection).read_text("utf-8"))
        return {str(k): str(v) for k, v in stored.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def in_folder(inspection: Inspection, name: str) -> Document:
    """A document by its path, from the inspection folder or from here. Raises `Usage` (M024)."""
    documents = {document.path: document for document in walk(inspection.root)}
    try:
        path = Path(name).resolve().relative_to(inspection.root.resolve()).as_posix()
    except ValueError:
        path = name
    document = documents.get(name.replace("\\", "/")) or documents.get(path)
    if document is None or document.irregular:
        fix = f"give its path as check shows it{nearest(name, documents)}"
        raise Usage(MANIFEST["M024"].problem(f'there is no document "{name}"', fix))
    document.decisions, document.slots = by_file(inspection).get(document.path, ()), ("-",)
    document.convert = inspection.submission.convert
    return document


def tried(
    inspection: Inspection, document: Document, code: str, choice: str, env: Environment
) -> tuple[str, str, dict[str, str]]:
    """Try a choice out: the file's SHA-256, what it comes to in words (empty where it is not possible), and a sentence
    for each finding of the file."""
    earlier, leaves_out = document.decisions, choice == Choice.LEAVE_OUT
    document.decisions = (*earlier, Decided(code, choice, "", ""))
    with env.workers() as workers:
        list(workers.examine(inspection.root, [document], gated=not leaves_out))
    document.decisions = ()
    found = {f.code: f.message for f in findings(document, Context())}
    settled = [n for n in document.examined.noticed if n.code == code and n.choice == choice]
    every = settled and not any(n.code == code and not n.choice for n in document.examined.noticed)
    document.decisions = earlier
    return document.examined.sha256, found[code] if every else "", found
