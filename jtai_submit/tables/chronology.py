"""Chronologies: entries with their dates and agencies, read without a word of them
changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, islice

from pydantic import TypeAdapter

from ..manifest.columns import FieldName, Holds
from ..manifest.models import ChildList
from ..words import counted
from ..workers.frames import Facts
from . import values
from .beginnings import beginning
from .corrections import shown
from .facts import Order, Remark
from .headings import How
from .locate import HEAD, Locator
from .sheet import NoTable, Odd, Row, Sheet
from .word_tables import is_word, word_tables
from .worker import sheets

DATE, AGENCY, EVENT = "Date", "Agency", "Event"
_FIELDS = (
    FieldName(
        name=DATE,
        holds=Holds.DATE,
        aliases=(
            "Date of event",
            "Event date",
            "Date of entry",
            "When",
            "Date/time",
            "Date and time",
        ),
        guesses=(r"date\b.*", r".*\bdate"),
    ),
    FieldName(
        name=AGENCY,
        aliases=("Source", "Organisation", "Service", "Agency/source", "Source of information"),
        guesses=(r".*\bagency\b.*", r"source\b.*"),
    ),
    FieldName(
        name=EVENT,
        aliases=(
            "Significant event",
            "Entry",
            "Details",
            "Description",
            "What happened",
            "Event details",
        ),
        guesses=(r".*\bevents?\b.*", r".*\b(details|description|entry|information)\b.*"),
    ),
)
_LIST = ChildList(slug="chronology", title="Chronology", text="", deadline="none", fields=_FIELDS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its cells by heading as they are written, and its day where it has one."""

    row: int
    cells: Mapping[str, str]
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Chronology:
    """A chronology as read. `headings` in their order; `dated` and `agency` are those of two of
    them.
    """

    name: str
    headings: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    dated: str = ""
    agency: str = ""
    sheet: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a worker is told beside the bytes."""

    name: str
    today: date


@dataclass(frozen=True, slots=True)
class ChronologyFacts:
    """What may be told of it."""

    entries: int = 0
    first: date | None = None
    last: date | None = None
    sheet: str = ""
    remarks: tuple[Remark, ...] = field(default_factory=tuple)


ASKED = TypeAdapter(Asked)
CHRONOLOGY = TypeAdapter(Chronology)
FACTS = TypeAdapter(ChronologyFacts)


def look(facts: Facts, data: bytes) -> tuple[Facts, bytes]:
    """For a worker: what may be told of a chronology, and the whole of it as JSON."""
    asked = ASKED.validate_python(facts)
    try:
        found = read_chronology(data, asked)
    except NoTable as e:
        found = Chronology(asked.name, remarks=(Remark("T080", str(e.args[0])),))
    days = [entry.day for entry in found.entries if entry.day]
    told = ChronologyFacts(
        len(found.entries),
        min(days, default=None),
        max(days, default=None),
        found.sheet,
        found.remarks,
    )
    return FACTS.dump_python(told, mode="json"), CHRONOLOGY.dump_json(found)


def read_chronology(data: bytes, asked: Asked) -> Chronology:
    """Every table with a date in each row, one after the other. Raises `NoTable`."""
    order = Order(asked.name, (_LIST,), asked.today, asked.today, only=_LIST.slug)
    locator = Locator(order)
    parts: list[Chronology] = []
    passed: list[Remark] = []
    above: _Table | None = None
    for sheet in _sheets(data, order):
        head = list(islice(sheet.rows, HEAD))
        table = _headed(locator, sheet, head) or (above and above.goes_on(sheet, head))
        if table:
            above = table
            parts.append(table.read(chain(head, sheet.rows), asked))
        elif filled := sum(not values.bare(row) for _, row in chain(head, sheet.rows)):
            rows = counted(filled, "row")
            told = f"{sheet.name} has no headings such as Date and Event: {rows} of it not read"
            passed.append(Remark("T084", told))
    if not parts:
        raise NoTable("it has no table with headings such as Date, Agency, Event")
    return _joined(asked.name, parts, passed)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of entries. `row` is that of its headings, 0 where they stand in the one before;
    `date` and `agency` are columns from 0, −1 where there is none.
    """

    sheet: Sheet
    row: int
    headings: tuple[str, ...]
    date: int
    agency: int

    def goes_on(self, sheet: Sheet, head: Sequence[Row]) -> "_Table | None":
        """The next one, where it has dates in the same column, and no headings of its own."""
        read = values.days(date1904=sheet.date1904)
        rows = [row for _, row in head if not values.bare(row)]
        dated = [row for row in rows if self.date < len(row) and beginning(row[self.date], read)]
        fits = dated and dated[0] is rows[0] and len(rows[0]) == len(self.headings)
        fits = fits and 2 * len(dated) > len(rows)
        return replace(self, sheet=sheet, row=0) if fits else None

    def read(self, rows: Iterator[Row], asked: Asked) -> Chronology:
        below = (row for row in rows if row[0] > self.row)
        entries = tuple(_entries(below, self.headings, self.date, self.sheet.date1904))
        return Chronology(
            asked.name,
            self.headings,
            entries,
            self.headings[self.date],
            self.headings[self.agency] if self.agency >= 0 else "",
            self.sheet.name,
            (*_remarks(entries, self.date + 1, asked.today), *self._odd()),
        )

    def _odd(self) -> Iterator[Remark]:
        """Cells whose words are not there to be read."""
        if self.sheet.hidden:
            yield Remark("T085", f"the sheet {self.sheet.name} is hidden")
        for each in self.sheet.oddities:
            if (each.row > self.row or not each.row) and each.odd in _ODD:
                yield Remark(*_ODD[each.odd], each.row, each.column)


_ODD = {
    Odd.HIDDEN_ROW: ("T085", "the row is hidden; once it is merged, everybody sees it"),
    Odd.HIDDEN_COLUMN: ("T085", "the column is hidden; once it is merged, everybody sees it"),
    Odd.FORMULA: ("T019", "a formula was never calculated, so that nothing stands there"),
    Odd.ERROR: ("T018", "a formula came to an error"),
}


def _headed(locator: Locator, sheet: Sheet, head: Sequence[Row]) -> _Table | None:
    found = locator.find(sheet.name, head)
    columns = {m.field: m for m in found.matches if m.how is not How.MISSING} if found else {}
    if not found or DATE not in columns or len(columns) < 2:
        return None
    agency = columns[AGENCY].column if AGENCY in columns else -1
    return _Table(sheet, found.row, _named(found.headings), columns[DATE].column, agency)


def _joined(name: str, parts: Sequence[Chronology], passed: Sequence[Remark]) -> Chronology:
    """Several tables as one: the columns of date and agency are those of the first."""
    first = parts[0]
    if len(parts) == 1:
        return replace(first, remarks=(*first.remarks, *passed))
    agency = next((part.agency for part in parts if part.agency), "")
    entries: list[Entry] = []
    headings: dict[str, None] = {}
    remarks: list[Remark] = []
    for part in parts:
        same = {part.dated: first.dated} | ({part.agency: agency} if part.agency else {})
        for head in part.headings:  # another column may have the name that is given to a date
            if head not in same:
                same[head] = f"{head} (2)" if head in same.values() else head
        headings |= dict.fromkeys(same[head] for head in part.headings)
        entries += (
            replace(each, cells={same.get(head, head): text for head, text in each.cells.items()})
            for each in part.entries
        )
        remarks += (replace(each, words=f"{part.sheet}: {each.words}") for each in part.remarks)
    every = (*remarks, *passed)
    return Chronology(name, tuple(headings), tuple(entries), first.dated, agency, "", every)


def _named(headings: Sequence[str]) -> tuple[str, ...]:
    """Every column by a name of its own: a blank or repeated heading would hide another's cells."""
    out: list[str] = []
    for number, text in enumerate(headings, 1):
        name = " ".join(text.split())
        out.append(f"{name} ({number})".strip() if not name or name in out else name)
    return tuple(out)


def _sheets(data: bytes, order: Order) -> Iterator[Sheet]:
    return word_tables(data) if is_word(data) else sheets(order, data)


def _entries(
    rows: Iterator[Row], headings: Sequence[str], at: int, date1904: bool
) -> Iterator[Entry]:
    read = values.days(date1904=date1904)
    for number, row in rows:
        if values.bare(row):
            continue
        day = beginning(row[at], read) if at < len(row) else None
        cells = {head: shown(row[n]) for n, head in enumerate(headings) if n < len(row)}
        extra = [shown(cell) for cell in row[len(headings) :] if not values.blank(cell)]
        cells |= {f"Column {n}": text for n, text in enumerate(extra, len(headings) + 1)}
        yield Entry(number, cells, day)


def _remarks(entries: Sequence[Entry], column: int, today: date) -> Iterator[Remark]:
    latest: date | None = None
    for entry in entries:
        if entry.day is None:
            yield Remark("T081", "the entry has no date that can be read", entry.row, column)
            continue
        if latest and entry.day < latest:
            yield Remark("T082", "the entry is earlier than one above it", entry.row, column)
        if entry.day > today:
            yield Remark("T083", "the entry lies after today", entry.row, column)
        latest = max(latest or entry.day, entry.day)
