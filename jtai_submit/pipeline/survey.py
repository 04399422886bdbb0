"""What is there: walk, match, and examine what is not known yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..documents.examination import Examined
from ..documents.match import Matcher
from ..documents.memory import Memory
from ..documents.walk import walk
from ..errors import Unusable, Usage, nearest
from ..inspection.gone import Gone
from ..inspection.inspection import Inspection
from ..inspection.slots.interface import Slot
from ..inspection.slots.registry import select, slots
from ..inspection.timetable import Due, next_due, timetable
from ..manifest.codes import CODES as MANIFEST
from ..redaction.kept import Kept
from ..tables.reading import Lists
from .decisions import by_file, left_out, pin
from .environment import Environment
from .lists import known_lists, narrowed
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
    every: dict[str, Examined]  # every file there is by its path, as far as it was examined
    dues: tuple[Due, ...]
    local: LocalLists  # names and people, from files that stay here
    memory: Memory
    lists: Lists = field(default_factory=Lists)
    # What the readers of documents are not kept from on this computer.
    unconfined: tuple[str, ...] = ()

    @property
    def documents(self) -> list[Examined]:
        """Those of the selected slots."""
        wanted = frozenset(slot.id for slot in self.slots)
        return [d for d in self.every.values() if not wanted.isdisjoint(d.slots)]

    @property
    def strays(self) -> list[Examined]:
        """Those of no slot at all."""
        return [d for d in self.every.values() if not d.slots]

    @property
    def others(self) -> list[Examined]:
        """Those of slots that were not selected."""
        wanted = frozenset(slot.id for slot in self.slots)
        return [d for d in self.every.values() if d.slots and wanted.isdisjoint(d.slots)]

    def put(self, document: Examined) -> None:
        """Know a document as it was examined now."""
        self.every[document.path] = document

    def learn(self, document: Examined) -> None:
        """Know it, and remember it for the next time."""
        self.put(document)
        self.memory.learn(document)

    @property
    def watched(self) -> tuple[str, ...]:
        return self.local.watched

    @property
    def withdrawn(self) -> Gone:
        """What went by mistake."""
        return Gone.of(self.inspection.submission.withdrawn)

    @property
    def sendable(self) -> list[Examined]:
        """What may be opened at all: regular files that nobody decided to leave out."""
        return [d for d in self.documents if not d.irregular and not d.left_out]

    def of(self, slot: Slot) -> list[Examined]:
        return [d for d in self.every.values() if slot.id in d.slots]


def look(inspection: Inspection, selection: Selection, env: Environment) -> Survey:
    """Walk and match, opening nothing. Raises `Usage` for an unknown agency, child or deadline,
    `Unusable` for nothing to check.
    """
    submission = inspection.submission
    slots_ = slots(inspection.manifest, submission)
    dues = timetable(inspection.manifest, submission)
    chosen = _so_far(_chosen(inspection, slots_, selection), selection, dues, env)
    matcher = Matcher(slots_)
    decisions = by_file(inspection)
    memory = remembered(inspection, env)
    also: dict[str, list[str]] = {}
    for entry in submission.also:
        for path in entry.files:
            also.setdefault(path, []).append(entry.slot)
    local = local_lists(inspection)
    found = []
    for file in walk(inspection.root):
        decided = decisions.get(file.path, ())
        placed = replace(
            file,
            slots=tuple(dict.fromkeys((*matcher.match(file.path), *also.get(file.path, ())))),
            decisions=decided,
            convert=submission.convert or selection.convert,
            listed=local.listed,
            left_out=left_out(decided, memory.sha256(file)),
        )
        found.append(placed)
    lists = known_lists(inspection, found, env)
    every = {}
    for file in narrowed(found, lists):
        suggestion = "" if file.slots else matcher.suggest(file.path)
        every[file.path] = Examined.of(replace(file, suggestion=suggestion))
    return Survey(inspection, chosen, every, dues, local, memory, lists)


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


def examine(survey: Survey, env: Environment, *, gated: bool = True) -> None:
    """Fill in what is known of every document, from memory where the file has not changed."""
    weigh(survey, env)
    unknown = []
    for document in (*survey.sendable, *(d for d in survey.strays if not d.irregular)):
        stray = not document.slots
        known = survey.memory.recall(document, gated and not stray)
        if known:
            survey.put(replace(document, examined=known))
        elif not stray:  # what belongs to nothing is not opened
            unknown.append(document)
    if not unknown:
        twins(survey, env)
        return
    env.progress.begin("Checking documents", sum(d.bytes for d in unknown))
    try:
        with env.workers(kept=kept(survey.inspection, env)) as workers:
            for document, _ in workers.examine(survey.inspection.root, unknown, gated=gated):
                survey.learn(document)
                env.progress.move(document.bytes, document.path)
            survey.unconfined = workers.unconfined()
    finally:
        env.progress.end()
    twins(survey, env)
    survey.memory.save(survey.every)
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
                survey.memory.learn(document)  # of these, the hash is all that counts


def weigh(survey: Survey, env: Environment) -> None:
    """Hash what people decided to leave out: a file that was changed since is not left out any
    more.
    """
    doubtful = [d for d in survey.documents if d.left_out and not d.irregular]
    fresh = [d for d in doubtful if not survey.memory.sha256(d)]
    for document in doubtful:
        if known := survey.memory.recall(document, gated=False):
            survey.put(replace(document, examined=known))
    if fresh:
        with env.workers() as workers:
            for document, _ in workers.examine(survey.inspection.root, fresh, gated=False):
                survey.learn(document)
    weighed = [survey.every[document.path] for document in doubtful]
    for document in weighed:
        still = left_out(document.decisions, document.examined.sha256)
        survey.put(replace(document, left_out=still))
    pin(survey.inspection, weighed)
