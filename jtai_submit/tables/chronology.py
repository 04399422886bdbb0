"""Chronologies: entries with their dates and agencies, checked, and merged without a word of them
changed.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice

import docx
from pydantic import TypeAdapter

from ..manifest.columns import FieldName, Holds
from ..manifest.models import ChildList
from ..workers.frames import Facts
from . import values
from .corrections import shown
from .facts import Order, Remark
from .headings import How
from .locate import HEAD, Locator
from .sheet import NoTable, Row, Sheet
from .worker import sheets
from .writing import workbook_of

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
    """The first table with a date in each row. Raises `NoTable`."""
    order = Order(asked.name, (_LIST,), asked.today, asked.today, only=_LIST.slug)
    locator = Locator(order)
    for sheet in _sheets(data, order):
        head = list(islice(sheet.rows, HEAD))
        found = locator.find(sheet.name, head)
        columns = {m.field: m for m in found.matches if m.how is not How.MISSING} if found else {}
        if not found or DATE not in columns or len(columns) < 2:
            continue
        rows = chain((row for row in head if row[0] > found.row), sheet.rows)
        headings = _named(found.headings)
        entries = tuple(_entries(rows, headings, columns[DATE].column, sheet.date1904))
        agency = columns[AGENCY].column if AGENCY in columns else -1
        return Chronology(
            asked.name,
            headings,
            entries,
            headings[columns[DATE].column],
            headings[agency] if agency >= 0 else "",
            sheet.name,
            tuple(_remarks(entries, columns[DATE].column + 1, asked.today)),
        )
    raise NoTable("it has no table with headings such as Date, Agency, Event")


def _named(headings: Sequence[str]) -> tuple[str, ...]:
    """Every column by a name of its own: a blank or repeated heading would hide another's cells."""
    out: list[str] = []
    for number, text in enumerate(headings, 1):
        name = " ".join(text.split())
        out.append(f"{name} ({number})".strip() if not name or name in out else name)
    return tuple(out)


def _sheets(data: bytes, order: Order) -> Iterator[Sheet]:
    if data.startswith(b"PK") and b"word/document.xml" in data:
        return _tables(data)
    return sheets(order, data)


def _tables(data: bytes) -> Iterator[Sheet]:
    """The tables of a Word document."""
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as e:  # a parser that trips over a file in ways of its own
        raise NoTable(f"the document cannot be read ({type(e).__name__})") from None
    for number, table in enumerate(document.tables, 1):
        rows: list[Row] = [
            (n, [cell.text for cell in row.cells]) for n, row in enumerate(table.rows, 1)
        ]
        yield Sheet(f"table {number}", iter(rows))


def _entries(
    rows: Iterator[Row], headings: Sequence[str], at: int, date1904: bool
) -> Iterator[Entry]:
    read = values.days(date1904=date1904)
    for number, row in rows:
        if values.bare(row):
            continue
        day = read(row[at]).value if at < len(row) else None
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


def merge(chronologies: Sequence[Chronology], agencies: Mapping[str, str]) -> list[list[str]]:
    """Every entry of every chronology by date, under one row of headings; the wording is untouched.

    `agencies`: file → who wrote it, for chronologies without such a column. Entries of one day stay
    in the order of their files; one without a date stays behind the one above it.
    """
    others: dict[str, None] = {}
    for each in chronologies:
        special = (each.dated, each.agency)
        others |= dict.fromkeys(head for head in each.headings if head not in special)
        for entry in each.entries:
            others |= dict.fromkeys(head for head in entry.cells if head not in special)
    rows: list[tuple[date, list[str]]] = []
    for each in chronologies:
        last = date.min
        for entry in each.entries:
            last = entry.day or last
            agency = entry.cells.get(each.agency, "") or agencies.get(each.name, each.name)
            rest = [
                entry.cells.get(head, "") if head not in (each.dated, each.agency) else ""
                for head in others
            ]
            rows.append((last, [entry.cells.get(each.dated, ""), agency, *rest]))
    rows.sort(key=lambda row: row[0])
    return [[DATE, AGENCY, *others], *(cells for _, cells in rows)]


def written(rows: Sequence[Sequence[str]], ending: str) -> bytes:
    """A merged chronology as `csv`, `xlsx` or `docx`."""
    if ending == "docx":
        document = docx.Document()
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
    if ending == "xlsx":
        return workbook_of({"Chronology": rows})
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows(rows)
    return lines.getvalue().encode("utf-8-sig")
