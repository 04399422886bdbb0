"""What a worker does with one file of lists: bytes in, facts out. It needs nothing but what it is
given.

The facts hold no cell's value. The second part, what the rules across lists need of each row, stays
in memory.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from ..manifest.columns import Holds
from ..workers.frames import Facts
from . import locate
from .body import Body, Column
from .csv_file import read_csv
from .facts import CHILDREN, FACTS, ORDER, Children, FileFacts, ListFacts, Order, Remark
from .fill import read_body
from .rules.registry import RULES
from .rules.t015_too_early import newest
from .sheet import NoTable, Row, Sheet

MOST_REMARKS = 500  # of one kind about one column; a list that is wrong throughout is said once


def look(facts: Facts, data: bytes) -> tuple[Facts, bytes]:
    """The lists of a file. `facts`: the order; back come the file's facts, and its children as
    JSON.
    """
    order = ORDER.validate_python(facts)
    gc.disable()  # a million cells, none of them garbage, would be looked at again and again
    try:
        found, children = _lists(order, data)
    except NoTable as e:
        found, children = FileFacts(problem=str(e.args[0])), {}
    finally:
        gc.enable()
    return FACTS.dump_python(found, mode="json"), CHILDREN.dump_json(children)


def sheets(order: Order, data: bytes, locator: locate.Locator | None = None) -> Iterator[Sheet]:
    """The sheets of a file by its content; a `locator` that is at hand. Raises `NoTable`."""
    if data.startswith(b"PK"):
        from .workbook import read_workbook  # its libraries are loaded by who reads a workbook

        return read_workbook(data)
    if data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")) or not data.strip():
        raise NoTable("it is neither a CSV nor an XLSX")
    return iter([read_csv(data, (locator or locate.Locator(order)).like)])


def bodies(order: Order, data: bytes, unread: list[str] | None = None) -> Iterator[Body]:
    """Each list that the file holds, with its rows; the names of sheets that look like the rest of
    one, without its headings, are put to `unread`. Raises `NoTable`.
    """
    locator = locate.Locator(order)
    for sheet in sheets(order, data, locator):
        if locate.no_data(sheet.name):
            continue
        rows = sheet.rows
        head = list(islice(rows, locate.HEAD))
        found = locator.find(sheet.name, head)
        if not found:
            if unread is not None and locate.goes_on(head):
                unread.append(sheet.name)
            continue
        below = chain((row for row in head if row[0] > found.row), rows)
        yield _body(found, sheet, below, order)


def _body(found: locate.Found, sheet: Sheet, below: Iterator[Row], order: Order) -> Body:
    body = Body(
        found.asked,
        sheet,
        found.row,
        order.notified,
        order.today,
        found.matches,
        _trimmed(found.headings),
        named=found.named,
    )
    return read_body(body, below)


def _trimmed(headings: tuple[str, ...]) -> tuple[str, ...]:
    width = max((n for n, text in enumerate(headings, 1) if text.strip()), default=0)
    return headings[:width]


def _lists(order: Order, data: bytes) -> tuple[FileFacts, dict[str, Children]]:
    facts: list[ListFacts] = []
    children: dict[str, Children] = {}
    beside: dict[str, Children] = {}
    unread: list[str] = []
    for body in bodies(order, data, unread):
        slug = body.asked.slug
        facts.append(_facts(body))
        if body.ids:
            (beside if facts[-1].adds else children).setdefault(slug, _children(body))
    # Beside the list itself, a sheet with some of its headings and no ids is a summary of it.
    with_ids = {each.slug for each in facts if _has_ids(each, order)}
    lists = (each for each in facts if each.slug not in with_ids or _has_ids(each, order))
    return FileFacts(tuple(_with_unread(lists, unread))), beside | children


def _with_unread(lists: Iterable[ListFacts], unread: Sequence[str]) -> Iterator[ListFacts]:
    """The first list says which sheets beside it were not read."""
    said = tuple(
        Remark("T035", f'sheet "{name}" has rows like these and no headings, and was not read')
        for name in unread
    )
    for n, each in enumerate(lists):
        yield replace(each, remarks=(*each.remarks, *said)) if said and not n else each


def _has_ids(facts: ListFacts, order: Order) -> bool:
    asked = next(each for each in order.lists if each.slug == facts.slug)
    ids = {field.name for field in asked.fields if field.holds is Holds.ID}
    return not ids.isdisjoint(m.field for m in facts.columns if m.column >= 0)


def _facts(body: Body) -> ListFacts:
    remarks = tuple(_few(chain.from_iterable(rule.remarks(body) for rule in RULES)))
    asked = {field.name for field in body.asked.fields}
    columns = tuple(match for match in body.matches if match.field in asked)
    return ListFacts(
        body.asked.slug,
        body.sheet.name,
        body.heading_row,
        len(body.rows),
        columns,
        remarks,
        newest(body),
        _adds(body),
    )


def _adds(body: Body) -> tuple[str, ...]:
    """The columns of a table that holds nothing but ids and what Ofsted's template lacks."""
    fields = [f for f in body.asked.fields if f.name in body.columns and f.holds is not Holds.ID]
    beside = bool(body.ids) and all(not field.in_template for field in fields)
    return tuple(field.name for field in fields) if beside else ()


def _few(remarks: Iterator[Remark]) -> Iterator[Remark]:
    """Every remark, up to so many of one kind; then one that says how many more there are."""
    seen: dict[tuple[str, str, int], int] = {}
    kinds: dict[tuple[str, str, int], Remark] = {}
    for remark in remarks:
        kind = (remark.code, _without_row(remark.words), remark.column)
        seen[kind] = seen.get(kind, 0) + 1
        kinds.setdefault(kind, remark)
        if seen[kind] <= MOST_REMARKS:
            yield remark
    for kind, count in seen.items():
        if count > MOST_REMARKS:
            more = f"{kinds[kind].words}, and {count - MOST_REMARKS:,} rows more like it"
            yield replace(kinds[kind], words=more, row=0)


def _without_row(words: str) -> str:
    return words.rpartition(" in row ")[0] or words


def _children(body: Body) -> Children:
    gender = body.columns.get("Gender")
    neglect = next((c for name, c in body.columns.items() if "neglect" in name.lower()), None)

    def cells(column: Column | None) -> tuple[Any, ...]:
        return tuple(column.cells) if column else ()

    return Children(
        tuple(body.rows),
        tuple(body.ids),
        cells(body.one(Holds.BORN)),
        cells(body.one(Holds.AGE)),
        cells(gender),
        cells(body.one(Holds.STATUS)),
        cells(neglect),
    )
