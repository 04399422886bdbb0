"""One page about the selected children, for the call of day three: from lists and answers alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ..inspection.inspection import Inspection
from .pages import page

NOT_IN = "in no list"
OPEN = "no answer yet"


class Rows(Protocol):
    """What is known of a list's children, by column and in step."""

    @property
    def ids(self) -> tuple[str, ...]: ...
    @property
    def born(self) -> tuple[date | None, ...]: ...
    @property
    def ages(self) -> tuple[int | None, ...]: ...
    @property
    def statuses(self) -> tuple[str | None, ...]: ...
    @property
    def neglect(self) -> tuple[str | None, ...]: ...


class Told(Protocol):
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One child, in words."""

    child: str
    age: str
    lists: str
    neglect: str
    answers: tuple[str, ...]


def brief_html(
    inspection: Inspection,
    lists: Mapping[str, Rows],
    answers: Mapping[str, Mapping[str, Told]],
) -> str:
    """The page. `answers`: question → child → what was told."""
    titles = {each.slug: each.title for each in inspection.manifest.every_list}
    rows = []
    for child in inspection.submission.selected:
        found = {slug: places for slug, each in lists.items() if (places := _places(each, child))}
        told = tuple(each[child].text if child in each else OPEN for each in answers.values())
        rows.append(
            Row(
                child,
                _first(lists, found, "ages"),
                "; ".join(_named(titles[slug], lists[slug], found[slug]) for slug in found)
                or NOT_IN,
                _first(lists, found, "neglect"),
                told,
            )
        )
    return page(
        "brief.html",
        area=inspection.submission.area,
        questions=list(answers),
        rows=rows,
        talks=inspection.manifest.talks,
    )


def _key(text: str) -> str:
    return text.casefold().lstrip("0") or text


def _places(rows: Rows, child: str) -> list[int]:
    wanted = _key(child)
    return [n for n, each in enumerate(rows.ids) if _key(each) == wanted]


def _named(title: str, rows: Rows, places: list[int]) -> str:
    status = rows.statuses[places[0]] if rows.statuses else ""
    more = f" ({len(places)} rows)" if len(places) > 1 else ""
    return f"{title}{f', as {status}' if status else ''}{more}"


def _first(lists: Mapping[str, Rows], found: Mapping[str, list[int]], column: str) -> str:
    for slug, places in found.items():
        cells = getattr(lists[slug], column)
        if cells and cells[places[-1]] not in (None, ""):
            return str(cells[places[-1]])
    return "not told"
