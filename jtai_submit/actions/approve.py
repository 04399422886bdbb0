"""Sign-off by agencies' leads and release by the director: by whom, on which exact bytes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..custody.codes import CODES as CUSTODY
from ..errors import Problem, Usage, nearest
from ..inspection.approvals import RELEASE, SIGN_OFF, Approval
from ..inspection.edits import edit
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal
from ..inspection.splices import appended, entry, put, removed, replaced, scalar
from ..inspection.standing import Standing
from ..manifest.codes import CODES as MANIFEST
from ..pipeline.approvals import fingerprint, handed_over
from ..pipeline.environment import Environment
from ..pipeline.judge import judge
from ..pipeline.survey import Selection, Survey, examine, look
from ..words import typed
from .opening import known_agency, opened
from .result import Done


@dataclass(frozen=True, slots=True)
class Given(Done):
    """An approval as it stands now. `lacking` are the titles of what was owed and is not in."""

    what: str
    who: str
    deadline: str
    by: str
    sha256: str
    documents: int
    lacking: tuple[str, ...] = ()
    undone: bool = False

    def to_dict(self) -> Mapping[str, object]:
        return {
            "what": self.what,
            "who": self.who,
            "deadline": self.deadline,
            "by": self.by,
            "sha256": self.sha256,
            "documents": self.documents,
            "lacking": list(self.lacking),
            "undone": self.undone,
        }


@dataclass(frozen=True, slots=True)
class Asked(Done):
    """Whose approval is asked for before anything is sent."""

    approval: Approval

    def to_dict(self) -> Mapping[str, object]:
        return self.approval.model_dump(mode="json")


def sign_off(
    directory: Path, agency: str, deadline: str, by: str, evidence: str, env: Environment
) -> Given:
    """A lead approves what an agency hands over for a deadline, as it is now. Raises `Usage`."""
    inspection = opened(directory)
    return _give(inspection, known_agency(agency, inspection), deadline, by, evidence, env)


def release(directory: Path, deadline: str, by: str, evidence: str, env: Environment) -> Given:
    """The director, or a named deputy, lets all of a deadline go. Raises `Usage` (M010) for
    somebody who may not.
    """
    inspection = opened(directory)
    may = inspection.submission.approval.released_by
    if may and by.casefold() not in {each.casefold() for each in may}:
        fix = f"have one of these release it: {', '.join(may)}"
        raise Usage(MANIFEST["M010"].problem(f"{by or 'nobody'} may not release", fix, "--by"))
    return _give(inspection, "", deadline, by, evidence, env)


def undo_sign_off(directory: Path, agency: str, deadline: str, env: Environment) -> Given:
    """Take a sign-off back. Raises `Usage` where there is none."""
    inspection = opened(directory)
    return _take_back(inspection, known_agency(agency, inspection), deadline, env)


def undo_release(directory: Path, deadline: str, env: Environment) -> Given:
    """Take a release back. Raises `Usage` where there is none."""
    return _take_back(opened(directory), "", deadline, env)


def ask_for(
    directory: Path, *, sign_off: bool | None = None, released_by: Sequence[str] | None = None
) -> Asked:
    """Say whose approval is needed before anything is sent; what is not given stays."""

    def change(now: Inspection) -> str:
        old = now.submission.approval
        people = ", ".join(map(scalar, old.released_by if released_by is None else released_by))
        signed = old.sign_off if sign_off is None else sign_off
        parts = ["sign_off: true"] * signed + [f"released_by: [{people}]"] * bool(people)
        return put(now.source, "approval", f"{{{', '.join(parts)}}}")

    return Asked(edit(opened(directory), change).submission.approval)


def unapproved(standing: Standing) -> Iterator[Problem]:
    """Everything that nobody has approved as it is now, with the command that does."""
    for each in standing.unapproved:
        fix = f"approve what is there now: {typed((*each.arguments, '--by', 'NAME'))}"
        yield CUSTODY["K016"].problem(each.message, fix)


def _give(
    inspection: Inspection, agency: str, deadline: str, by: str, evidence: str, env: Environment
) -> Given:
    if not by.strip():
        raise Usage(MANIFEST["M010"].problem("nobody is named who approves", 'add --by "…"'))
    survey, due, standing = _looked(inspection, agency, deadline, env)
    sha256 = fingerprint(survey, handed_over(survey, due, agency))
    said = {"agency": agency, "deadline": due, "by": by, "evidence": evidence}
    line = entry(**said, at=env.now.strftime("%Y-%m-%dT%H:%M:%S"), sha256=sha256)

    def change(now: Inspection) -> str:
        there = _there(now, agency, due)
        key = "signed_off" if agency else "released"
        if there is None:
            return appended(now.source, key, line)
        return replaced(now.source, (key, there), line)

    edit(inspection, change)
    lacking = tuple(report.slot.shown for report in standing.failing)
    documents = sum(len(report.files) for report in standing.slots)
    what, who = (SIGN_OFF, agency) if agency else (RELEASE, by)
    return Given(what, who, due, by, sha256, documents, lacking)


def _take_back(inspection: Inspection, agency: str, deadline: str, env: Environment) -> Given:
    due = _deadline(inspection, agency, deadline, env)

    def change(now: Inspection) -> str:
        there = _there(now, agency, due)
        if there is None:
            message = f"{due} is not {'signed off' if agency else 'released'}"
            raise Usage(MANIFEST["M012"].problem(message, "see: jtai-submit check"))
        return removed(now.source, "signed_off" if agency else "released", there)

    edit(inspection, change)
    return Given(SIGN_OFF if agency else RELEASE, agency, due, "", "", 0, undone=True)


def _there(now: Inspection, agency: str, deadline: str) -> int | None:
    """Where the approval stands in the submission; one who approves anew replaces it."""
    if agency:
        signed = enumerate(now.submission.signed_off)
        return next((n for n, e in signed if (e.agency, e.deadline) == (agency, deadline)), None)
    released = enumerate(now.submission.released)
    return next((n for n, each in released if each.deadline == deadline), None)


def _looked(
    inspection: Inspection, agency: str, deadline: str, env: Environment
) -> tuple[Survey, str, Standing]:
    due = _deadline(inspection, agency, deadline, env)
    survey = look(inspection, Selection(agency=agency, deadline=due), env)
    examine(survey, env)
    return survey, due, judge(survey, Journal.load(inspection.own), env)


def _deadline(inspection: Inspection, agency: str, deadline: str, env: Environment) -> str:
    """The deadline that is meant; without one the next with something due. Raises `Usage`."""
    known = [each.id for each in inspection.manifest.deadlines]
    if deadline:
        if deadline.casefold() not in known:
            fix = f"use one of: {', '.join(known)}{nearest(deadline, known)}"
            raise Usage(MANIFEST["M014"].problem(f'"{deadline}" is not a deadline', fix, "--for"))
        return deadline.casefold()
    survey = look(inspection, Selection(agency=agency, so_far=True), env)
    due = {each.id: each.due for each in survey.dues}
    coming = [slot.deadline for slot in survey.slots if due[slot.deadline] >= env.now]
    every = coming or [slot.deadline for slot in survey.slots]
    return max(every, key=lambda each: due[each])
