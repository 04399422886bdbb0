"""What people decided about findings, and for which version of a file: a changed file voids its
decisions.

`decide` writes the file's SHA-256 beside the decision. One that was typed into `submission.yaml` by
hand counts for the file as it is when it is first seen; that is remembered in
`.jtai/decisions.json`.
"""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ..checks.interface import Context
from ..checks.registry import findings
from ..documents.examination import Decided, Examined, Found
from ..documents.match import Matcher
from ..documents.memory import Memory
from ..documents.walk import walk
from ..errors import Problem, Usage, nearest
from ..inspection.inspection import Inspection
from ..inspection.rules import meant_slot
from ..inspection.slots.registry import slots
from ..inspection.submission import Choice, Decision
from ..manifest.codes import CODES as MANIFEST
from ..storage import parsed, read_file, write_atomically
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
    """Why a file is left out; empty where it is not, or was changed since. `sha256` is empty where
    it is not known.
    """
    reasons = [
        d.because
        for d in decisions
        if d.choice == Choice.LEAVE_OUT and (not sha256 or d.stands(sha256))
    ]
    return reasons[-1] if reasons else ""


def pin(inspection: Inspection, documents: Iterable[Examined]) -> None:
    """Remember for which version of their files the decisions were made that do not say so."""
    pins = _pins(inspection)
    fresh = {
        d.key: document.examined.sha256
        for document in documents
        for d in document.decisions
        if d.key and not d.sha256 and document.examined.sha256
    }
    if fresh:
        write_atomically(_path(inspection), json.dumps(pins | fresh, indent=1).encode())


def _key(decision: Decision) -> str:
    facts = (
        decision.file,
        decision.finding,
        decision.choice.value,
        decision.because,
        decision.by,
        str(decision.on),
    )
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def _path(inspection: Inspection) -> Path:
    return inspection.own / "decisions.json"


def _pins(inspection: Inspection) -> dict[str, str]:
    try:
        stored = parsed(read_file(_path(inspection)))
        return {str(k): str(v) for k, v in stored.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def in_folder(inspection: Inspection, name: str, code: str, memory: Memory) -> Found:
    """The document that somebody means: by its path, from the inspection folder or from where she
    is; by its own name where only one has it; or by the number of its item, where only one document
    of it has the finding.

    Raises `Usage` (M024) where none or several could be meant.
    """
    documents = {d.path: d for d in walk(inspection.root) if not d.irregular}
    meant = _meant(inspection, name, documents)
    if len(meant) > 1:
        found = {path for path in meant if memory.noticed(documents[path], code)}
        meant = found or meant
    if len(meant) != 1:
        raise Usage(_which(name, meant, documents))
    document = documents[meant.pop()]
    return replace(
        document,
        decisions=by_file(inspection).get(document.path, ()),
        slots=("-",),
        convert=inspection.submission.convert or memory.converted(document),
    )


def _meant(inspection: Inspection, name: str, documents: Collection[str]) -> set[str]:
    typed = unicodedata.normalize("NFC", name.replace("\\", "/"))
    same = {unicodedata.normalize("NFC", path): path for path in documents}
    if typed in same:
        return {same[typed]}
    with suppress(ValueError):
        root = inspection.root.resolve()
        path = unicodedata.normalize("NFC", Path(name).resolve().relative_to(root).as_posix())
        if path in same:
            return {same[path]}
    own = typed.rpartition("/")[2]
    named = {
        path for nfc, path in same.items() if nfc.rpartition("/")[2] == own and nfc.endswith(typed)
    }
    if named:
        return named
    every = slots(inspection.manifest, inspection.submission)
    slot = meant_slot(name, {each.id for each in every})
    matcher = Matcher(every)
    return {path for path in documents if slot and slot in matcher.match(path)}


def _which(name: str, meant: Collection[str], documents: Collection[str]) -> Problem:
    if meant:
        listed = "; ".join(sorted(meant)[:6])
        message = f'"{name}" could be any of {len(meant)} documents'
        return MANIFEST["M024"].problem(message, f"give the whole path of one: {listed}")
    fix = f"give its path as check shows it{nearest(name, documents)}"
    return MANIFEST["M024"].problem(f'there is no document "{name}"', fix)


def tried(
    inspection: Inspection,
    document: Found,
    code: str,
    choice: str,
    env: Environment,
    context_of: Callable[[Examined], Context],
) -> tuple[str, str, dict[str, str]]:
    """Try a choice out: the file's SHA-256, what it comes to in words (empty where it is not
    possible), and a sentence for each finding of the file. `context_of` gives what rules may ask
    beside it.
    """
    tried_out = replace(document, decisions=(*document.decisions, Decided(code, choice, "", "")))
    with env.workers() as workers:
        gated = choice != Choice.LEAVE_OUT
        [(seen, _)] = workers.examine(inspection.root, [tried_out], gated=gated)
    context = context_of(seen)
    settled = _settled_by_rule(seen, code, context)
    found = {f.code: f.message for f in findings(replace(seen, decisions=()), context)}
    noticed = [n for n in seen.examined.noticed if n.code == code]
    every = bool(noticed) and all(n.choice == choice for n in noticed)
    comes_to = found[code] if every else settled
    return seen.examined.sha256, comes_to, found


def _settled_by_rule(document: Examined, code: str, context: Context) -> str:
    """What a decision about a finding of the rules, not of the reader, comes to in words."""
    if any(noticed.code == code for noticed in document.examined.noticed):
        return ""
    mine = [f for f in findings(document, context) if f.code == code]
    kept = mine and not any(f.blocks for f in mine)
    return mine[0].message if kept else ""
