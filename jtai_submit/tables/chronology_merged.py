"""Several chronologies as one, by date, without a word of them changed; and written to a file."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date

import docx

from .chronology import AGENCY, DATE, Chronology
from .writing import workbook_of

_CLOCK = re.compile(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?!\d)(?: ?([ap])\.?m)?", re.I)


def merge(chronologies: Sequence[Chronology], agencies: Mapping[str, str]) -> list[list[str]]:
    """Every entry of every chronology by date, under one row of headings; the wording is untouched.

    `agencies`: file → who wrote it, for chronologies without such a column. Entries of one day go
    by the time in their date, where they have one; otherwise they stay in the order of their files.
    One without a date, or of the same day without a time, stays behind the one above it.
    """
    others: dict[str, None] = {}
    for each in chronologies:
        special = (each.dated, each.agency)
        others |= dict.fromkeys(head for head in each.headings if head not in special)
        for entry in each.entries:
            others |= dict.fromkeys(head for head in entry.cells if head not in special)
    rows: list[tuple[tuple[date, str], list[str]]] = []
    for each in chronologies:
        last = (date.min, "")
        for entry in each.entries:
            if entry.day:
                before = last[1] if last[0] == entry.day else ""
                last = (entry.day, _time(entry.cells.get(each.dated, "")) or before)
            agency = entry.cells.get(each.agency, "") or agencies.get(each.name, each.name)
            rest = [
                entry.cells.get(head, "") if head not in (each.dated, each.agency) else ""
                for head in others
            ]
            rows.append((last, [entry.cells.get(each.dated, ""), agency, *rest]))
    rows.sort(key=lambda row: row[0])
    return [[DATE, AGENCY, *others], *(cells for _, cells in rows)]


def _time(said: str) -> str:
    """`09:00`, where it stands in a date; such as sort by themselves."""
    found = _CLOCK.search(said)
    if not found:
        return ""
    hour, half = int(found[1]), (found[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{found[2]}"


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
