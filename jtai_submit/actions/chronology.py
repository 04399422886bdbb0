"""Chronologies: dates and order checked, several merged into one by date, every word as it was."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Exit, Problem, Temporary, Usage
from ..inspection.finding import Finding
from ..packing.codes import CODES as PACKING
from ..pipeline.environment import Environment
from ..storage import read_file, write_atomically
from ..tables.chronology import (
    ASKED,
    CHRONOLOGY,
    FACTS,
    Asked,
    Chronology,
    ChronologyFacts,
)
from ..tables.chronology_merged import merge, written
from ..tables.codes import CODES
from ..tables.facts import Remark
from ..tables.say import place
from ..workers.frames import Facts
from ..workers.pool import Job
from ..workers.worker import Answer
from .opening import unreadable
from .output import output

ENDINGS = ("csv", "xlsx", "docx")
_LOOK = "jtai_submit.tables.chronology:look"


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding about one entry; `row` counts from 1, 0 where it is the whole."""

    finding: Finding
    row: int

    def to_dict(self) -> dict[str, object]:
        return {**self.finding.to_dict(), "row": self.row or None}


@dataclass(frozen=True, slots=True)
class ChronologyChecked:
    file: Path
    facts: ChronologyFacts
    findings: tuple[Placed, ...]

    @property
    def exit(self) -> Exit:
        blocked = any(each.finding.blocks for each in self.findings)
        return Exit.NOT_READY if blocked else Exit.OK

    @property
    def problems(self) -> Sequence[Problem]:
        return tuple(e.finding.problem(str(self.file)) for e in self.findings if e.finding.blocks)

    def to_dict(self) -> Mapping[str, object]:
        facts = self.facts
        return {
            "file": str(self.file),
            "entries": facts.entries,
            "first": facts.first.isoformat() if facts.first else None,
            "last": facts.last.isoformat() if facts.last else None,
            "findings": [each.to_dict() for each in self.findings],
        }


def check_chronology(file: Path, env: Environment) -> ChronologyChecked:
    """Dates and order of a chronology (CSV, XLSX, a table in a DOCX). Earlier entries are right."""
    ((_, facts, _),) = _read([file], env)
    return ChronologyChecked(file, facts, tuple(_placed(facts.sheet, r) for r in facts.remarks))


def _placed(sheet: str, remark: Remark) -> Placed:
    where = place(sheet, remark)
    message = f"{where}: {remark.words}" if where else remark.words
    return Placed(Finding.of(CODES[remark.code], message), remark.row)


@dataclass(frozen=True, slots=True)
class ChronologyMerged:
    """One chronology of several. `undated` entries stand behind the one above them."""

    file: Path
    entries: Mapping[str, int]  # file → how many of it
    undated: int
    lacking: tuple[Problem, ...]  # what of the files is not there as it should be

    @property
    def exit(self) -> Exit:
        return Exit.OK

    @property
    def problems(self) -> Sequence[Problem]:
        return self.lacking

    def to_dict(self) -> Mapping[str, object]:
        return {
            "file": str(self.file),
            "entries": sum(self.entries.values()),
            "from": [{"file": name, "entries": count} for name, count in self.entries.items()],
            "undated": self.undated,
        }


def merge_chronologies(files: Sequence[Path], to: Path, env: Environment) -> ChronologyMerged:
    """Merge by date into a new file; each entry carries its agency (its file's name where it has
    none).

    Raises `Usage` for a file that is no chronology (T080), or where `to` is there already.
    """
    ending = to.suffix.lower().lstrip(".")
    if ending not in ENDINGS:
        fix = "end it with .csv, .xlsx or .docx"
        raise Usage(Problem("", "a chronology is written as a table", fix, str(to)))
    if to.exists():
        fix = "choose another name: nothing is overwritten"
        raise Usage(Problem("", "there is such a file already", fix, str(to)))
    output(to, f"chronology.{ending}")
    found, lacking = [], list[Problem]()
    for file, facts, chronology in _read(files, env):
        for remark in facts.remarks:
            if CODES[remark.code].blocks:
                raise Usage(CODES[remark.code].problem(remark.words, where=str(file)))
        found.append((file, chronology))
        lacking += _lacking(file, facts)
    agencies = {chronology.name: file.stem for file, chronology in found}
    data = written(merge([chronology for _, chronology in found], agencies), ending)
    try:
        write_atomically(to, data)
    except OSError as e:
        message = f"the chronology cannot be written: {e.strerror}"
        raise Temporary(
            PACKING["S008"].problem(message, "choose another folder", str(to))
        ) from None
    counts = {str(file): len(chronology.entries) for file, chronology in found}
    undated = sum(entry.day is None for _, each in found for entry in each.entries)
    return ChronologyMerged(to, counts, undated, tuple(lacking))


# Entries that did not come, cells that are empty, what was hidden and is not, what has no place.
_SAID_OF_A_MERGE = ("T084", "T019", "T018", "T085", "T081")
_SAID = 8  # places, of one kind


def _lacking(file: Path, facts: ChronologyFacts) -> Iterator[Problem]:
    """What is said of one file, the rows of one kind together."""
    for code in _SAID_OF_A_MERGE:
        mine = [remark for remark in facts.remarks if remark.code == code]
        for words in dict.fromkeys(remark.words for remark in mine):
            alike = [remark for remark in mine if remark.words == words]
            places = list(dict.fromkeys(place(facts.sheet, each) for each in alike))
            some, over = "; ".join(filter(None, places[:_SAID])), len(places) - _SAID
            more = f" and {over} more" if over > 0 else ""
            where = f"{file}: {some}{more}" if some else str(file)
            yield CODES[code].problem(words, where=where)


def _read(
    files: Sequence[Path], env: Environment
) -> Iterator[tuple[Path, ChronologyFacts, Chronology]]:
    jobs = []
    for number, file in enumerate(files):
        asked: Facts = ASKED.dump_python(
            Asked(f"{number} {file.name}", env.now.date()), mode="json"
        )
        try:
            jobs.append(Job(asked, read_file(file)))
        except OSError as e:
            raise unreadable(file, e) from None
    with env.workers() as workers:
        for file, answer in zip(files, workers.pool.run(_LOOK, jobs), strict=True):
            if not isinstance(answer, Answer):
                raise Usage(CODES["T080"].problem("it cannot be read safely", where=str(file)))
            yield file, FACTS.validate_python(answer.facts), CHRONOLOGY.validate_json(answer.data)
