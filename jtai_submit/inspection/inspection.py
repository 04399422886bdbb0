"""An inspection folder, opened: what is asked and what this area answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel

from .. import storage
from ..errors import Problem, Unusable, nearest
from ..manifest import shipped
from ..manifest.codes import CODES as MANIFEST
from ..manifest.mistakes import validated
from ..manifest.models import Manifest, ManifestKind
from ..manifest.reader import open_manifest, read_file
from ..manifest.source import Source
from ..words import typed
from .others import with_others
from .rules import submission_mistakes
from .submission import Submission

INIT = "jtai-submit init DIR --manifest neglect-2017 --area NAME --notified DATE"


class PortalKinds(Protocol):
    """The kinds of secure site that `portal:` may name. The entrance hands them in: nothing here
    knows one.
    """

    names: Sequence[str]

    def settings(self, name: str) -> type[BaseModel] | None:
        """The model of what a portal of this kind needs; None for a kind that is not there."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection folder as its two YAML files describe it."""

    root: Path
    manifest: Manifest
    submission: Submission
    source: Source
    warnings: tuple[Problem, ...]
    own: Path  # the program's own folder; a rehearsal has one of its own
    portals: PortalKinds | None = None

    @property
    def documents(self) -> Path:
        return self.root / "documents"


def open_inspection(root: Path, portals: PortalKinds | None = None) -> Inspection:
    """Read the folder that holds a `submission.yaml`. Raises `Unusable` with every mistake.

    Without `portals` what `portal:` says is left unread.
    """
    fix = f"name the inspection folder, or make one with: {INIT}"
    try:
        read = parse_inspection(root, read_file(root / "submission.yaml", fix), portals)
        if read.source.text.endswith("\n") or not spoiled(root):
            return read
    except Unusable:
        if not spoiled(root):
            raise
    fix = f"put its copy back: {typed(('history', str(root), '--restore'))}"
    message = "the file is gone, empty or cut short, as by a power cut"
    raise Unusable(MANIFEST["M003"].problem(message, fix, str(root / "submission.yaml")))


def saved_copy(root: Path) -> Path:
    """Where the submission lies as a command last saved it."""
    return root / ".jtai" / "submission.saved"


def spoiled(root: Path) -> bool:
    """Whether the submission is what a power cut leaves, and there is a copy: nothing, zeros, or
    the beginning of what was saved, up to some place within a line. Whatever else it is, somebody
    wrote it.
    """
    path = root / "submission.yaml"
    try:
        saved = storage.read_file(saved_copy(root))
        there = storage.read_file(path) if path.exists() else b""
    except OSError:
        return False
    written = there.rstrip(b"\0")
    # In the middle of a line: whoever deletes lines, deletes whole ones.
    following = saved[len(written) :].lstrip(b"\r")[:1]
    return not written or (saved.startswith(written) and following not in (b"", b"\n"))


def parse_inspection(root: Path, source: Source, portals: PortalKinds | None = None) -> Inspection:
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
            known = ", ".join(shipped.ids())
            fix = f"use one of: {known}{nearest(named, shipped.ids())}, or the path of a file"
            message = f'there is no manifest "{named}"'
            mistakes.append(source.problem("M019", message, fix, ("manifest",)))
    if manifest is not None and manifest.kind is ManifestKind.LISTS:
        message = f"{named} holds lists alone, for other manifests to build on"
        fix = "name a manifest of an inspection: jtai-submit manifests list"
        raise Unusable(source.problem("M019", message, fix, ("manifest",)))
    submission, wrong = validated(source, Submission)
    mistakes += wrong
    mistakes += _portal_mistakes(source, portals) if portals else []
    if submission is None or manifest is None:
        raise Unusable(*mistakes)
    manifest = with_others(manifest, submission)
    found = list(submission_mistakes(source, manifest, submission))
    mistakes += [problem for problem, blocks in found if blocks]
    if mistakes:
        raise Unusable(*mistakes)
    warnings = tuple(problem for problem, _ in found)
    return Inspection(root, manifest, submission, source, warnings, root / ".jtai", portals)


def _portal_mistakes(source: Source, portals: PortalKinds) -> list[Problem]:
    portal = source.data.get("portal")
    if not isinstance(portal, dict):
        return []  # none yet; what is no mapping is said by the submission's own model
    kind = portal.get("kind")
    model = portals.settings(kind) if isinstance(kind, str) else None
    if model is None:
        message = f'kind: "{kind}" is not one of the choices' if kind else "the portal has no kind"
        hint = nearest(kind, portals.names) if isinstance(kind, str) else ""
        choices = f"{', '.join(portals.names[:-1])} or {portals.names[-1]}"
        fix = f"use kind: {choices}{hint}"
        return [source.problem("M011", message, fix, ("portal", "kind"))]
    return validated(source, model, ("portal",))[1]
