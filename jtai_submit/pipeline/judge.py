"""Is it right, and where does everything stand: the rules applied to what a survey found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from ..checks.interface import Context, Owed
from ..checks.registry import findings, slot_findings
from ..delivery.codes import CODES as DELIVERY
from ..documents.examination import Examined, Found, Judged
from ..errors import Problem
from ..inspection.finding import FileSummary
from ..inspection.inspection import Inspection
from ..inspection.journal import INDEX, Journal, Pack
from ..inspection.sendings import SentStanding, WithdrawnStanding
from ..inspection.slots.child_list import FOLDER as LISTS
from ..inspection.slots.children import CHOSEN
from ..inspection.slots.interface import Remarking, Slot, State
from ..inspection.slots.registry import kind_of, slots
from ..inspection.slots.request import request_dues
from ..inspection.standing import Contact, SlotStanding, Standing
from ..inspection.submission import Submission
from ..inspection.timetable import Due, moments, next_due
from ..manifest.models import Manifest, ManifestKind
from ..words import counted
from .approvals import approvals
from .decisions import by_file
from .environment import Environment
from .lists import list_findings
from .parts import organisation_standings, overdue, part_standings
from .portals import shown_address, unfit
from .readiness import decided_for_nothing, named_for_nothing, not_ready_to_send, schools_to_name
from .survey import Selection, Survey, examine, look
from .withdrawal import is_stated


def judge(
    survey: Survey,
    journal: Journal,
    env: Environment,
    *,
    gated: bool = True,
    sending: bool = False,
) -> Standing:
    """Apply the rules, and say where everything stands. `sending`: what is selected is to go."""
    inspection, submission = survey.inspection, survey.inspection.submission
    context = context_of(survey)
    decisions = by_file(inspection)

    def judged(document: Examined) -> Judged:
        told = list_findings(document, inspection, survey.lists, decisions)
        return Judged.by(document, (*findings(document, context), *told))

    due_next = next_due(_dues(survey), env.now)
    elsewhere = journal.elsewhere(survey.withdrawn)
    judge_ = _Judge(survey, [judged(d) for d in survey.documents], journal, env.now)
    reports = judge_.reports()
    return Standing(
        area=submission.area,
        manifest=inspection.manifest.manifest,
        theme=inspection.manifest.title,
        now=env.now,
        slots=reports,
        strays=tuple(judged(document).summary for document in survey.strays),
        next_deadline=due_next,
        warnings=(
            *inspection.warnings,
            *decided_for_nothing(survey),
            *named_for_nothing(survey),
            *unfit(inspection, env),
            *not_ready_to_send(inspection, env.keys.public(), env.keys.past()),
            *_gone_elsewhere(elsewhere),
            *schools_to_name(survey),
        ),
        gated=gated,
        delivered=inspection.manifest.kind is not ManifestKind.READINESS,
        withdrawn=tuple(_withdrawn(submission, journal)),
        coordinator=contact_of(inspection.manifest.agencies[0].slug, inspection),
        elsewhere=len(elsewhere),
        unconfined=survey.unconfined,
        sent=tuple(_sent(survey, journal)),
        deadlines=survey.dues,
        approvals=tuple(approvals(survey, sending=sending)),
        sending_takes=round(judge_.to_send / journal.rate) if journal.rate else 0,
    )


def _gone_elsewhere(packs: Sequence[Pack]) -> Iterator[Problem]:
    """The portal was changed after a push: the new one lacks what the old one has."""
    if packs:
        where = ", ".join(sorted({pack.portal for pack in packs}))
        message = (
            f"{counted(len(packs), 'pack')} went to another secure site ({where}); the "
            f"one named now lacks them"
        )
        fix = (
            "push sends their documents again, to the site named now; or put the other one "
            "back (portal set)"
        )
        yield DELIVERY["P021"].problem(message, fix, "submission.yaml")


def _dues(survey: Survey) -> Iterator[Due]:
    """The deadlines of what was selected; a late request has its own."""
    own = {slot.id for slot in survey.slots if slot.due}
    shared = {slot.deadline for slot in survey.slots if not slot.due}
    yield from (due for due in survey.dues if due.id in shared)
    inspection = survey.inspection
    late = request_dues(inspection.manifest, inspection.submission)
    yield from (due for due in late if due.id in own)


def context_of(survey: Survey) -> Context:
    """What rules may ask beside one document."""
    inspection = survey.inspection
    submission = inspection.submission
    slots_by_id = {s.id: s for s in slots(inspection.manifest, submission)}
    same: dict[str, list[str]] = {}
    children: dict[str, str] = {}
    for document in (*survey.documents, *survey.others):
        held = [slots_by_id[each].child for each in document.slots if each in slots_by_id]
        if any(held):  # the slot of its own folder comes first, before those of also:
            children[document.path] = next(filter(None, held))
        sha = document.examined.sha256 or survey.memory.sha256(document)
        if sha and not document.left_out:
            same.setdefault(sha, []).append(document.path)
    return Context(
        slots_by_id,
        same,
        survey.watched,
        submission.notified,
        survey.withdrawn,
        survey.local.people,
        children,
    )


def beside(inspection: Inspection, document: Found, env: Environment) -> tuple[Found, Survey]:
    """One document that somebody decides about, with its slots and lists, and all others."""
    survey = look(inspection, Selection(), env)
    here = survey.every.get(document.path)
    if here and here.slots:
        return replace(document, slots=here.slots, listed=here.listed), survey
    return document, survey


def contact_of(owner: str, inspection: Inspection) -> Contact:
    """Whom to ring at an agency: the first organisation that names a lead."""
    agency = inspection.manifest.agency(owner)
    title = agency.title if agency else owner
    organisations = inspection.submission.agencies.get(owner, ())
    named = next((o for o in organisations if o.lead), None)
    return Contact(title, named.lead, named.phone, named.email) if named else Contact(title)


def _withdrawn(submission: Submission, journal: Journal) -> Iterator[WithdrawnStanding]:
    for each in submission.withdrawn:
        told = is_stated(each, journal)
        yield WithdrawnStanding(each.slot, each.because, each.by, each.at, told)


def titled(group: str, manifest: Manifest) -> str:
    """What people call the pack of a group: an agency's, the lists', a child's."""
    agency = next((a for a in manifest.agencies if a.id == group), None)
    if agency:
        return agency.title
    others = {LISTS: "Lists and answers", "children": "Children", INDEX: "Index of documents"}
    return others.get(group) or f"Child {group}"


def _sent(survey: Survey, journal: Journal) -> Iterator[SentStanding]:
    """The packs that arrived for what is selected; for all, also those of a swapped child."""
    inspection = survey.inspection
    manifest = inspection.manifest
    groups = {INDEX, *(slot.group for slot in survey.slots)}
    whole = len(survey.slots) == len(slots(manifest, inspection.submission))
    mine = (p for p in journal.sent() if whole or p.group in groups)
    packs = [pack for pack in mine if pack.sent_at]
    for pack in sorted(packs, key=lambda pack: pack.sent_at):
        yield SentStanding(
            title=titled(pack.group, manifest),
            deadline=pack.deadline,
            version=pack.version,
            files=pack.count,
            at=datetime.fromisoformat(pack.sent_at),
            verified=pack.verification,
            slots=tuple(dict.fromkeys(f.slot for f in pack.files)),
        )


class _Judge:
    """Says of each slot in which state it is."""

    def __init__(
        self, survey: Survey, documents: Sequence[Judged], journal: Journal, now: datetime
    ) -> None:
        self.survey, self.now = survey, now
        self.submission, self.manifest = survey.inspection.submission, survey.inspection.manifest
        self.sent = journal.sent_by_slot(survey.withdrawn)
        self.by_slot: dict[str, list[Judged]] = {}
        for document in documents:
            for slot_id in document.slots:
                self.by_slot.setdefault(slot_id, []).append(document)
        every = (*survey.dues, *moments(self.manifest, self.submission))
        self.moments = {due.id: due.due for due in every}
        self.to_send = 0  # bytes that are in, may go and were not sent
        if self.manifest.children:
            self.moments[CHOSEN] = self.moments[self.manifest.children.chosen]

    def reports(self) -> tuple[SlotStanding, ...]:
        return tuple(self.report(slot) for slot in self.survey.slots)

    def report(self, slot: Slot) -> SlotStanding:
        files = self.by_slot.get(slot.id, [])
        kept = tuple(d.summary.about(slot.id) for d in files if not d.left_out)
        exempt = next((e for e in self.submission.not_applicable if e.slot == slot.id), None)
        state = self.state(slot, kept, exempt is not None)
        parts = part_standings(slot, self.submission, kept)
        organisations = organisation_standings(slot, self.submission, kept)
        owed = Owed(
            slot,
            state,
            kept,
            exempt is not None,
            parts,
            organisations,
            tuple(overdue(slot, self.submission)),
            tuple(self.remarks(slot)),
        )
        told = exempt if state is State.NOT_APPLICABLE else None
        sent, here = set(self.sent.get(slot.id, {}).values()), {f.sha256 for f in kept}
        self.to_send += sum(f.bytes for f in kept if f.sha256 not in sent and not f.blocked)
        return SlotStanding(
            slot=slot,
            state=state,
            due=slot.due or self.moments[slot.deadline],
            contact=contact_of(slot.owner, self.survey.inspection),
            group_title=self.group_title(slot),
            files=kept,
            left_out=tuple(d.summary for d in files if d.left_out),
            findings=slot_findings(owed),
            reason=told.because if told else "",
            by=told.by if told else "",
            on=told.on if told else None,
            expected=self.submission.expected.get(slot.id),
            parts=parts,
            organisations=organisations,
            taken_out=len(sent - here),
            to_send=len(here - sent),
        )

    def state(self, slot: Slot, kept: Sequence[FileSummary], exempt: bool) -> State:
        if any(file.blocked for file in kept):
            return State.PROBLEM
        if before := self.sent.get(slot.id, {}):
            # A document that was only renamed is what it was.
            now = {f.path: f.sha256 for f in kept}
            same = set(now.values()) == set(before.values())
            same = same and all(before.get(path, sha) == sha for path, sha in now.items())
            return State.SENT if same else State.CHANGED
        if kept:
            return State.PROVIDED
        if exempt:
            return State.NOT_APPLICABLE
        return kind_of(slot).absent(slot, self.submission, self.now, self.moments)

    def remarks(self, slot: Slot) -> Iterable[str]:
        """What its kind has to say of it beside its state."""
        kind = kind_of(slot)
        if not isinstance(kind, Remarking):
            return ()
        return kind.remarks(slot, self.manifest, self.submission, self.moments, self.now)

    def group_title(self, slot: Slot) -> str:
        return titled(slot.group, self.manifest)


def check(
    inspection: Inspection, selection: Selection, env: Environment, *, gated: bool = True
) -> Standing:
    """Standing and findings, as `check` and `report` show them."""
    return standing_of(look(inspection, selection, env), env, gated=gated)


def standing_of(survey: Survey, env: Environment, *, gated: bool = True) -> Standing:
    """The same of a folder that was looked at."""
    examine(survey, env, gated=gated)
    journal = Journal.load(survey.inspection.own)
    journal.portal = shown_address(survey.inspection)
    return judge(survey, journal, env, gated=gated)
