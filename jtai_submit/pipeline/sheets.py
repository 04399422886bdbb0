"""The owner's sheet: what was cleaned out of each document, with the old values. It stays on this
computer, and `clean` wipes it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..documents.examination import Found
from ..inspection.finding import Finding
from ..inspection.inspection import Inspection
from ..redaction.gate import read_whole
from ..redaction.inside import Question
from ..redaction.interface import Unreadable
from ..reporting.sheet import Entry, Page, sheet_html
from ..storage import long, parsed, read_file, write_atomically
from ..workers.pool import Job
from ..workers.worker import Answer
from .environment import Environment

_LOOK = "jtai_submit.redaction.sheet:described"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document, what went in words, and what is to be said of it."""

    document: Found
    kind: str
    removed: tuple[str, ...]
    findings: tuple[Finding, ...]


def write_sheet(
    file: Path, title: str, root: Path, cleaned: Sequence[Cleaned], env: Environment
) -> None:
    """Write the page, closed to others. Each document is cleaned once more, since nobody kept the
    old values.
    """
    env.progress.begin("Writing what was cleaned", sum(each.document.bytes for each in cleaned))
    entries = []
    for each, (values, pages) in zip(cleaned, _described(root, cleaned, env), strict=True):
        entries.append(
            Entry(each.document.name, each.kind, each.removed, values, each.findings, pages)
        )
        env.progress.move(each.document.bytes, each.document.path)
    env.progress.end()
    write_atomically(file, sheet_html(title, entries).encode())


def _described(
    root: Path, cleaned: Iterable[Cleaned], env: Environment
) -> Iterator[tuple[tuple[str, ...], tuple[Page, ...]]]:
    with env.workers() as workers:
        for answer in workers.pool.run(_LOOK, _jobs(root, cleaned)):
            facts: dict[str, Any] = dict(answer.facts) if isinstance(answer, Answer) else {}
            pages = tuple(
                Page(str(p["page"]), str(p["before"]), str(p["after"]))
                for p in facts.get("pages", ())
            )
            yield tuple(str(value) for value in facts.get("values", ())), pages


def _jobs(root: Path, cleaned: Iterable[Cleaned]) -> Iterator[Job]:
    for each in cleaned:
        document, data = each.document, b""
        with suppress(Unreadable):
            path = long(root / document.path)
            data = read_whole(path, document.bytes, document.mtime_ns)
        ending = document.name.rpartition(".")[2].lower()
        sha256 = hashlib.sha256(data).hexdigest()
        yield Job(Question(ending, sha256, True, False, document.wishes).to_facts(), data)


def remember_sheet(inspection: Inspection, file: Path) -> None:
    """Keep where a sheet lies, so that `clean` finds it."""
    where = _remembered(inspection)
    paths = sorted({*sheets(inspection), str(file.resolve())})
    write_atomically(where, json.dumps(paths).encode())


def sheets(inspection: Inspection) -> list[str]:
    """Where the sheets of this inspection were written to."""
    try:
        return [str(each) for each in parsed(read_file(_remembered(inspection)))]
    except (OSError, ValueError, TypeError):
        return []


def _remembered(inspection: Inspection) -> Path:
    return inspection.own / "sheets.json"
