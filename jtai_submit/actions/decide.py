"""What is to happen with hidden content, or with a file that must not go."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..checks.interface import Context
from ..documents.examination import Examined, Found
from ..errors import Problem, Usage, nearest
from ..inspection.edits import edit
from ..inspection.inspection import Inspection
from ..inspection.splices import again, appended, entry, removed, replaced
from ..inspection.submission import Choice
from ..manifest.codes import CODES as MANIFEST
from ..pipeline.decisions import in_folder, tried
from ..pipeline.environment import Environment
from ..pipeline.judge import beside, context_of
from ..pipeline.survey import remembered
from ..tables.codes import CODES as TABLES
from .accept import accept
from .explain import rule_book
from .opening import command, opened, reasoned
from .result import Done


@dataclass(frozen=True, slots=True)
class Decided(Done):
    """A decision about the file as it is; `comes_to` says in words what it leads to, `instead` what
    it takes the place of.
    """

    file: str
    finding: str
    choice: str
    because: str
    by: str
    sha256: str = ""
    comes_to: str = ""
    instead: str = ""
    undone: bool = False

    def to_dict(self) -> Mapping[str, object]:
        return {
            "file": self.file,
            "finding": self.finding,
            "choice": self.choice,
            "because": self.because,
            "by": self.by,
            "sha256": self.sha256,
            "instead": self.instead or None,
            "undone": self.undone,
        }


def decide(
    directory: Path, file: str, finding: str, choice: str, reason: tuple[str, str], env: Environment
) -> Decided:
    """Decide about one finding of one file, after trying it out. `reason` is why, and who decides.

    A decision of another choice about the same finding is replaced. Raises `Usage` for what cannot
    be decided, or was already.
    """
    because, by = reason
    code, chosen = _code(finding), _choice(choice)
    reasoned(because, by)
    inspection = opened(directory)
    if code in TABLES and chosen is Choice.KEEP:
        target, sha256, comes_to = accept(inspection, file, code, reason, env)
        return Decided(target, code, chosen, because, by, sha256, comes_to)
    document = in_folder(inspection, file, code, remembered(inspection, env))
    document, survey = beside(inspection, document, env)

    def context(seen: Examined) -> Context:
        survey.put(seen)
        return context_of(survey)

    sha256, done, found = tried(inspection, document, code, chosen, env, context)
    if chosen is not Choice.LEAVE_OUT and not done:
        raise Usage(_impossible(code, chosen, found))
    _not_yet(directory, document, sha256, code, chosen)
    line = entry(
        file=document.path,
        finding=code,
        choice=chosen,
        because=because,
        by=by,
        on=env.now.date().isoformat(),
        sha256=sha256,
    )
    earlier = [d for d in document.decisions if d.finding == code and d.stands(sha256)]

    def standing(now: Inspection) -> list[int]:
        """The lines about this, of which the last counts."""
        return [
            n
            for n, each in enumerate(now.submission.decisions)
            if (each.file, each.finding) == (document.path, code) and each.sha256 in ("", sha256)
        ]

    def change(now: Inspection) -> str:
        if not (lines := standing(now)):
            return appended(now.source, "decisions", line)
        source = again(now.source, replaced(now.source, ("decisions", lines[-1]), line))
        for n in reversed(lines[:-1]):  # typed by hand: they counted no more
            source = again(source, removed(source, "decisions", n))
        return source.text

    edit(inspection, change)
    instead = f"{earlier[-1].choice}, decided by {earlier[-1].by}" if earlier else ""
    comes_to = done or "it is left out"
    return Decided(document.path, code, chosen, because, by, sha256, comes_to, instead)


def undo_decide(directory: Path, file: str, finding: str, env: Environment) -> Decided:
    """Take back what was decided about one finding of one file. Raises `Usage` where
    nothing was.
    """
    code, inspection = _code(finding), opened(directory)
    decisions = inspection.submission.decisions
    if file in {each.file for each in decisions}:
        path = file
    else:
        path = in_folder(inspection, file, code, remembered(inspection, env)).path

    def change(now: Inspection) -> str:
        for n, each in reversed(list(enumerate(now.submission.decisions))):
            if (each.file, each.finding) == (path, code):
                return removed(now.source, "decisions", n)
        message = f"nothing is decided about {code} of this file"
        raise Usage(MANIFEST["M024"].problem(message, "see: jtai-submit check", path))

    edit(inspection, change)
    gone = next(d for d in reversed(decisions) if (d.file, d.finding) == (path, code))
    return Decided(path, code, gone.choice.value, gone.because, gone.by, undone=True)


def _code(finding: str) -> str:
    code = finding.upper()
    if code not in rule_book():
        fix = "use a code that check shows, such as H101"
        raise Usage(Problem("", f'there is no code "{finding}"', fix))
    return code


def _choice(choice: str) -> Choice:
    if choice not in list(Choice):
        fix = f"use one of: {', '.join(Choice)}{nearest(choice, list(Choice))}"
        raise Usage(Problem("", f'"{choice}" cannot be decided', fix))
    return Choice(choice)


def _not_yet(directory: Path, document: Found, sha256: str, code: str, choice: Choice) -> None:
    for each in document.decisions:
        if each.sha256 and each.stands(sha256) and (each.finding, each.choice) == (code, choice):
            undo = command(directory, "decide", document.path, code, "--undo")
            fix = f"take it back first: {undo}"
            raise Usage(MANIFEST["M021"].problem("that is decided already", fix, document.path))


def _impossible(code: str, choice: str, found: dict[str, str]) -> Problem:
    if code not in found:
        known = ", ".join(found) or "nothing to decide"
        fix = f"found: {known}; see: jtai-submit check"
        return Problem("", f"{code} was not found in this file", fix)
    if not rule_book()[code].decidable:
        message = f"{code} cannot be decided: the file would not be safe or whole"
        return Problem("", message, "only leave-out is possible")
    message = f'"{choice}" is not possible for this: {found[code]}'
    return Problem("", message, "edit the document, or choose keep or leave-out")
