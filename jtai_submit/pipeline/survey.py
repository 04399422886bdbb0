"""What is there: walk, match, and examine what is not known yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..documents.examination import Document
from ..documents.match import Matcher
from ..documents.memory import Memory
from ..documents.walk import walk
from ..errors import Unusable, Usage, nearest
from ..inspection.inspection import Inspection
from ..inspection.slots.interface import Slot
from ..inspection.slots.registry import select, slots
from ..inspection.timetable import Due, next_due, timetable
from ..manifest.codes import CODES as MANIFEST
from ..redaction.kept import Kept
from ..tables.reading import Lists
from .decisions import by_file, left_out, pin
from .environment import Environment
from .lists import known_lists, serve
from .people import Lists as LocalLists
from .people import lists as local_lists


@dataclass(frozen=True, slots=True)
class Selection:
    """What a command is about; empty means all. `whole_group` selects by pack rather than by who
    gathers.
    """

    agency: str = ""
    child: str = ""
    deadline: str = ""
    whole_group: bool = False
    convert: bool = False  # old Office files, whatever the submission says
    so_far: bool = False  # without a deadline: every one up to the next with something due


@dataclass(slots=True)
class Survey:
    """A look at the folder: the documents of the selected slots, and everything else found on the
    way.
    """

    inspection: Inspection
    slots: tuple[Slot, ...]
    documents: list[Document]
    strays: list[Document]
    dues: tuple[Due, ...]
    local: LocalLists  # names and people, from files that stay here
    others: list[Document]  # of slots that were not selected
    memory: Memory
    seen: frozenset[str]
    lists: Lists = field(default_factory=Lists)
    # What the readers of documents are not kept from on this computer.
    unconfined: tuple[str, ...] = ()

    @property
    def watched(self) -> tuple[str, ...]:
        return self.local.watched

    @property
    def withdrawn(self) -> frozenset[tuple[str, str]]:
        """(slot, SHA-256) of what went by mistake."""
        return frozenset(
            (w.slot, sha) for w in self.inspection.submission.withdrawn for sha in w.sha256
        )

    @property
    def sendable(self) -> list[Document]:
        """What may be opened at all: regular files that nobody decided to leave out."""
        return [d for d in self.documents if not d.irregular and not d.left_out]

    def of(self, slot: Slot) -> list[Document]:
        return [d for d in self.documents if slot.id in d.slots]


def look(inspection: Inspection, selection: Selection, env: Environment) -> Survey:
    """Walk and match, opening nothing. Raises `Usage` for an unknown agency, child or deadline,
    `Unusable` for nothing to check.
    """
    submission = inspection.submission
    every = slots(inspection.manifest, submission)
    dues = timetable(inspection.manifest, submission)
    chosen = _so_far(_chosen(inspection, every, selection), selection, dues, env)
    matcher, wanted = Matcher(every), {slot.id for slot in chosen}
    decisions = by_file(inspection)
    memory = remembered(inspection, env)
    also: dict[str, list[str]] = {}
    for entry in submission.also:
        for file in entry.files:
            also.setdefault(file, []).append(entry.slot)
    local = local_lists(inspection)
    found, documents, strays, others = list(walk(inspection.root)), [], [], []
    for document in found:
        own = matcher.match(document.path)
        document.slots = tuple(dict.fromkeys((*own, *also.get(document.path, ()))))
        document.decisions = decisions.get(document.path, ())
        document.convert = submission.convert or selection.convert
        document.listed = local.listed
        document.left_out = left_out(document.decisions, memory.sha256(document))
    lists = known_lists(inspection, found, env)
    serve(found, lists)
    for document in found:
        if not document.slots:
            document.suggestion = matcher.suggest(document.path)
            strays.append(document)
        elif wanted & set(document.slots):
            documents.append(document)
        else:
            others.append(document)
    seen = {document.path for document in found}
    _named_files(inspection, seen)
    return Survey(
        inspection,
        chosen,
        documents,
        strays,
        dues,
        local,
        others,
        memory,
        frozenset(seen),
        lists,
    )


def kept(inspection: Inspection, env: Environment) -> Kept:
    """Where clean copies are remembered, as ciphertext."""
    return Kept(inspection.own / "cache" / "clean", env.version)


def remembered(inspection: Inspection, env: Environment) -> Memory:
    """What earlier looks found."""
    return Memory(inspection.own / "cache" / "findings.json", env.version)


def _chosen(
    inspection: Inspection, every: Sequence[Slot], selection: Selection
) -> tuple[Slot, ...]:
    manifest = inspection.manifest
    owner = group = ""
    if selection.agency:
        agency = manifest.agency(selection.agency)
        if not agency:
            known = [a.slug for a in manifest.agencies]
            raise Usage(
                MANIFEST["M015"].problem(
                    f'"{selection.agency}" is not an agency of {manifest.manifest}',
                    f"use one of: {', '.join(known)}{nearest(selection.agency, known)}",
                    "--agency",
                )
            )
        owner, group = ("", agency.id) if selection.whole_group else (agency.slug, "")
    children = [child.id for child in inspection.submission.children]
    child = next((c for c in children if c.casefold() == selection.child.casefold()), "")
    if selection.child and not child:
        fix = f"{_known_children(children, selection.child)}"
        raise Usage(
            MANIFEST["M013"].problem(
                f'"{selection.child}" is not one of the children', fix, "--child"
            )
        )
    known = [d.id for d in manifest.deadlines]
    deadline = selection.deadline.casefold()
    if deadline and deadline not in known:
        raise Usage(
            MANIFEST["M014"].problem(
                f'"{selection.deadline}" is not a deadline of {manifest.manifest}',
                f"use one of: {', '.join(known)}{nearest(selection.deadline, known)}",
                "--for",
            )
        )
    chosen = select(every, owner=owner, group=group, child=child, deadline=deadline)
    if not chosen:
        raise Unusable(
            MANIFEST["M012"].problem(
                "nothing is selected to check",
                "leave --agency, --child or --for out",
            )
        )
    return chosen


def _known_children(children: Sequence[str], wanted: str) -> str:
    if not children:
        return "the children are not chosen yet; add them once they are: jtai-submit child add ID"
    return f"use one of: {', '.join(children)}{nearest(wanted, children)}"


def _so_far(
    chosen: tuple[Slot, ...], selection: Selection, dues: Sequence[Due], env: Environment
) -> tuple[Slot, ...]:
    """Of the slots chosen, those due up to the next deadline with something due; all where every
    one has passed.
    """
    if selection.deadline or not selection.so_far:
        return chosen
    at = {due.id: due.due for due in dues}
    following = next_due(
        [due for due in dues if any(s.deadline == due.id for s in chosen)], env.now
    )
    return tuple(s for s in chosen if not following or (s.due or at[s.deadline]) <= following.due)


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


def examine(survey: Survey, env: Environment, *, gated: bool = True) -> None:
    """Fill in what is known of every document, from memory where the file has not changed."""
    weigh(survey, env)
    unknown = []
    for document in (*survey.sendable, *(d for d in survey.strays if not d.irregular)):
        stray = not document.slots
        known = survey.memory.recall(document, gated and not stray)
        if known:
            document.examined = known
        elif not stray:  # what belongs to nothing is not opened
            unknown.append(document)
    if not unknown:
        twins(survey, env)
        return
    env.progress.begin("Checking documents", sum(d.bytes for d in unknown))
    try:
        with env.workers(kept=kept(survey.inspection, env)) as workers:
            for document, _ in workers.examine(survey.inspection.root, unknown, gated=gated):
                survey.memory.learn(document)
                env.progress.move(document.bytes, document.path)
            survey.unconfined = workers.unconfined()
    finally:
        env.progress.end()
    twins(survey, env)
    survey.memory.save(survey.seen)
    pin(survey.inspection, survey.documents)


def twins(survey: Survey, env: Environment) -> None:
    """Hash what may be a selected child's document once more: of the same size, and not
    selected.
    """
    of_children = {
        s.id for s in slots(survey.inspection.manifest, survey.inspection.submission) if s.child
    }
    sizes = {d.bytes for d in survey.sendable if of_children & set(d.slots)}
    alike = [
        d
        for d in survey.others
        if d.bytes in sizes and of_children & set(d.slots) and not d.irregular and not d.left_out
    ]
    fresh = [d for d in alike if not survey.memory.sha256(d)]
    if fresh:
        with env.workers() as workers:
            for document, _ in workers.examine(survey.inspection.root, fresh, gated=False):
                survey.memory.learn(document)


def weigh(survey: Survey, env: Environment) -> None:
    """Hash what people decided to leave out: a file that was changed since is not left out any
    more.
    """
    doubtful = [d for d in survey.documents if d.left_out and not d.irregular]
    fresh = [d for d in doubtful if not survey.memory.sha256(d)]
    for document in doubtful:
        document.examined = survey.memory.recall(document, gated=False) or document.examined
    if fresh:
        with env.workers() as workers:
            for document, _ in workers.examine(survey.inspection.root, fresh, gated=False):
                survey.memory.learn(document)
    for document in doubtful:
        document.left_out = left_out(document.decisions, document.examined.sha256)
    pin(survey.inspection, doubtful)
