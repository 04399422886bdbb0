"""The lists: under which headings each field was found, what is wrong in which row, and corrections
by hand.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..documents.examination import Examination, Examined
from ..errors import Exit, Problem, Usage, nearest
from ..inspection.edits import edit
from ..inspection.inspection import Inspection
from ..inspection.splices import appended, entry
from ..manifest.codes import CODES as MANIFEST
from ..manifest.columns import FieldName
from ..pipeline.decisions import by_file
from ..pipeline.environment import Environment
from ..pipeline.lists import known_lists, narrowed, order_of, served, standing_decisions
from ..storage import read_file, write_atomically
from ..tables import corrections as sheets
from ..tables.codes import CODES
from ..tables.facts import ListFacts
from ..tables.headings import How
from ..tables.reading import Lists
from ..tables.say import Placed
from ..tables.sheet import NoTable
from .opening import opened, unreadable
from .output import output, outside


@dataclass(frozen=True, slots=True)
class ListReport:
    """One list as it lies in one file."""

    slug: str
    file: str
    facts: ListFacts
    findings: tuple[Placed, ...]

    def to_dict(self) -> dict[str, object]:
        return {
            "id": f"list/{self.slug}",
            "file": self.file,
            "sheet": self.facts.sheet or None,
            "rows": self.facts.rows,
            "columns": [
                {"field": m.field, "heading": m.heading or None, "how": m.how.value}
                for m in self.facts.columns
            ],
            "findings": [each.to_dict() for each in self.findings],
        }


@dataclass(frozen=True, slots=True)
class ListsChecked:
    """Every list that is there; `missing` are the ids of those that are not, and are not said to
    be.
    """

    lists: tuple[ListReport, ...]
    missing: tuple[str, ...]

    @property
    def exit(self) -> Exit:
        blocked = any(f.finding.blocks for each in self.lists for f in each.findings)
        return Exit.NOT_READY if blocked or self.missing else Exit.OK

    @property
    def problems(self) -> Sequence[Problem]:
        return tuple(
            f.finding.problem(each.file)
            for each in self.lists
            for f in each.findings
            if f.finding.blocks
        )

    def to_dict(self) -> Mapping[str, object]:
        return {
            "lists": [each.to_dict() for each in self.lists],
            "missing": list(self.missing),
        }


def check_lists(directory: Path, env: Environment) -> ListsChecked:
    """Every row of every list, as `check` judges it."""
    return _checked(_Read.of(opened(directory), env))


@dataclass(frozen=True, slots=True)
class _Read:
    """The list files of an inspection, and what they hold."""

    inspection: Inspection
    documents: tuple[Examined, ...]
    lists: Lists

    @classmethod
    def of(cls, inspection: Inspection, env: Environment) -> "_Read":
        files = served(inspection)
        lists = known_lists(inspection, files, env)
        mine = []
        for file in narrowed(files, lists):
            if file.path in lists.files:
                sha256 = hashlib.sha256((inspection.root / file.path).read_bytes()).hexdigest()
                mine.append(Examined.of(file, Examination(sha256=sha256)))
        return cls(inspection, tuple(mine), lists)

    def bytes(self) -> dict[str, bytes]:
        return {d.path: (self.inspection.root / d.path).read_bytes() for d in self.documents}


def _checked(read: _Read) -> ListsChecked:
    decisions = by_file(read.inspection)
    reports = []
    for document in read.documents:
        found = read.lists.files[document.path]
        where = standing_decisions(document, decisions)
        every = tuple(read.lists.placed(document.path, where, every_row=True))
        named = read.lists.named.get(document.path, "")
        for facts in found.lists or ((ListFacts(named, "", 0, 0),) if named else ()):
            mine = tuple(f for f in every if (f.slug, f.sheet) == (facts.slug, facts.sheet))
            reports.append(ListReport(facts.slug, document.path, facts, mine))
    there = {report.slug for report in reports}
    exempt = {each.slot for each in read.inspection.submission.not_applicable}
    owed = [each.slug for each in read.inspection.manifest.every_list]
    ordered = sorted(reports, key=lambda report: owed.index(report.slug))
    missing = tuple(f"list/{s}" for s in owed if s not in there and f"list/{s}" not in exempt)
    return ListsChecked(tuple(ordered), missing)


@dataclass(frozen=True, slots=True)
class Matched:
    """The match report: each list with its columns; `said` headings that were just
    given by hand.
    """

    checked: ListsChecked
    said: tuple[tuple[str, str], ...] = ()

    @property
    def exit(self) -> Exit:
        return Exit.OK

    @property
    def problems(self) -> Sequence[Problem]:
        return ()

    @property
    def doubtful(self) -> int:
        """Columns that were guessed or are missing."""
        return sum(
            match.how in (How.GUESS, How.MISSING)
            for each in self.checked.lists
            for match in each.facts.columns
        )

    def to_dict(self) -> Mapping[str, object]:
        return {
            "lists": [
                {name: value for name, value in each.to_dict().items() if name != "findings"}
                for each in self.checked.lists
            ]
        }


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says of a list: `say` are `FIELD=HEADING`, `sheet` is where it stands."""

    slug: str = ""
    say: tuple[str, ...] = ()
    sheet: str = ""


def match_lists(directory: Path, given: Given, env: Environment) -> Matched:
    """Under which heading each field was found. What is given is written to submission.yaml under
    `lists:`. Raises `Usage` for a list or field that the guidance does not have."""
    inspection, slug = opened(directory), given.slug.casefold()
    said = tuple(_said(inspection, slug, each) for each in given.say)
    if (said or given.sheet) and not slug:
        raise Usage(Problem("", "which list is it?", "name the list, such as contacts"))
    _known_list(inspection, slug)
    for field, heading in said:
        inspection = _write(inspection, list=slug, field=field, heading=heading)
    if given.sheet:
        inspection = _write(inspection, list=slug, sheet=given.sheet)
    checked = _checked(_Read.of(inspection, env))
    wanted = tuple(each for each in checked.lists if slug in ("", each.slug))
    return Matched(ListsChecked(wanted, ()), said)


def _write(inspection: Inspection, **values: str) -> Inspection:
    def change(now: Inspection) -> str:
        return appended(now.source, "lists", entry(**values))

    return edit(inspection, change)


def _known_list(inspection: Inspection, slug: str) -> tuple[FieldName, ...]:
    known = {each.slug: each.every for each in inspection.manifest.every_list}
    if slug and slug not in known:
        fix = f"use one of: {', '.join(known)}{nearest(slug, known)}"
        raise Usage(MANIFEST["M012"].problem(f'"{slug}" is not a list', fix))
    return known.get(slug, ())


def _said(inspection: Inspection, slug: str, text: str) -> tuple[str, str]:
    field, equals, heading = text.partition("=")
    names = {each.name.casefold(): each.name for each in _known_list(inspection, slug)}
    if not equals or field.strip().casefold() not in names:
        fix = f"write FIELD=HEADING, with a field of the guidance{nearest(field, names.values())}"
        raise Usage(Problem("", f'"{text}" names no field of {slug or "a list"}', fix))
    return names[field.strip().casefold()], heading.strip()


@dataclass(frozen=True, slots=True)
class Corrections:
    """The workbook of wrong rows, or what came back in one."""

    file: Path
    rows: int
    taken: bool = False
    left: int = 0  # rows of the copies that are still wrong
    written: tuple[str, ...] = ()

    @property
    def exit(self) -> Exit:
        return Exit.NOT_READY if self.left else Exit.OK

    @property
    def problems(self) -> Sequence[Problem]:
        return ()

    def to_dict(self) -> Mapping[str, object]:
        data: dict[str, object] = {"file": str(self.file), "rows": self.rows}
        return data | {"left": self.left, "written": list(self.written)} if self.taken else data


def write_corrections(directory: Path, to: Path, env: Environment) -> Corrections:
    """One workbook with each wrong row of every list, why, and its cells, for whoever mends it."""
    inspection = opened(directory)
    output(to, "corrections.xlsx", new=True)  # somebody may have mended rows in an earlier one
    read = _Read.of(inspection, env)
    wanted = [
        sheets.Wrong(each.file, f.slug, f.sheet, f.row, f.finding.message, f.finding.fix)
        for each in _checked(read).lists
        for f in each.findings
        if f.row
    ]
    data, rows = sheets.write(read.bytes(), wanted, order_of(inspection, env))
    write_atomically(to, data, 0o600)
    return Corrections(to, rows)


def take_corrections(directory: Path, file: Path, to: Path, env: Environment) -> Corrections:
    """Put the mended rows of a corrections workbook into copies of the lists, written to `to`.

    The lists themselves stay as they are.
    """
    inspection = opened(directory)
    outside(to / "corrections")
    try:
        data = read_file(file)
    except OSError as e:
        raise unreadable(file, e) from None
    try:
        mended = sheets.take(_Read.of(inspection, env).bytes(), data, order_of(inspection, env))
    except NoTable as e:
        fix = "write the corrections anew, and mend those: jtai-submit lists corrections"
        raise Usage(CODES["T001"].problem(str(e.args[0]), fix, str(file))) from None
    for each in mended:
        write_atomically(to / each.name, each.data, 0o600)
    rows, left = sum(each.rows for each in mended), sum(each.left for each in mended)
    return Corrections(file, rows, True, left, tuple(each.name for each in mended))
