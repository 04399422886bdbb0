"""Corrections: a workbook of wrong rows for whoever mends them, and the mended rows put back into
copies.
"""

import csv
import hashlib
import io
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain, count, islice

from . import locate, values
from .facts import FACTS, ORDER, Order
from .headings import texts
from .sheet import NoTable, Row, Value
from .worker import look, sheets
from .writing import workbook_of

LEAD = ("File", "Version", "Sheet", "Row", "What is wrong", "What to do")
_VERSION = 12  # characters of the file's SHA-256: whether the list is still what it was
_UNSAFE = re.compile(r"[^\w .,()-]")
_NAME = 31  # characters of a sheet's name in Excel


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong in one row."""

    file: str
    slug: str
    sheet: str
    row: int
    words: str
    fix: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A copy of a list with its mended rows, as CSV; `left` rows of it are still wrong."""

    name: str
    data: bytes
    rows: int
    left: int


def write(files: Mapping[str, bytes], wrong: Sequence[Wrong], order: Order) -> tuple[bytes, int]:
    """The workbook, one sheet a list; and how many rows it holds."""
    by_list: dict[tuple[str, str, str], dict[int, list[Wrong]]] = {}
    for each in wrong:
        place = by_list.setdefault((each.slug, each.file, each.sheet), {})
        place.setdefault(each.row, []).append(each)
    pages: dict[str, list[Sequence[Value]]] = {}
    count = 0
    for (slug, file, sheet), rows in by_list.items():
        headings, cells = _cells(files[file], sheet, slug, order, rows)
        page = pages.setdefault(slug[:_NAME], [(*LEAD, *headings)])
        for number, mine in sorted(rows.items()):
            why = "; ".join(dict.fromkeys(w.words for w in mine))
            fix = " ".join(dict.fromkeys(w.fix for w in mine if w.fix))
            lead = (file, version(files[file]), sheet, str(number), why, fix)
            page.append((*lead, *map(shown, cells.get(number, ()))))
            count += 1
    return workbook_of(pages or {"Nothing": [("No row is wrong.",)]}), count


def _cells(
    data: bytes, sheet: str, slug: str, order: Order, wanted: Mapping[int, object]
) -> tuple[tuple[str, ...], dict[int, Sequence[Value]]]:
    """The headings of a list, and the cells of the rows that are wanted."""
    for name, headings, rows in _tables(data, slug, order):
        if name == sheet:
            return headings, {number: row for number, row in rows if number in wanted}
    return (), {}


def _tables(
    data: bytes, slug: str, order: Order
) -> Iterator[tuple[str, tuple[str, ...], Iterator[Row]]]:
    """Each sheet that holds the list: its name, its headings, the rows below them."""
    mine = Order(order.name, order.lists, order.notified, order.today, slug, order.help)
    locator = locate.Locator(mine)
    for sheet in sheets(mine, data):
        head = list(islice(sheet.rows, locate.HEAD))
        if found := locator.find(sheet.name, head):
            below = chain((row for row in head if row[0] > found.row), sheet.rows)
            yield sheet.name, found.headings, below


def version(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_VERSION]


def shown(value: Value) -> str:
    """A cell as text, dates with the day first; a text as it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y") if not value.time() else value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return values.identifier(value)


def take(files: Mapping[str, bytes], data: bytes, order: Order) -> list[Mended]:
    """Copies of the lists with the rows of a corrections workbook in the place of the wrong ones.

    Raises `NoTable` where the workbook is none, or a list is not what it was when it was written.
    """
    mended: dict[tuple[str, str, str], dict[int, Sequence[str]]] = defaultdict(dict)
    pages = {each.slug[:_NAME]: each.slug for each in order.lists}
    for page in sheets(order, data):
        rows = iter(page.rows)
        _, first = next(rows, (0, ()))
        if tuple(texts(first)[: len(LEAD)]) != LEAD:
            continue
        for _, row in rows:
            file, seen, sheet, number = (values.identifier(v) for v in row[:4])
            if file not in files or not number.isdecimal():
                raise NoTable("a row of it belongs to no list that is here")
            if version(files[file]) != seen:
                raise NoTable(f"{file} was changed since the corrections were written")
            slug = pages.get(page.name, page.name)
            mended[slug, file, sheet][int(number)] = list(map(shown, row[len(LEAD) :]))
    if not mended:
        raise NoTable("it is no workbook that jtai-submit lists corrections wrote")
    copies = [
        _copy(files[file], slug, sheet, rows, order) for (slug, file, sheet), rows in mended.items()
    ]
    names, taken = Counter(copy.name for copy in copies), set[str]()
    out = []
    for copy, (slug, file, sheet) in zip(copies, mended, strict=True):
        name = _apart(slug, file, sheet, taken) if names[copy.name] > 1 else copy.name
        taken.add(name.casefold())
        out.append(replace(copy, name=name))
    return out


def _apart(slug: str, file: str, sheet: str, taken: Container[str]) -> str:
    """The name of one of several copies of one list: `contacts - Annex A, North.csv`"""
    stem = file.rpartition("/")[2].rpartition(".")[0]
    which = _UNSAFE.sub("_", ", ".join(filter(None, (stem, sheet))))
    names = (f"{slug} - {which}{f' ({n})' if n > 1 else ''}.csv" for n in count(1))
    return next(name for name in names if name.casefold() not in taken)


def _copy(
    data: bytes, slug: str, sheet: str, rows: Mapping[int, Sequence[str]], order: Order
) -> Mended:
    for name, headings, below in _tables(data, slug, order):
        if name != sheet:
            continue
        out = io.StringIO(newline="")
        writer = csv.writer(out, quoting=csv.QUOTE_ALL)
        writer.writerow(headings)
        for number, row in below:
            if values.bare(row):
                continue
            writer.writerow(rows.get(number) or list(map(shown, row)))
        text = out.getvalue().encode("utf-8-sig")
        return Mended(f"{slug}.csv", text, len(rows), _left(text, slug, order))
    raise NoTable(f"the list {slug} is not there any more")


def _left(data: bytes, slug: str, order: Order) -> int:
    """How many rows of the copy are still wrong: those that did not come back, too."""
    mine = Order(order.name, order.lists, order.notified, order.today, slug, order.help)
    told, _ = look(ORDER.dump_python(mine, mode="json", by_alias=True), data)
    facts = FACTS.validate_python(told)
    return len({remark.row for each in facts.lists for remark in each.remarks if remark.row})
