"""What an Office file says: paragraphs, cells, slides, headers, notes, charts, names of sheets.

The copy is XML that the cleaner wrote (no comments, no CDATA), so that a scan over its tags is
enough; a parser would take as long as a second reader.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape

_SILENT = re.compile(
    r"_rels/|/theme/|(?:styles|settings|fontTable|Content_Types\])\d*\.xml|sharedStrings\.xml$"
)
_SHEET = re.compile(r"(?:^|/)worksheets/[^/]+\.xml$", re.I)
_STRINGS = re.compile(r"sharedstrings\.xml$", re.I)
# ECMA-376-1: w:t 17.3.3.31, a:t 21.1.2.3.11; ends of paragraphs, cells, rows; what is a blank.
_STEP = re.compile(
    r"<(?:\w+:)?(?:t|v)(?:\s[^>]*)?>([^<]*)<|</(?:\w+:)?(p|pt|tc|tr)>|<(?:\w+:)?(tab|br|cr)\b|"
    r"<(?:\w+:)?sheet\s[^>]*?\bname=\"([^\"]*)\""
)
_CELL = re.compile(r"<(?:\w+:)?c\b([^>/]*)>(.*?)</(?:\w+:)?c>|</(?:\w+:)?(row)>", re.S)
_ITEM = re.compile(r"<(?:\w+:)?si>(.*?)</(?:\w+:)?si>|<(?:\w+:)?si/>", re.S)
_RUN = re.compile(r"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<")
_VALUE = re.compile(r"<(?:\w+:)?v>([^<]*)<")
# 18.3.1.46: what prints above and below a sheet, with codes: `&C` the middle, `&12` a size.
_EDGE = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)(?:\s[^>]*)?>([^<]*)<")
_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f+-]{5,6}|\d+|.)')
_PARTS = re.compile(r"&([LCR])")
# What else is read or read aloud: texts of pictures and links, hints of cells, names of tables.
_ATTRIBUTES = re.compile(
    r"\s(?:descr|title|alt|tooltip|display|displayName|prompt|promptTitle|error|errorTitle)="
    r"\"([^\"]+)\""
)
_PARAGRAPH, _CELL_ENDS = "\n\n", "\t"


def said(data: bytes, _: Sequence[str] = ()) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        tables = [_read(package, name) for name in names if _STRINGS.search(name)]
        strings = [_runs(item[1] or "") for item in _ITEM.finditer("".join(tables[:1]))]
        for name in names:
            if _SHEET.search(name):
                sheet = _read(package, name)
                yield unescape(_cells(sheet, strings))
                yield from map(_edge, _EDGE.findall(sheet))
                yield from map(unescape, _ATTRIBUTES.findall(sheet))
            elif name.endswith((".xml", ".vml")) and not _SILENT.search(name):
                part = _read(package, name)
                yield unescape(_paragraphs(part))
                yield from map(unescape, _ATTRIBUTES.findall(part))


def _edge(text: str) -> str:
    return _CODE.sub("", _PARTS.sub(_PARAGRAPH, unescape(text)))


def _read(package: zipfile.ZipFile, name: str) -> str:
    return package.read(name).decode("utf-8", "replace")


def _runs(xml: str) -> str:
    return "".join(_RUN.findall(xml))


def _paragraphs(xml: str) -> str:
    out: list[str] = []
    for step in _STEP.finditer(xml):
        text, end, blank, sheet = step.groups()
        if text is not None:
            out.append(text)
        elif blank:
            out.append(" ")
        elif sheet:
            out += [sheet, _PARAGRAPH]
        elif end == "tc" and out and out[-1] == _PARAGRAPH:
            out[-1] = _CELL_ENDS  # a cell ends with a paragraph, and its row goes on
        else:
            out.append(_PARAGRAPH)
    return "".join(out)


def _cells(xml: str, strings: Sequence[str]) -> str:
    """The cells of a sheet, row by row (18.3.1.4): shared texts, texts of their own, numbers."""
    out: list[str] = []
    for attributes, inside, row in _CELL.findall(xml):
        if row:
            out.append(_PARAGRAPH)
            continue
        value = _VALUE.search(inside)
        text = value[1] if value else _runs(inside)
        if value and 't="s"' in attributes and text.isdecimal() and int(text) < len(strings):
            text = strings[int(text)]
        out += [text, _CELL_ENDS]
    return "".join(out)
