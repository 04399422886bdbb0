"""Is it right, and where does everything stand: the rules applied to what a survey found."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ..checks.interface import Context, Owed
from ..checks.registry import findings, slot_findings
from ..documents.examination import Document
from ..inspection.finding import FileSummary
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal
from ..inspection.slots.children import CHOSEN
from ..inspection.slots.interface import Slot, State
from ..inspection.slots.registry import kind_of
from ..inspection.slots.registry import slots as every_slot
from ..inspection.standing import (
    Contact,
    SentStanding,
    SlotStanding,
    Standing,
    WithdrawnStanding,
)
from ..inspection.submission import Submission
from ..inspection.timetable import moments, next_due
from .environment import Environment
from .readiness import decided_for_nothing, not_ready_to_send
from .survey import Selection, Survey, examine, look
from .withdrawal import moment_of


def judge(survey: Survey, journal: Journal, env: Environment, *, gated: bool = True) -> Standing:
    """Apply the rules, and say where everything stands."""
    inspection, submission = survey.inspection, survey.inspection.submission
    same: dict[str, list[str]] = {}
    for document in survey.documents:
        if document.examined.sha256:
            same.setdefault(document.examined.sha256, []).append(document.path)
    slots_by_id = {s.id: s for s in survey.slots}
    context = Context(slots_by_id, same, survey.watched, submission.notified, survey.withdrawn)
    for document in (*survey.documents, *survey.strays):
        document.findings = findings(document, context)
    due_next = next_due([d for d in survey.dues if any(s.deadline == d.id for s in survey.slots)], env.now)
    judge_ = _Judge(survey, journal, env.now)
    return Standing(
        area=submission.area,
        manifest=inspection.manifest.manifest,
        theme=inspection.manifest.title,
        now=env.now,
        slots=judge_.reports(),
        strays=tuple(document.summary for document in survey.strays),
        next_deadline=due_next,
        warnings=(
            *inspection.warnings,
            *decided_for_nothing(survey),
            *not_ready_to_send(inspection, env.keys.public()),
        ),
        gated=gated,
        withdrawn=tuple(_withdrawn(submission, journal)),
        coordinator=contact_of(inspection.manifest.agencies[0].slug, inspection),
        sent=tuple(_sent(survey, journal)),
        deadlines=survey.dues,
    )


def contact_of(owner: str, inspection: Inspection) -> Contact:
    """Whom to ring at an agency: the first organisation that names a lead."""
    agency = inspection.manifest.agency(owner)
    title = agency.title if agency else owner
    organisations = inspection.submission.agencies.get(owner, ())
    named = next((o for o in organisations if o.lead), None)
    return Contact(title, named.lead, named.phone, named.email) if named else Contact(title)


def _withdrawn(submission: Submission, journal: Journal) -> Iterator[WithdrawnStanding]:
    for each in submission.withdrawn:
        told = moment_of(each.at) in journal.stated
        yield WithdrawnStanding(each.slot, each.because, each.by, each.at, told)


def _sent(survey: Survey, journal: Journal) -> Iterator[SentStanding]:
    """The packs that arrived for what is selected; for all, also those of a swapped child."""
    inspection = survey.inspection
    manifest = inspection.manifest
    titles = {agency.id: agency.title for agency in manifest.agencies}
    groups = {slot.group for slot in survey.slots}
    whole = len(survey.slots) == len(every_slot(manifest, inspection.submission))
    mine = (p for p in journal.sent() if whole or p.group in groups)
    packs = [pack for pack in mine if pack.sent_at]
    for pack in sorted(packs, key=lambda pack: pack.sent_at):
        yield SentStanding(
            title=titles.get(pack.group) or f"Child {pack.group}",
            deadline=pack.deadline,
            version=pack.version,
            files=len(pack.files),
            at=datetime.fromisoformat(pack.sent_at),
            verified=pack.verification,
            slots=tuple(dict.fromkeys(f.slot for f in pack.files)),
        )


class _Judge:
    """Says of each slot in which state it is."""

    def __init__(self, survey: Survey, journal: Journal, now: datetime) -> None:
        self.survey, self.now = survey, now
        self.submission, self.manifest = survey.inspection.submission, survey.inspection.manifest
        self.sent = journal.sent_by_slot(survey.withdrawn)
        self.by_slot: dict[str, list[Document]] = {}
        for document in survey.documents:
            for slot_id in document.slots:
                self.by_slot.setdefault(slot_id, []).append(document)
        every = (*survey.dues, *moments(self.manifest, self.submission))
        self.moments = {due.id: due.due for due in every}
        self.moments[CHOSEN] = self.moments[self.manifest.children.chosen]

    def reports(self) -> tuple[SlotStanding, ...]:
        return tuple(self.report(slot) for slot in self.survey.slots)

    def report(self, slot: Slot) -> SlotStanding:
        files = self.by_slot.get(slot.id, [])
        kept = tuple(d.summary for d in files if not d.left_out)
        exempt = next((e for e in self.submission.not_applicable if e.slot == slot.id), None)
        state = self.state(slot, kept, exempt is not None)
        told = exempt if state is State.NOT_APPLICABLE else None
        sent, here = set(self.sent.get(slot.id, {}).values()), {f.sha256 for f in kept}
        return SlotStanding(
            slot=slot,
            state=state,
            due=self.moments[slot.deadline],
            contact=contact_of(slot.owner, self.survey.inspection),
            group_title=self.group_title(slot),
            files=kept,
            left_out=tuple(d.summary for d in files if d.left_out),
            findings=slot_findings(Owed(slot, state, kept, exempt is not None)),
            reason=told.because if told else "",
            by=told.by if told else "",
            on=told.on if told else None,
            expected=self.submission.expected.get(slot.id),
            taken_out=len(sent - here),
            to_send=len(here - sent),
        )

    def state(self, slot: Slot, kept: Sequence[FileSummary], exempt: bool) -> State:
        if any(file.blocked for file in kept):
            return State.PROBLEM
        if before := self.sent.get(slot.id, {}):
            now = {f.path: f.sha256 for f in kept}  # a document that was only renamed is what it was
            same = set(now.values()) == set(before.values())
            same = same and all(before.get(path, sha) == sha for path, sha in now.items())
            return State.SENT if same else State.CHANGED
        if kept:
            return State.PROVIDED
        if exempt:
            return State.NOT_APPLICABLE
        return kind_of(slot).absent(slot, self.submission, self.now, self.moments)

    def group_title(self, slot: Slot) -> str:
        agency = next((a for a in self.manifest.agencies if a.id == slot.group), None)
        return agency.title if agency else f"Child {slot.child}" if slot.child else "Children"


def check(inspection: Inspection, selection: Selection, env: Environment, *, gated: bool = True) -> Standing:
    """Standing and findings, as `check` and `report` show them."""
    survey = look(inspection, selection, env)
    examine(survey, env, gated=gated)
    return judge(survey, Journal.load(inspection.own), env, gated=gated)
