"""One PDF to print: clean copies of what is wanted on paper, with contents and page numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Exit, Problem, Temporary, Usage
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal
from ..inspection.slots.registry import slots
from ..pipeline.environment import Environment
from ..pipeline.judge import judge
from ..pipeline.reading_copy import join
from ..pipeline.survey import Selection, examine, kept, look
from ..redaction.codes import CODES
from ..redaction.interface import LARGEST
from ..reporting.contents_pdf import Part
from ..storage import write_atomically
from ..words import size
from .opening import known_slot, opened


@dataclass(frozen=True, slots=True)
class PrintSet:
    """What was joined, and what has to be printed by hand: `others` are no PDFs, `refused` may not
    be handed over as they are.
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
    documents = list[str]()
    with env.workers(kept=kept(inspection, env)) as workers:
        for document, data in workers.examine(inspection.root, queue, want=True):
            seen = document.examined
            if data is None or not seen.pages:
                others.append(document.path)
                continue
            title = inspection.submission.titles.get(document.path)
            name = document.name.rpartition(".")[0]
            parts.append((Part(headings[document.path], title or name, seen.pages), data))
            documents.append(document.path)
        _not_too_much(sum(len(data) for _, data in parts))
        title = f"Print set, {inspection.submission.area}"
        joined = join(title, inspection.manifest.title, parts, workers) if parts else b""
    if joined is None:
        message = "these PDFs could not be joined"
        raise Temporary(CODES["R203"].problem(message, "print each by itself"))
    if not queue and not refused:
        message = f"there is no document for {', '.join(what)}"
        raise Usage(Problem("", message, "see what is there: jtai-submit check"))
    if joined:
        write_atomically(to, joined)
    pages = sum(part.pages for part, _ in parts)
    return PrintSet(to, tuple(documents), pages, tuple(others), tuple(refused))


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


def _not_too_much(total: int) -> None:
    if total > LARGEST:
        message = f"these PDFs have {size(total)}, and {size(LARGEST)} at most are joined"
        raise Usage(Problem("", message, "name fewer items or one child at a time"))
