"""One PDF to print: clean copies of what is wanted on paper, with contents and page numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..checks.registry import BOOK as CHECKS
from ..errors import Exit, Problem, Temporary, Usage
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal
from ..inspection.slots.registry import slots
from ..pipeline.environment import Environment
from ..pipeline.judge import judge
from ..pipeline.reading_copy import MOST, join
from ..pipeline.survey import Selection, examine, kept, look
from ..redaction.codes import CODES
from ..reporting.contents_pdf import Part
from ..storage import write_atomically
from ..words import size
from .opening import known_slot, opened


@dataclass(frozen=True, slots=True)
class PrintSet:
    """What was joined, and what has to be printed by hand: `others` are no PDFs, or would show
    something else in another, `refused` may not be handed over as they are.
    """

    file: Path
    documents: tuple[str, ...]
    pages: int
    others: tuple[str, ...]
    refused: tuple[Problem, ...]

    @property
    def exit(self) -> Exit:
        return Exit.NOT_READY if self.refused else Exit.OK

    @property
    def problems(self) -> Sequence[Problem]:
        return self.refused

    def to_dict(self) -> Mapping[str, object]:
        return {
            "file": str(self.file) if self.documents else None,
            "documents": list(self.documents),
            "pages": self.pages,
            "others": list(self.others),
        }


def print_set(directory: Path, what: Sequence[str], to: Path, env: Environment) -> PrintSet:
    """Join the PDFs of some slots or children, in the guidance's order. Readable by its owner
    alone, and never sent. Raises `Usage` for what is not known, or where nothing is there.
    """
    inspection = opened(directory)
    if to.resolve().is_relative_to(inspection.documents.resolve()):
        message = "what is written there would be sent, or take the place of a document"
        raise Usage(Problem("", message, "choose a place outside of documents", str(to)))
    wanted = _meant(what, inspection)
    survey = look(inspection, Selection(), env)
    examine(survey, env)
    standing = judge(survey, Journal.load(inspection.own), env)
    reports = [report for report in standing.slots if report.slot.id in wanted]
    refused, headings = list[Problem](), dict[str, str]()
    for report in reports:
        for file in report.files:
            refused += (each.problem(file.path) for each in file.findings if each.blocks)
            if not file.blocked:
                headings.setdefault(file.path, report.slot.shown)
    queue = [survey.every[path] for path in headings]
    others, parts = list[str](), list[tuple[Part, bytes]]()
    documents, held = list[str](), 0
    with env.workers(kept=kept(inspection, env)) as workers:
        for document, data in workers.examine(inspection.root, queue, want=True):
            seen = document.examined
            if data is None:
                message, fix = "it changed while it was read", "run the same command again"
                refused.append(CHECKS["D013"].problem(message, fix, document.path))
                continue
            if not seen.pages:
                others.append(document.path)
                continue
            held += len(data)
            if held > MOST:
                message = f"these PDFs have more than the {size(MOST)} that are joined"
                fix = "name fewer items, or one child at a time"
                raise Usage(Problem("", message, fix))
            title = inspection.submission.titles.get(document.path)
            name = document.name.rpartition(".")[0]
            parts.append((Part(headings[document.path], title or name, seen.pages), data))
            documents.append(document.path)
        title = f"Print set, {inspection.submission.area}"
        joined = join(title, inspection.manifest.title, parts, workers) if parts else None
    if parts and joined is None:
        message = "these PDFs could not be joined"
        raise Temporary(CODES["R203"].problem(message, "print each by itself"))
    if not queue and not refused:
        message = f"there is no document for {', '.join(what)}"
        raise Usage(Problem("", message, "see what is there: jtai-submit check"))
    apart = joined.apart if joined else ()
    if joined:
        write_atomically(to, joined.data)
    others += (documents[n] for n in apart)
    inside = [n for n in range(len(documents)) if n not in apart]
    pages = sum(parts[n][0].pages for n in inside)
    return PrintSet(to, tuple(documents[n] for n in inside), pages, tuple(others), tuple(refused))


def _meant(what: Sequence[str], inspection: Inspection) -> set[str]:
    """The slots that are meant: by their ids, or all of a child."""
    children = {each.id.casefold(): each.id for each in inspection.submission.children}
    every = slots(inspection.manifest, inspection.submission)
    out = set[str]()
    for named in what:
        if child := children.get(named.casefold()):
            out |= {each.id for each in every if each.child == child}
        else:
            out.add(known_slot(named, inspection))
    return out
