"""Accepting once for a whole list, with a reason and a name, what its file will not have."""

import hashlib
from collections.abc import Iterator, Sequence

from ..documents.examination import Examined, Found
from ..errors import Problem, Usage
from ..inspection.edits import edit
from ..inspection.inspection import Inspection
from ..inspection.splices import appended, entry
from ..inspection.submission import Choice
from ..manifest.codes import CODES as MANIFEST
from ..pipeline.decisions import by_file
from ..pipeline.environment import Environment
from ..pipeline.lists import known_lists, narrowed, served, standing_decisions
from ..tables.codes import CODES


def accept(
    inspection: Inspection, target: str, code: str, reason: tuple[str, str], env: Environment
) -> tuple[str, str, str]:
    """Write the decision: (what it is about, the file's SHA-256, in words what it comes to).

    `target` is a file as check shows it, or a slot such as list/contacts. Raises `Usage` where
    nothing of the kind was found there, or it cannot be accepted.
    """
    if not CODES[code].decidable:
        raise Usage(Problem("", f"{code} only warns, or cannot be accepted", CODES[code].fix))
    files = served(inspection)
    lists = known_lists(inspection, files, env)
    decisions = by_file(inspection)
    name = target.replace("\\", "/")
    for document in map(Examined.of, _about(narrowed(files, lists), name)):
        sha256 = hashlib.sha256((inspection.root / document.path).read_bytes()).hexdigest()
        standing = standing_decisions(document, decisions)
        for placed in lists.placed(document.path, standing, every_row=False):
            mine = (
                name == document.path or f"list/{placed.slug}" == name or placed.slug == "answers"
            )
            if mine and placed.finding.code == code and placed.finding.blocks:
                mark = sha256 if name == document.path else ""  # a list is exported again and again
                _write(inspection, name, code, mark, reason, env)
                return name, mark, f"{placed.finding.message}: accepted"
    fix = "see what was found: jtai-submit lists check"
    raise Usage(Problem("", f"{code} was not found there, or is accepted already", fix, target))


def _about(documents: Sequence[Found], target: str) -> Iterator[Found]:
    found = [d for d in documents if target == d.path or target in d.slots]
    if not found:
        fix = "name a file as check shows it, or a list such as list/contacts"
        raise Usage(MANIFEST["M024"].problem(f'there is no list or file "{target}"', fix))
    return iter(found)


def _write(
    inspection: Inspection,
    target: str,
    code: str,
    sha256: str,
    reason: tuple[str, str],
    env: Environment,
) -> None:
    because, by = reason
    line = entry(
        file=target,
        finding=code,
        choice=Choice.KEEP,
        because=because,
        by=by,
        on=env.now.date().isoformat(),
        sha256=sha256,
    )
    edit(inspection, lambda now: appended(now.source, "decisions", line))
