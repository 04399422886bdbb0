"""One PDF to print: clean copies of what is wanted on paper, with contents and page numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..checks.registry import BOOK as CHECKS
from ..errors import Exit, Problem, Usage
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal
from ..inspection.slots.registry import slots
from ..pipeline.environment import Environment
from ..pipeline.judge import judge
from ..pipeline.reading_copy import MOST, join
from ..pipeline.survey import Selection, Survey, examine, kept, look
from ..redaction.examining import Workers
from ..reporting.contents_pdf import Part
from ..storage import write_atomically
from ..words import size
from .opening import known_slot, opened
from .output import output


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
    output(to, "print-set.pdf")
    wanted = _meant(what, inspection)
    survey = look(inspection, Selection(), env)
    examine(survey, env)
    standing = judge(survey, Journal.load(inspection.own), env)
    refused, headings = list[Problem](), dict[str, str]()
    for report in standing.slots:
        for file in report.files if report.slot.id in wanted else ():
            refused += (each.problem(file.path) for each in file.findings if each.blocks)
            if not file.blocked:
                headings.setdefault(file.path, report.slot.shown)
    if not headings and not refused:
        message = f"there is no document for {', '.join(what)}"
        raise Usage(Problem("", message, "see what is there: jtai-submit check"))
    with env.workers(kept=kept(inspection, env)) as workers:
        gathered = _gathered(survey, headings, workers)
        title, theme = f"Print set, {inspection.submission.area}", inspection.manifest.title
        joined = join(title, theme, gathered.parts, workers) if gathered.parts else None
    if joined:
        write_atomically(to, joined.data)
    inside = set(range(len(gathered.parts))) - set(joined.apart) if joined else set[int]()
    apart = (path for n, path in enumerate(gathered.documents) if n not in inside)
    return PrintSet(
        to,
        tuple(path for n, path in enumerate(gathered.documents) if n in inside),
        sum(part.pages for n, (part, _) in enumerate(gathered.parts) if n in inside),
        (*gathered.others, *apart),
        (*refused, *gathered.changed),
    )


@dataclass(slots=True)
class _Gathered:
    """Clean copies: PDFs with their paths, and the paths of what is none."""

    parts: list[tuple[Part, bytes]] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    changed: list[Problem] = field(default_factory=list)


def _gathered(survey: Survey, headings: Mapping[str, str], workers: Workers) -> _Gathered:
    """The documents by path, each with what it answers. Raises `Usage` where they are too much to
    be held.
    """
    out, held = _Gathered(), 0
    queue = [survey.every[path] for path in headings]
    for document, data in workers.examine(survey.inspection.root, queue, want=True):
        if data is None:
            message, fix = "it changed while it was read", "run the same command again"
            out.changed.append(CHECKS["D013"].problem(message, fix, document.path))
        elif not document.examined.pages:
            out.others.append(document.path)
        else:
            held += len(data)
            if held > MOST:
                message = f"these PDFs have more than the {size(MOST)} that are joined"
                fix = "name fewer items, or one child at a time"
                raise Usage(Problem("", message, fix))
            title = survey.inspection.submission.titles.get(document.path)
            title = title or document.name.rpartition(".")[0]
            part = Part(headings[document.path], title, document.examined.pages)
            out.parts.append((part, data))
            out.documents.append(document.path)
    return out


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
