"""The owner's sheet as a page: what was cleaned out of each document."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..inspection.finding import Finding
from .pages import page


@dataclass(frozen=True, slots=True)
class Page:
    """A page that looks different: its number, and PNGs in base64."""

    number: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One document: what went in words, the old values, what was found and decided."""

    name: str
    kind: str
    removed: tuple[str, ...]
    values: tuple[str, ...]
    findings: tuple[Finding, ...]
    pages: tuple[Page, ...]


def sheet_html(title: str, entries: Sequence[Entry]) -> str:
    """One page for everything; pictures stand in it."""
    return page("sheet.html", pictures=True, title=title, entries=entries)
