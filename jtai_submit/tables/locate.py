"""Which list a sheet holds, and in which row its headings stand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..manifest.columns import Holds
from . import values
from .facts import Asked, Order
from .headings import Headings, How, Match, joined, normalised, score, squashed, texts
from .sheet import Row, Value

HEAD = 30  # rows among which the headings are sought: title and notes may stand above them
_SHEET = re.compile(r"(?:list|aa|annex a list)[ ._-]*0*(\d{1,2})(?!\d)")
_NO_DATA = frozenset(
    (
        *("front sheet", "cover", "cover sheet", "contents", "notes", "read me", "readme"),
        *("guidance", "faq", "faq and changes", "codes", "codes used", "lookup", "lookups"),
        *("data validation", "reference data"),
    )
)
_SURE = 6  # the score of three whole headings
_CLEARLY = 4  # two of them
_ENOUGH = 3  # rows that show how a sheet goes on
_DAY = re.compile(r"\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b(?!.*[A-Za-z]{2})")


@dataclass(frozen=True, slots=True)
class Found:
    """A list in a sheet. `row` is the number of the (lower) heading row; `named` is another list,
    after which the sheet or its file is called.
    """

    asked: Asked
    row: int
    headings: tuple[str, ...]
    matches: tuple[Match, ...]
    named: str = ""

    @property
    def score(self) -> int:
        return score(self.matches)

    @property
    def missing(self) -> int:
        return sum(match.how is How.MISSING for match in self.matches)

    @property
    def has_id(self) -> bool:
        ids = {f.name for f in self.asked.fields if f.holds is Holds.ID}
        return any(m.field in ids and m.how is not How.MISSING for m in self.matches)


def headings_for(asked: Asked, order: Order) -> Headings:
    said = {h.field: h.heading for h in order.help if h.list == asked.slug and h.heading}
    return Headings(asked.every, said)


def named(text: str, lists: Iterable[Asked]) -> str:
    """The slug of the list that a file or a sheet is named after; empty where it is none, or where
    the name would do for several.
    """
    plain = normalised(text.replace("-", " ").replace(".", " "))
    every = tuple(lists)
    called = [each.slug for each in every if _is_called(each, plain, squashed(text))]
    # "early-help-assessments" is not "assessments", too, where both are asked for.
    called = [one for one in called if not any(one != other and one in other for other in called)]
    if len(called) == 1:
        return called[0]
    if not called and (numbered := _SHEET.match(plain)):
        number = int(numbered[1])
        return next((each.slug for each in every if each.number == number), "")
    return ""


def _is_called(asked: Asked, plain: str, key: str) -> bool:
    if squashed(asked.slug) in key or squashed(asked.title) == key:
        return True
    words = f" {re.sub(r'[^a-z0-9]+', ' ', plain)} "
    return any(f" {each.casefold()} " in words for each in asked.called)


def no_data(sheet: str) -> bool:
    """Sheets of Ofsted's template that hold no list."""
    return normalised(sheet) in _NO_DATA


def goes_on(head: Sequence[Row]) -> bool:
    """Whether rows look like the rest of a list: an id, a day, and no headings above them."""
    rows = [row for _, row in head if not values.bare(row)]
    first = rows[:_ENOUGH]
    return len(first) == _ENOUGH and all(map(_is_case, first))


def _is_case(row: Sequence[Value]) -> bool:
    filled = [cell for cell in row if not values.blank(cell)]
    dated = any(isinstance(cell, date) or _DAY.match(str(cell)) for cell in filled)
    return len(filled) > 2 and dated and any(map(str.isdigit, str(filled[0])))


class Locator:
    """Finds the lists of one order in sheets."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.known = {asked.slug: headings_for(asked, order) for asked in order.lists}

    def find(self, sheet: str, head: Sequence[Row]) -> Found | None:
        """The list of a sheet: as a person said; else by the name of the sheet, its title or the
        name of the file, unless the headings are clearly another's; else by the headings.
        """
        if said := next((h.list for h in self.order.help if h.sheet and h.sheet == sheet), ""):
            return self._headings(self._asked(said), head, least=1)
        found = [self._headings(asked, head, least=_SURE) for asked in self.order.lists]
        ranked = sorted((f for f in found if f), key=_fit, reverse=True)
        tied = len(ranked) > 1 and _fit(ranked[0]) == _fit(ranked[1])
        best = ranked[0] if ranked and not tied else None
        if not (name := self._by_name(sheet, head) or self.order.only):
            return best
        mine = self._headings(self._asked(name), head, least=1)
        if best and best.asked.slug != name and _clearer(best, mine):
            return replace(best, named=name)
        return mine

    def _asked(self, slug: str) -> Asked:
        return next(each for each in self.order.lists if each.slug == slug)

    def like(self, rows: Sequence[Sequence[str]]) -> int:
        """How much rows of a CSV, cut at one delimiter, look like headings that are asked for."""
        head = list(enumerate(rows[:HEAD], 1))
        found = (self._headings(each, head, least=1) for each in self.order.lists)
        return max((each.score for each in found if each), default=0)

    def _by_name(self, sheet: str, head: Sequence[Row]) -> str:
        order = self.order
        if sheet and (slug := named(sheet, order.lists)):
            return slug
        if _SHEET.match(normalised(sheet)):
            return ""  # a list of the template that is not asked for
        for _, row in head[:3]:
            filled = [text for text in texts(row) if text.strip()]
            if len(filled) == 1 and (slug := named(filled[0], order.lists)):
                return slug
        return ""

    def _headings(self, asked: Asked, head: Sequence[Row], least: int) -> Found | None:
        """The row, or the two rows, that hold this list's headings; None where none is
        like them.
        """
        known = self.known[asked.slug]
        best: Found | None = None
        above: list[str] = []
        for number, row in head:
            own = texts(row)
            if any(map(_DAY.match, own)):
                above = []
                continue  # a row of the list itself
            options = [own]
            if any(above):
                options.append(joined(above, own, known))
            for headings in options:
                matches = known.match(headings)
                if score(matches) > (best.score if best else least - 1):
                    best = Found(asked, number, tuple(headings), matches)
            above = own if any(text.strip() for text in own) else []
        return best if best and _has_id_or_more(best) else None


def _fit(found: Found) -> tuple[int, int]:
    """The more headings, and the fewer of the list's own fields missing, the surer."""
    return (2 * found.score - found.missing, found.score)


def _clearer(best: Found, mine: Found | None) -> bool:
    """Whether headings are so much another list's that the name is wrong. Where everything is there
    that the named list asks for, it is right.
    """
    if mine is None:
        return best.has_id
    whole = not best.missing and best.score > mine.score
    return best.missing < mine.missing and (whole or best.score >= mine.score + _CLEARLY)


def _has_id_or_more(found: Found) -> bool:
    """One heading that is no id may be anything."""
    return len(found.asked.fields) <= 1 or found.score >= 4 or found.has_id
