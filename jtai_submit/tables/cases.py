"""Which rows of a sheet are about a child: no totals, no notes, no headings of a further page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from . import values
from .body import Body, Column
from .headings import squashed
from .sheet import Row, Value

Cells = Sequence[Sequence[Value]]  # of several rows
_TOTAL = ("total", "grand total", "count", "number of", "no. of", "no of", "sum of", "average")
_SHORT = ("total", "grand", "count")
_LONGEST_ID = 40
_AGAIN = 3  # headings that stand in one row once more
_WITH_DIGITS = re.compile(r"^.*\d.*$", re.M)
_SIGNS = ",;\t|"
_IN_PROSE = re.compile(r"[,;](?= )")


def plain(
    body: Body, numbers: Sequence[int], rows: Cells, id_column: Column | None, width: int
) -> bool:
    """Whether every row of a chunk is a case that fits, told at once; else each is looked at by
    itself.
    """
    if id_column is None:
        return False
    csv = not body.sheet.name
    if set(map(len, rows)) != {width} and (csv or min(map(len, rows)) < id_column.number):
        return False
    ids: list[Any] = list(map(itemgetter(id_column.number - 1), rows))
    kinds = set(map(type, ids))
    if kinds == {str}:
        if not all(ids) or max(map(len, ids)) > _LONGEST_ID:
            return False
        if not "".join(ids).isdecimal() and not _look_like_ids("\n".join(ids).casefold(), len(ids)):
            return False
    elif not kinds <= {int, float}:
        return False
    if numbers[0] <= body.sheet.quoted and any("\n" in "".join(map(str, row)) for row in rows):
        return False
    for kind, count in Counter(map(type, ids)).items():
        body.id_forms[kind] = body.id_forms.get(kind, 0) + count
    return True


def _look_like_ids(text: str, count: int) -> bool:
    """Whether each line is one word with a digit in it, and none a total's."""
    blank = "\n\n" in text or " " in text or "\u00a0" in text
    if blank or any(word in text for word in _SHORT):
        return False
    return len(_WITH_DIGITS.findall(text)) == count


def cases_of(
    body: Body, chunk: Sequence[Row], id_column: Column | None, width: int
) -> Iterator[Row]:
    """The rows that are about a child; what the others are is kept by number."""
    at = id_column.number - 1 if id_column else -1
    csv = not body.sheet.name
    for number, row in chunk:
        value = row[at] if 0 <= at < len(row) else None
        if _doubtful(value):
            if values.bare(row):
                continue
            if _no_case(row, value, at, width) or _headings_again(body, row, value, at):
                body.notes.append(number)
                continue
            if at >= 0 and values.blank(value):
                body.without_id.append(number)
        if at >= 0:
            body.id_forms[type(value)] = body.id_forms.get(type(value), 0) + 1
        if csv and len(row) != width:
            _misfit(body, number, row, width)
        if csv and width > 2 and "\n" in "".join(map(str, row)):
            _swallowed(body, number, row, width)
        yield number, row


def _doubtful(value: Value) -> bool:
    """Whether a row may be none, by its id alone: blank, wordy, or a total's."""
    if isinstance(value, str):
        word = value.strip()
        wordy = " " in word or len(word) > _LONGEST_ID or word[:5].casefold() in _SHORT
        return not word or wordy or not any(map(str.isdigit, word))
    return value is None


def _no_case(row: Sequence[Value], value: Value, at: int, width: int) -> bool:
    """A total, or a note below the list."""
    filled = [cell for cell in row if not values.blank(cell)]
    first = str(filled[0]).strip().casefold()
    if first.startswith(_TOTAL) and (values.blank(value) or value is filled[0]):
        return True
    wordy = isinstance(value, str) and (" " in value.strip() or len(value) > _LONGEST_ID)
    wordy = wordy or not any(map(str.isdigit, str(value)))
    if wordy and len(filled) == 1 and width > 1:
        return True  # `(10 rows affected)`
    return alone(row) and (at < 0 or values.blank(value))


def alone(row: Sequence[Value]) -> bool:
    """Whether one cell of several is filled. Of two it may be a case of which half is missing."""
    return len(row) > 2 and sum(not values.blank(cell) for cell in row) == 1


def _headings_again(body: Body, row: Sequence[Value], value: Value, at: int) -> bool:
    """A report of several pages repeats its headings on each."""
    if at < 0 or squashed(str(value)) != squashed(body.headings[at]):
        return False
    same = (squashed(str(c)) == squashed(h) for c, h in zip(row, body.headings, strict=False) if c)
    return sum(same) >= min(_AGAIN, len(body.headings))


def _misfit(body: Body, number: int, row: Sequence[Value], width: int) -> None:
    if len(row) > width and not values.bare(row[width:]):
        body.too_long.append(number)
    elif len(row) < width:
        body.too_short.append(number)


def _swallowed(body: Body, number: int, row: Sequence[Value], width: int) -> None:
    """A cell whose lines look like rows: they hold about as many commas as there are columns, and
    not the commas of a sentence, which a blank follows.
    """
    for cell in row:
        lines = str(cell).splitlines()
        if len(lines) > 1:
            least = max(2, (width - 1) // 2)
            if any(max(map(line.count, _SIGNS)) - _of_prose(line) >= least for line in lines[1:]):
                body.swallowed.append(number)
                return


def _of_prose(line: str) -> int:
    return len(_IN_PROSE.findall(line))
