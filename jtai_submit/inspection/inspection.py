"""An inspection folder, opened: what is asked and what this area answers."""

from dataclasses import dataclass
from pathlib import Path

from ..errors import Problem, Unusable, nearest
from ..manifest import shipped
from ..manifest.mistakes import validated
from ..manifest.models import Manifest
from ..manifest.reader import open_manifest, read_file
from ..manifest.source import Source
from .rules import submission_mistakes
from .submission import Submission


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection folder as its two YAML files describe it."""

    root: Path
    manifest: Manifest
    submission: Submission
    source: Source
    warnings: tuple[Problem, ...]
    own: Path  # the program's own folder; a rehearsal has one of its own

    @property
    def documents(self) -> Path:
        return self.root / "documents"


def open_inspection(root: Path) -> Inspection:
    """Read the folder that holds a `submission.yaml`. Raises `Unusable` with every mistake."""
    fix = "name the inspection folder, or make one with: jtai-submit init DIR --manifest neglect-2017 --area NAME --notified DATE"
    return parse_inspection(root, read_file(root / "submission.yaml", fix))


def parse_inspection(root: Path, source: Source) -> Inspection:
    """The same from a text that is already read, as an edit has it before it is saved."""
    named = source.data.get("manifest")
    manifest = None
    mistakes: list[Problem] = []
    if isinstance(named, str):
        try:
            manifest = open_manifest(named, root)
        except Unusable as stop:
            if stop.problems[0].code != "M019":
                raise
            fix = f"use one of: {', '.join(shipped.ids())}{nearest(named, shipped.ids())}, or the path of a file"
            mistakes.append(source.problem("M019", f'there is no manifest "{named}"', fix, ("manifest",)))
    submission, wrong = validated(source, Submission)
    mistakes += wrong
    if submission is None or manifest is None:
        raise Unusable(*mistakes)
    found = list(submission_mistakes(source, manifest, submission))
    mistakes += [problem for problem, blocks in found if blocks]
    if mistakes:
        raise Unusable(*mistakes)
    return Inspection(root, manifest, submission, source, tuple(problem for problem, _ in found), root / ".jtai")
