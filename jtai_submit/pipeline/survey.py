"""What is there, and is it right: walk, match, examine, apply the rules, and say the state of everything owed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..checks.interface import Context
from ..checks.registry import BOOK, findings
from ..checks.slot.d009_too_many import MOST
from ..documents.examination import Document
from ..documents.match import Matcher
from ..documents.memory import Memory
from ..documents.walk import walk
from ..errors import Problem, Unusable, Usage, nearest
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal
from ..inspection.slots.slots import Slot, SlotKind, State, select, slots
from ..inspection.standing import Completeness, SlotReport
from ..inspection.timetable import Due, moments, next_due, timetable
from ..words import counted
from .decisions import by_file, left_out, pin
from .environment import Desk
from .readiness import decided_for_nothing, not_ready_to_send


@dataclass(frozen=True, slots=True)
class Selection:
    """What a command is about; empty means all. `whole_group` selects by pack rather than by who gathers."""

    agency: str = ""
    child: str = ""
    deadline: str = ""
    whole_group: bool = False
    convert: bool = False  # old Office files, whatever the submission says


@dataclass(slots=True)
class Survey:
    """A look at the folder: the documents of the selected slots, and everything else found on the way."""

    inspection: Inspection
    slots: tuple[Slot, ...]
    documents: list[Document]
    strays: list[Document]
    dues: tuple[Due, ...]
    watched: tuple[str, ...]
    memory: Memory
    seen: frozenset[str]

    @property
    def withdrawn(self) -> frozenset[tuple[str, str]]:
        """(slot, SHA-256) of what went by mistake."""
        return frozenset((w.slot, sha) for w in self.inspection.submission.withdrawn for sha in w.sha256)

    @property
    def sendable(self) -> list[Document]:
        """What may be opened at all: regular files that nobody decided to leave out."""
        return [d for d in self.documents if not d.irregular and not d.left_out]

    def of(self, slot: Slot) -> list[Document]:
        return [d for d in self.documents if slot.id in d.slots]


def look(inspection: Inspection, selection: Selection, desk: Desk) -> Survey:
    """Walk and match, opening nothing. Raises `Usage` for an unknown agency, child or deadline, `Unusable` for nothing
    to check."""
    submission = inspection.submission
    every = slots(inspection.manifest, submission)
    chosen = _chosen(inspection, every, selection)
    matcher, wanted = Matcher(every), {slot.id for slot in chosen}
    decisions = by_file(inspection)
    memory = Memory(inspection.own / "cache" / "findings.json", desk.version)
    also: dict[str, list[str]] = {}
    for entry in submission.also:
        for file in entry.files:
            also.setdefault(file, []).append(entry.slot)
    documents, strays, seen = [], [], set()
    for document in walk(inspection.root):
        own = matcher.match(document.path)
        document.slots = tuple(dict.fromkeys((*own, *also.get(document.path, ()))))
        document.decisions = decisions.get(document.path, ())
        document.convert = submission.convert or selection.convert
        document.left_out = left_out(document.decisions, memory.sha256(document))
        seen.add(document.path)
        if not document.slots:
            document.suggestion = matcher.suggest(document.path)
            strays.append(document)
        elif wanted & set(document.slots):
            documents.append(document)
    _named_files(inspection, seen)
    return Survey(
        inspection,
        chosen,
        documents,
        strays,
        timetable(inspection.manifest, submission),
        _watched(inspection),
        memory,
        frozenset(seen),
    )


def _chosen(inspection: Inspection, every: Sequence[Slot], selection: Selection) -> tuple[Slot, ...]:
    manifest = inspection.manifest
    owner = group = ""
    if selection.agency:
        agency = manifest.agency(selection.agency)
        if not agency:
            known = [a.slug for a in manifest.agencies]
            raise Usage(
                Problem(
                    "M015",
                    f'"{selection.agency}" is not an agency of {manifest.manifest}',
                    f"use one of: {', '.join(known)}{nearest(selection.agency, known)}",
                    "--agency",
                )
            )
        owner, group = ("", agency.id) if selection.whole_group else (agency.slug, "")
    children = [child.id for child in inspection.submission.children]
    if selection.child and selection.child not in children:
        fix = f"use one of: {', '.join(children) or 'none yet'}{nearest(selection.child, children)}"
        raise Usage(Problem("M013", f'"{selection.child}" is not one of the children', fix, "--child"))
    known = [d.id for d in manifest.deadlines]
    if selection.deadline and selection.deadline not in known:
        raise Usage(
            Problem(
                "M014",
                f'"{selection.deadline}" is not a deadline of {manifest.manifest}',
                f"use one of: {', '.join(known)}{nearest(selection.deadline, known)}",
                "--for",
            )
        )
    chosen = select(every, owner=owner, group=group, child=selection.child, deadline=selection.deadline)
    if not chosen:
        raise Unusable(
            Problem(
                "M012",
                "nothing is selected to check",
                "leave --agency, --child or --for out; this version looks at items and key documents (day-five)",
            )
        )
    return chosen


def _named_files(inspection: Inspection, seen: set[str]) -> None:
    source, missing = inspection.source, []
    for n, also in enumerate(inspection.submission.also):
        for m, file in enumerate(also.files):
            if file not in seen:
                missing.append(
                    source.problem(
                        "M024",
                        f'there is no file "{file}"',
                        f"correct the path{nearest(file, seen)}",
                        ("also", n, "files", m),
                    )
                )
    if missing:
        raise Unusable(*missing)


def _watched(inspection: Inspection) -> tuple[str, ...]:
    if not inspection.submission.watch:
        return ()
    path = inspection.root / inspection.submission.watch
    try:
        return tuple(line.strip() for line in path.read_text("utf-8-sig").splitlines() if line.strip())
    except (OSError, UnicodeDecodeError):
        raise Unusable(
            inspection.source.problem(
                "M024",
                f'the watch list "{path.name}" cannot be read',
                "correct the path, and save the list as UTF-8",
                ("watch",),
            )
        ) from None


def examine(survey: Survey, desk: Desk, *, gated: bool = True) -> None:
    """Fill in what is known of every document, from memory where the file has not changed."""
    weigh(survey, desk)
    unknown = []
    for document in (*survey.sendable, *(d for d in survey.strays if not d.irregular)):
        stray = not document.slots
        known = survey.memory.recall(document, gated and not stray)
        if known:
            document.examined = known
        elif not stray:  # what belongs to nothing is not opened
            unknown.append(document)
    if not unknown:
        return
    desk.progress.begin("Checking documents", sum(d.bytes for d in unknown))
    try:
        with desk.workers() as workers:
            for document, _ in workers.examine(survey.inspection.root, unknown, gated=gated):
                survey.memory.learn(document)
                desk.progress.move(document.bytes, document.path)
    finally:
        desk.progress.end()
    survey.memory.save(survey.seen)
    pin(survey.inspection, survey.documents)


def weigh(survey: Survey, desk: Desk) -> None:
    """Hash what people decided to leave out: a file that was changed since is not left out any more."""
    doubtful = [d for d in survey.documents if d.left_out and not d.irregular]
    fresh = [d for d in doubtful if not survey.memory.sha256(d)]
    for document in doubtful:
        document.examined = survey.memory.recall(document, gated=False) or document.examined
    if fresh:
        with desk.workers() as workers:
            for document, _ in workers.examine(survey.inspection.root, fresh, gated=False):
                survey.memory.learn(document)
    for document in doubtful:
        document.left_out = left_out(document.decisions, document.examined.sha256)
    pin(survey.inspection, doubtful)


def judge(survey: Survey, journal: Journal, desk: Desk, *, gated: bool = True) -> Completeness:
    """Apply the rules, and say where everything stands."""
    inspection, submission = survey.inspection, survey.inspection.submission
    same: dict[str, list[str]] = {}
    for document in survey.documents:
        if document.examined.sha256:
            same.setdefault(document.examined.sha256, []).append(document.path)
    context = Context({s.id: s for s in survey.slots}, same, survey.watched, submission.notified, survey.withdrawn)
    for document in (*survey.documents, *survey.strays):
        document.findings = findings(document, context)
    by_slot: dict[str, list[Document]] = {}
    for document in survey.documents:
        for slot_id in document.slots:
            by_slot.setdefault(slot_id, []).append(document)
    dues = {due.id: due for due in (*survey.dues, *moments(inspection.manifest, submission))}
    sent = journal.sent_by_slot(survey.withdrawn)
    reports = tuple(_report(slot, by_slot.get(slot.id, []), dues, sent, inspection, desk) for slot in survey.slots)
    due_next = next_due([d for d in survey.dues if any(s.deadline == d.id for s in survey.slots)], desk.now)
    warnings = (*inspection.warnings, *decided_for_nothing(inspection, survey.seen), *not_ready_to_send(inspection))
    return Completeness(inspection, desk.now, reports, tuple(survey.strays), due_next, warnings, gated)


def _report(
    slot: Slot,
    files: list[Document],
    dues: Mapping[str, Due],
    sent: Mapping[str, Mapping[str, str]],
    inspection: Inspection,
    desk: Desk,
) -> SlotReport:
    submission = inspection.submission
    kept = tuple(d for d in files if not d.left_out)
    exempt = next((e for e in submission.not_applicable if e.slot == slot.id), None)
    report = SlotReport(
        slot,
        State.MISSING,
        dues[slot.deadline].due,
        kept,
        tuple(d for d in files if d.left_out),
        expected=submission.expected.get(slot.id),
    )
    if len(kept) > MOST:
        report = replace(report, extra=(f"{counted(len(kept), 'file')}: {BOOK['D009'].meaning}",))
    before = sent.get(slot.id, {})
    if any(d.blocked for d in kept):
        return replace(report, state=State.PROBLEM)
    if before:
        now = {d.path: d.examined.sha256 for d in kept}  # a document that was only renamed is what it was
        same = set(now.values()) == set(before.values()) and all(before.get(p, sha) == sha for p, sha in now.items())
        return replace(report, state=State.SENT if same else State.CHANGED)
    if kept:
        return replace(report, state=State.PROVIDED)
    if exempt:
        return replace(report, state=State.NOT_APPLICABLE, reason=exempt.because, by=exempt.by, on=exempt.on)
    if slot.kind is SlotKind.CHILDREN:
        chosen = dues[inspection.manifest.children.chosen].due
        return replace(report, state=State.NOT_DUE_YET if desk.now <= chosen else State.MISSING)
    if slot.on_request and slot.id not in submission.requested:
        return replace(report, state=State.NOT_DUE_YET)
    return report


def check(inspection: Inspection, selection: Selection, desk: Desk, *, gated: bool = True) -> Completeness:
    """Completeness and findings, as `check` and `report` show them."""
    survey = look(inspection, selection, desk)
    examine(survey, desk, gated=gated)
    return judge(survey, Journal.load(inspection.own), desk, gated=gated)
