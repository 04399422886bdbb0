"""CSV as councils' systems write it: any encoding of theirs, any delimiter, a line `sep=` before
it.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice, repeat

from .sheet import MOST_ROWS, NoTable, Odd, Oddity, Row, Sheet

DELIMITERS = (",", ";", "\t", "|")
_LOOK = 40  # rows that are tried with each delimiter
_HEAD = 1 << 18  # characters
_CELL = 1 << 20  # characters of one cell
_LAST = "."  # a line of ours
Score = Callable[[Sequence[Sequence[str]]], int]
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes) -> tuple[str, bool]:
    """The text, and whether every character could be read.

    A byte order mark decides; then NULs at every second byte (UTF-16, which Excel's "Unicode text"
    and some exporters write without a mark); then UTF-8; then Windows-1252.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _lenient(data, name)
    start = data[:4096]
    if start.count(0) > len(start) // 4:
        little = start[1::2].count(0) >= start[::2].count(0)
        return _lenient(data, "utf-16-le" if little else "utf-16-be")
    try:
        return data.decode(), True
    except UnicodeDecodeError:
        return _lenient(data, "cp1252")


def _lenient(data: bytes, encoding: str) -> tuple[str, bool]:
    try:
        return data.decode(encoding), True
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), False


def read_csv(data: bytes, score: Score) -> Sheet:
    """The one sheet of a CSV. `score` says how well rows look like the headings that are sought.

    Raises `NoTable`.
    """
    text, whole = decoded(data)
    if "\0" in text[:4096]:
        raise NoTable("it is not text")
    text, said = _sep_line(text)
    delimiter = said or _delimiter(text, score)
    odd = () if whole and "\ufffd" not in text else (Oddity(Odd.UNREADABLE, _line_of(text), 0),)
    rows, quoted = _rows(text, delimiter, 1 if said else 0)
    return Sheet("", rows, oddities=odd, quoted=quoted)


def _sep_line(text: str) -> tuple[str, str]:
    """Excel's own first line `sep=;` says the delimiter and is no row."""
    first, _, rest = text.partition("\n")
    line = first.strip().strip('"').lower()
    if line.startswith("sep=") and len(line) <= 5:
        return rest, line[4:] or "\t"
    return text, ""


def _delimiter(text: str, score: Score) -> str:
    head = text[:_HEAD]

    def weight(delimiter: str) -> tuple[int, int]:
        rows = list(islice(_records(head, delimiter), _LOOK))
        return score(rows), sum(len(row) > 1 for row in rows)

    return max([each for each in DELIMITERS if each in head] or DELIMITERS[:1], key=weight)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as e:
        raise NoTable(f"line {reader.line_num} cannot be read ({e})") from None


def _rows(text: str, delimiter: str, before: int) -> tuple[Iterator[Row], int]:
    """Records with their numbers, and the last whose cells may hold several lines.

    What lies behind the last quote is only cut at each delimiter, which comes to the same in a
    third of the time.
    """
    behind = text.find("\n", text.rfind('"')) + 1
    if 0 < behind <= _HEAD and _ends_alike(text, behind):
        lines = text[behind:].replace("\r\n", "\n").removesuffix("\n").split("\n")
        if all(lines) and max(map(len, lines)) <= _CELL:
            *head, last = _records(f"{text[:behind]}{_LAST}\n", delimiter)
            if last == [_LAST]:  # the last quote ended something
                rows = chain(head, map(str.split, lines, repeat(delimiter)))
                return enumerate(rows, before + 1), before + len(head)
    return enumerate(_records(text, delimiter), before + 1), MOST_ROWS if '"' in text else 0


def _ends_alike(text: str, start: int) -> bool:
    """Whether no line ends as only old Macs end theirs."""
    return text.count("\r", start) == text.count("\r\n", start)


def _line_of(text: str) -> int:
    """The line of the first character that could not be read."""
    return text.count("\n", 0, max(text.find("\ufffd"), 0)) + 1
