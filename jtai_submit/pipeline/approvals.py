"""Approval of exact bytes: a lead signs off what an agency hands over for a deadline, the director
releases all of it, and a later change voids either: of a document, or of what was decided about it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence

from ..documents.examination import Examined
from ..inspection.approvals import (
    RELEASE,
    SIGN_OFF,
    ApprovalStanding,
    Approved,
    Release,
    SignOff,
)
from ..inspection.slots.interface import Slot
from ..inspection.slots.registry import slots
from .survey import Survey
from .turn import sha256_of


def handed_over(survey: Survey, deadline: str, agency: str = "") -> list[Slot]:
    """What is owed for a deadline, by one agency or by all, selected here or not."""
    every = slots(survey.inspection.manifest, survey.inspection.submission)
    return [s for s in every if s.deadline == deadline and agency in ("", s.owner)]


def fingerprint(survey: Survey, owed: Iterable[Slot]) -> str:
    """SHA-256 of what answers the slots now: each slot's id, the SHA-256 of each document that is
    to go with what was decided about its hidden content, and why there is none where somebody said
    so; as JSON, sorted.
    """
    exempt = {e.slot: e.because for e in survey.inspection.submission.not_applicable}
    facts = []
    for slot in owed:
        going = [d for d in survey.of(slot) if not d.irregular and not d.left_out]
        hashes = sorted(_as_it_goes(survey, document) for document in going)
        facts.append((slot.id, hashes, "" if hashes else exempt.get(slot.id, "")))
    return hashlib.sha256(json.dumps(sorted(facts)).encode()).hexdigest()


def _as_it_goes(survey: Survey, document: Examined) -> str:
    """The bytes, and what stays in them: the same bytes go with a comment or without, as somebody
    decided.
    """
    sha256 = sha256_of(survey, document)
    chosen = document.wishes.choices(sha256)
    return " ".join((sha256, *(f"{code}={chosen[code]}" for code in sorted(chosen))))


def approvals(survey: Survey, *, sending: bool = False) -> Iterator[ApprovalStanding]:
    """Each approval that the submission asks for, of what is selected. One who looks at a part of
    what an agency owes is asked for the agency's all the same; one who looks at a part of a
    deadline is not told of its release, but no part of it is sent without.
    """
    manifest, submission = survey.inspection.manifest, survey.inspection.submission
    asked = submission.approval
    if not (asked.sign_off or asked.released_by):
        return
    due = {each.id: each.due for each in survey.dues}
    deadlines = sorted({slot.deadline for slot in survey.slots}, key=lambda each: due[each])
    for deadline in deadlines:
        mine = [slot for slot in survey.slots if slot.deadline == deadline]
        owners = list(dict.fromkeys(slot.owner for slot in mine)) if asked.sign_off else []
        for owner in owners:
            agency = manifest.agency(owner)
            given = [
                e for e in submission.signed_off if (e.agency, e.deadline) == (owner, deadline)
            ]
            owed = handed_over(survey, deadline, owner)
            title = agency.title if agency else owner
            yield _standing(SIGN_OFF, owner, title, deadline, fingerprint(survey, owed), given)
        owed = handed_over(survey, deadline)
        if asked.released_by and (sending or len(mine) == len(owed)):
            given_ = [each for each in submission.released if each.deadline == deadline]
            who = " or ".join(asked.released_by)
            yield _standing(RELEASE, who, "", deadline, fingerprint(survey, owed), given_)


def _standing(
    what: str,
    who: str,
    title: str,
    deadline: str,
    now: str,
    given: Sequence[SignOff | Release],
) -> ApprovalStanding:
    if not given:
        return ApprovalStanding(what, who, deadline, Approved.NOT_YET, now, title)
    last = given[-1]
    return ApprovalStanding(
        what,
        who,
        deadline,
        Approved.GIVEN if last.sha256 == now else Approved.VOID,
        now,
        title,
        last.by,
        last.at.isoformat(),
        last.evidence,
    )
