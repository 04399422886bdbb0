"""Consent to talk with inspectors: recorded for each child, and confirmed in writing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import Problem, Usage
from ..inspection.inspection import Inspection
from ..inspection.slots.consent import consent_text
from ..inspection.slots.registry import slots
from ..inspection.splices import appended, entry, removed, replaced
from ..inspection.submission import Answer, Who
from ..manifest.codes import CODES as MANIFEST
from ..pipeline.environment import Environment
from .opening import known_agency, known_child, opened
from .result import Edited
from .written import Kept, kept_in_step, recorded

FILE = "Consent.txt"


@dataclass(frozen=True, slots=True)
class Said:
    """What one person answered: who was asked, by which agency, and what follows."""

    who: Who
    answer: Answer
    by: str
    agency: str = ""
    because: str = ""
    arrangements: str = ""


@dataclass(frozen=True, slots=True)
class Consented(Edited):
    """What is recorded of one child now, and the file that says it."""

    child: str
    inspection: Inspection
    file: Kept

    def to_dict(self) -> Mapping[str, object]:
        consents = self.inspection.submission.consents
        mine = [c.model_dump(mode="json") for c in consents if c.child == self.child]
        file = None if self.file.edited else str(self.file.path)
        return {"child": self.child, "consents": mine, "file": file}


def record_consent(directory: Path, child: str, said: Said, env: Environment) -> Consented:
    """Record what somebody answered; the same person again replaces it. Raises `Usage` (M010)."""
    inspection = opened(directory)
    meant = known_child(child, inspection)
    if not said.by.strip():
        raise Usage(MANIFEST["M010"].problem("nobody is named who recorded it", 'add --by "…"'))
    if said.answer is not Answer.GIVEN and not said.because.strip():
        fix = 'add --because "…": the lead inspector is told the reasons in writing'
        raise Usage(MANIFEST["M010"].problem("the reasons are not given", fix))
    line = entry(
        child=meant,
        who=said.who.value,
        answer=said.answer.value,
        agency=known_agency(said.agency, inspection) if said.agency else "",
        because=said.because,
        arrangements=said.arrangements,
        by=said.by,
        on=env.now.date().isoformat(),
    )

    def change(now: Inspection) -> str:
        n = _place_of(now, meant, said.who)
        if n is None:
            return appended(now.source, "consents", line)
        return replaced(now.source, ("consents", n), line)

    return _recorded(inspection, meant, change)


def undo_consent(directory: Path, child: str, who: Who) -> Consented:
    """Take back what is recorded of one person. Raises `Usage` where nothing is."""
    inspection = opened(directory)
    meant = known_child(child, inspection)

    def change(now: Inspection) -> str:
        n = _place_of(now, meant, who)
        if n is None:
            message = f"nothing is recorded of the {who.value} of {meant}"
            raise Usage(MANIFEST["M012"].problem(message, "see consents: in submission.yaml"))
        return removed(now.source, "consents", n)

    return _recorded(inspection, meant, change)


def _place_of(inspection: Inspection, child: str, who: Who) -> int | None:
    recorded = enumerate(inspection.submission.consents)
    return next((n for n, each in recorded if (each.child, each.who) == (child, who)), None)


def _recorded(inspection: Inspection, child: str, change: Callable[[Inspection], str]) -> Consented:
    def in_step(before: Inspection, after: Inspection) -> Kept | None:
        return consent_in_step(child, before, after, after)

    after, kept = recorded(inspection, change, in_step)
    if kept is None:
        message = f"{after.manifest.manifest} does not ask for consent"
        raise Usage(Problem("", message, "see: jtai-submit timetable"))
    return Consented(child, after, kept)


def consent_in_step(
    child: str, before: Inspection, after: Inspection, tracked_in: Inspection
) -> Kept | None:
    """Write down what is recorded of a child `after` a change; None where nobody asks for consent.
    `tracked_in` is the one of the two in which the child is tracked.
    """
    owed = slots(tracked_in.manifest, tracked_in.submission)
    slot = next((s for s in owed if s.kind == "consent" and s.child == child), None)
    if slot is None:
        return None
    path = before.documents / slot.folder / FILE
    return kept_in_step(path, _text(before, child), _text(after, child))


def _text(inspection: Inspection, child: str) -> str:
    mine = [each for each in inspection.submission.consents if each.child == child]
    return consent_text(child, mine) if mine else ""
