"""The tables of a Word document as sheets: every row and every word that a reader sees, whoever
tracked it or put it into a control.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree

from .sheet import MOST_COLUMNS, NoTable, Row, Sheet

_DOCUMENT = "word/document.xml"
_LARGEST = 1 << 28  # bytes of the part, unpacked
_UNREAD = frozenset(("del", "moveFrom", "Fallback"))  # gone, moved away, said a second time
# ECMA-376-1, 17.3.3: what stands in a run in place of letters.
_SIGNS: Mapping[str, str] = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
}


def is_word(data: bytes) -> bool:
    return data.startswith(b"PK") and _DOCUMENT.encode() in data


def word_tables(data: bytes) -> Iterator[Sheet]:
    """Each table of the text, in order; a table within a cell is part of that cell. Raises
    `NoTable`.
    """
    root = _root(data)
    outermost = (t for t in root.iter("{*}tbl") if next(t.iterancestors("{*}tbl"), None) is None)
    for number, table in enumerate(outermost, 1):
        yield Sheet(f"table {number}", _rows(table))


def _root(data: bytes) -> etree._Element:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(_DOCUMENT).file_size > _LARGEST:
                raise NoTable("the document is too large")
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            return etree.fromstring(archive.read(_DOCUMENT), parser)
    except NoTable:
        raise
    except Exception as e:  # parsers that trip over a file in ways of their own
        raise NoTable(f"the document cannot be read ({type(e).__name__})") from None


def _rows(table: etree._Element) -> Iterator[Row]:
    above: dict[int, str] = {}
    for number, row in enumerate(_own(table, "tr", "tbl"), 1):
        if row.find("{*}trPr/{*}del") is None:  # 17.13.5.12: a row that was deleted while tracked
            above = _cells(row, above)
            width = max(above, default=-1) + 1
            yield number, [above.get(at, "") for at in range(width)]


def _cells(row: etree._Element, above: Mapping[int, str]) -> dict[int, str]:
    """column → text. A cell that goes on from the row above (17.4.84, vMerge) holds its text."""
    out: dict[int, str] = {}
    at = _number(row, "trPr", "gridBefore", 0)
    for cell in _own(row, "tc", "tr"):
        merged = cell.find("{*}tcPr/{*}vMerge")
        goes_on = merged is not None and _value(merged, "continue") != "restart"
        out[at] = above.get(at, "") if goes_on else _text(cell)
        at = min(at + _number(cell, "tcPr", "gridSpan", 1), MOST_COLUMNS)
    return out


def _own(parent: etree._Element, name: str, kind: str) -> Iterator[etree._Element]:
    """The descendants of that name which belong to this one: through controls, not through tables
    within."""
    for each in parent.iter(f"{{*}}{name}"):
        if next(each.iterancestors(f"{{*}}{kind}"), None) is parent:
            yield each


def _text(cell: etree._Element) -> str:
    """The paragraphs of a cell, a line each; those of tables within come in their place."""
    return "\n".join("".join(_said(p)) for p in cell.iter("{*}p") if _is_read(p, cell)).strip("\n")


def _said(paragraph: etree._Element) -> Iterator[str]:
    for each in paragraph.iter("{*}t", *(f"{{*}}{name}" for name in _SIGNS)):
        name = etree.QName(each).localname
        # In `pPr` a tab is a stop, and nothing that stands in the text.
        above = each.getparent()
        in_run = name == "t" or (above is not None and etree.QName(above).localname == "r")
        if in_run and _is_read(each, paragraph):
            yield (each.text or "") if name == "t" else _SIGNS[name]


def _is_read(element: etree._Element, within: etree._Element) -> bool:
    """Whether a reader sees it there; what lies in a text box is of the box's own paragraph."""
    for above in element.iterancestors():
        if above is within:
            return True
        name = etree.QName(above).localname
        if name in _UNREAD or (name == "p" and element.tag != above.tag):
            return False
    return True


def _number(element: etree._Element, properties: str, name: str, otherwise: int) -> int:
    found = element.find(f"{{*}}{properties}/{{*}}{name}")
    text = _value(found, "") if found is not None else ""
    return min(int(text), MOST_COLUMNS) if text.isdecimal() and len(text) < 10 else otherwise


def _value(element: etree._Element, otherwise: str) -> str:
    return next((v for k, v in element.items() if etree.QName(k).localname == "val"), otherwise)
