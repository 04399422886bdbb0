"""The lists of an inspection, all files together: what each holds, and what the rules over several
say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter

from ..documents.examination import Decided
from ..inspection.finding import Finding
from .across.interface import Known, known_places
from .across.registry import RULES
from .answers import AnswersFacts
from .facts import Asked, Children, FileFacts, ListFacts, Remark
from .say import Placed, placed, together


@dataclass(frozen=True, slots=True)
class Lists:
    """What was found, by path of the file. `across` are remarks of the rules over several lists."""

    files: Mapping[str, FileFacts] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)  # path → the list that its name says
    across: tuple[tuple[str, Remark], ...] = ()  # (list, remark)
    answers: Mapping[str, AnswersFacts] = field(default_factory=dict)

    def slugs(self, path: str) -> tuple[str, ...]:
        """The lists that a file answers: those that it holds, or else the one of its name."""
        found = self.files.get(path)
        if found and found.lists:
            return tuple(dict.fromkeys(each.slug for each in found.lists))
        name = self.named.get(path)
        return (name,) if name else ()

    def findings(self, path: str, decided: Mapping[str, Sequence[Decided]]) -> tuple[Finding, ...]:
        """Everything to be said of a file in `check`, rows of one kind together."""
        return tuple(each.finding for each in self.placed(path, decided, every_row=False))

    def placed(
        self, path: str, decided: Mapping[str, Sequence[Decided]], *, every_row: bool
    ) -> Iterator[Placed]:
        """The same, each row by itself where `every_row`. `decided` by path and by slot."""
        if path in self.answers:
            facts = self.answers[path]
            for remark, more in _grouped(facts.remarks, every_row):
                yield placed("answers", facts.sheet, remark, decided.get(path, ()), more)
            return
        for slug, sheet, remarks in self._said(path):
            mine = (*decided.get(path, ()), *decided.get(f"list/{slug}", ()))
            for remark, more in _grouped(remarks, every_row):
                each = placed(slug, sheet, remark, mine, more)
                # One list of a workbook is wrong: the others are not.
                yield replace(each, finding=replace(each.finding, slot=f"list/{slug}"))

    def _said(self, path: str) -> Iterator[tuple[str, str, Sequence[Remark]]]:
        found = self.files.get(path)
        if found is None:
            return
        name = self.named.get(path, "")
        if found.problem:
            yield name or "list", "", [Remark("T001", found.problem)]
        elif name and not found.lists:
            yield name, "", [Remark("T002", "no row of it holds the headings of this list")]
        for each in found.lists:
            added = self._added(each.slug)
            own = [remark for remark in each.remarks if not _covered(remark, each, added)]
            again = [
                Remark("T028", f"{other} holds this list too") for other in self._others(path, each)
            ]
            first = each is self._first(each.slug)
            across = [remark for slug, remark in self.across if first and slug == each.slug]
            yield each.slug, each.sheet, (*own, *again, *across)

    def _every(self, slug: str) -> list[ListFacts]:
        """The tables of a list, those that stand beside it last."""
        every = [e for found in self.files.values() for e in found.lists if e.slug == slug]
        return sorted(every, key=lambda each: bool(each.adds))

    def _added(self, slug: str) -> frozenset[str]:
        """The fields that a second table gives, where there is the list itself, too."""
        every = self._every(slug)
        if not every or every[0].adds:
            return frozenset()
        return frozenset(field for each in every for field in each.adds)

    def _first(self, slug: str) -> ListFacts | None:
        """The one that the rules over several lists looked at."""
        return next(iter(self._every(slug)), None)

    def _others(self, path: str, mine: ListFacts) -> Iterator[str]:
        beside = self._added(mine.slug)
        for other, found in self.files.items():
            for each in found.lists:
                if beside and (each.adds or mine.adds):
                    continue  # one list in two tables
                if each.slug == mine.slug and (other, each.sheet) != (path, mine.sheet):
                    yield other if other != path else f"sheet {each.sheet}"


_OF_THE_WHOLE = ("T004", "T005", "T031")  # what is missing of a list, which a part of it may lack


def _covered(remark: Remark, mine: ListFacts, added: frozenset[str]) -> bool:
    """Whether another table of the same list has what one lacks."""
    if added and mine.adds:
        return remark.code in _OF_THE_WHOLE
    return remark.code == "T004" and any(f'"{field}"' in remark.words for field in added)


def _grouped(remarks: Sequence[Remark], every_row: bool) -> list[tuple[Remark, int]]:
    return [(remark, 0) for remark in remarks] if every_row else together(remarks)


def across(
    asked: Sequence[Asked], children: Mapping[str, Children], known: Known
) -> tuple[tuple[str, Remark], ...]:
    """What the rules over several lists say of these."""
    whole = Known(
        {each.slug: each for each in asked},
        children,
        known.notified,
        known.tracked,
        known.exempt,
        known.selected,
        known_places(children),
    )
    return tuple(
        (slug, Remark(rule.code, words, row))
        for rule in RULES
        for slug, words, row in rule.find(whole)
    )


LISTS = TypeAdapter(Lists)
