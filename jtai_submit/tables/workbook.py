"""XLSX: calamine gives the values, a look at the bytes of each sheet part says what it
would hide.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from lxml import etree
from python_calamine import CalamineWorkbook

from .exact import exact_rows, oddities
from .sheet import NoTable, Oddity, Row, Sheet

LARGEST_PART = 1 << 30  # bytes of one part, unpacked
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CHUNK = 1 << 20
_OVERLAP = 256
# ECMA-376-1, 18.3.1.4 (c, t="e"), 18.3.1.40 (f), 18.3.1.73 (row, hidden), 18.3.1.13 (col, hidden),
# 18.3.1.55 (mergeCell). As every producer writes them; spelled otherwise, the exact reader looks.
# Each behind a byte of it, which is ten times as quick to look for: most sheets hold few of them.
_HIDES: tuple[tuple[bytes, tuple[bytes, ...]], ...] = (
    (b"e", (b't="e"',)),
    (b"h", (b'hidden="1"', b'hidden="true"')),
    (b"f", (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")),
    (b"m", (b"mergeCell ",)),
    (b"+", (b"E+", b"e+")),
    (b"'", (b"='",)),
    (b"=", (b" =", b"= ")),
)
_SHAPES = bytes.maketrans(b"123456789BCDEFGHIJKLMNOPQRSTUVWXYZ", b"0" * 9 + b"A" * 25)
_MANY_DIGITS = b"0" * 16
_WIDE = b'r="AAA0'  # a column beyond ZZ
_NUMBER = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["'](\d+)""")


@dataclass(frozen=True, slots=True)
class _Part:
    """One worksheet: its name for people, and the part that holds it."""

    name: str
    path: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class _Look:
    """What the bytes of a sheet part say. `sparse`: a cell lies far from the others."""

    hides: bool
    sparse: bool


def read_workbook(data: bytes) -> Iterator[Sheet]:
    """Each worksheet in the workbook's order. Raises `NoTable`."""
    with _told(), zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts, date1904 = _worksheets(archive)
        looks = [_look(archive, part.path) for part in parts]
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for part, look in zip(parts, looks, strict=True):
            odd = _odd(archive, part, look)
            rows = exact_rows(data, part.name) if look.sparse else _rows(book, part.name)
            yield Sheet(part.name, _walked(rows), date1904, odd, part.hidden)


@contextmanager
def _told() -> Iterator[None]:
    """Three parsers trip over a file in ways of their own; each is a `NoTable`."""
    try:
        yield
    except NoTable:
        raise
    except Exception as e:
        raise NoTable(f"the workbook cannot be read ({type(e).__name__})") from None


def _walked(rows: Iterator[Row]) -> Iterator[Row]:
    with _told():  # a sheet is parsed when its rows are asked for
        yield from rows


def _odd(archive: zipfile.ZipFile, part: _Part, look: _Look) -> tuple[Oddity, ...]:
    if not look.hides:
        return ()
    with archive.open(part.path) as file:
        return tuple(oddities(file))


def _rows(book: CalamineWorkbook, name: str) -> Iterator[Row]:
    sheet = book.get_sheet_by_name(name)
    if not sheet.start:
        return
    # calamine's rows begin at row 1, but at the first column that is filled
    lead: Sequence[None] = [None] * sheet.start[1]
    rows = ([*lead, *row] for row in sheet.iter_rows()) if lead else sheet.iter_rows()
    yield from enumerate(rows, 1)


def _worksheets(archive: zipfile.ZipFile) -> tuple[list[_Part], bool]:
    """Worksheets by way of the workbook's relationships; and whether it counts from 1904."""
    main = next((n for n in archive.namelist() if n.lower().endswith("xl/workbook.xml")), "")
    if not main:
        raise NoTable("it is neither a CSV nor an XLSX")
    book = _xml(archive, main)
    folder = posixpath.dirname(main)
    links = _xml(archive, posixpath.join(folder, "_rels", posixpath.basename(main) + ".rels"))
    targets = {
        link.get("Id"): posixpath.normpath(posixpath.join("/" + folder, link.get("Target", "")))
        for link in links
        if str(link.get("Type", "")).endswith("/worksheet")
    }
    parts = [
        _Part(
            each.get("name", ""),
            targets[each.get(_RELATION)].lstrip("/"),
            each.get("state") in ("hidden", "veryHidden"),  # ECMA-376-1, 18.2.19
        )
        for each in book.iter("{*}sheet")
        if each.get(_RELATION) in targets
    ]
    # ECMA-376-1, 18.2.28: date1904 counts from 1 January 1904
    said = next((p.get("date1904", "") for p in book.iter("{*}workbookPr")), "")
    return parts, said in ("1", "true")


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise NoTable("it is too large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(name), parser)


def _look(archive: zipfile.ZipFile, path: str) -> _Look:
    """Walk the part once in its own bytes; nothing is kept."""
    if archive.getinfo(path).file_size > LARGEST_PART:
        raise NoTable("a sheet of it is too large")
    hides, wide, count, last, read, tail = False, False, 0, 0, 0, b""
    with archive.open(path) as file:
        while chunk := file.read(_CHUNK):
            read += len(chunk)
            if read > LARGEST_PART:
                raise NoTable("a sheet of it is too large")
            seen = tail + chunk
            shapes = seen.translate(_SHAPES)
            hides = hides or b"\0" in chunk or _holds_a_sign(seen)
            hides = hides or _MANY_DIGITS in shapes
            wide = wide or _WIDE in shapes
            count += chunk.count(b"<row") + (chunk.count(b":row ") if b":" in chunk else 0)
            if found := _NUMBER.match(seen, max(seen.rfind(b"<row"), 0)):
                last = int(found[1])
            tail = chunk[-_OVERLAP:]
    return _Look(hides, wide or last > 10 * count + 10_000)


def _holds_a_sign(seen: bytes) -> bool:
    return any(byte in seen and any(word in seen for word in words) for byte, words in _HIDES)
