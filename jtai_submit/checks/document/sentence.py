"""How what a worker noticed becomes a sentence: a table for each code, and the words of places and
numbers.

A table is a row of `Sentence`: the first whose `detail` is the one that was noticed, or empty,
speaks. A new detail is one new line in the table of its code.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ...documents.examination import Noticed
from ...errors import Code
from ..interface import Rule

PLACES_AT_MOST = 5  # of one finding, told by name
_SHOWN_AS_IT_IS = ("pages", "line", "number", "sheet", "slides")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What to say where `detail` was noticed (empty: whatever it was), and what helps, where that
    differs.
    """

    detail: str
    say: Callable[[Noticed], str]
    fix: str = ""


Table = Sequence[Sentence]


def rule(code: str, entry: Code, table: Table) -> Rule:
    """A rule that speaks from a table, whose last line is for every other detail."""
    assert table[-1].detail == "", f"{code} has no words for a detail that nobody has thought of"
    return Rule(
        code,
        entry,
        says=lambda noticed: chosen(table, noticed).say(noticed),
        helps=lambda noticed: chosen(table, noticed).fix or entry.fix,
    )


def chosen(table: Table, noticed: Noticed) -> Sentence:
    """The line of a table that speaks."""
    return next(line for line in table if line.detail in ("", noticed.detail))


def constant(words: str) -> Callable[[Noticed], str]:
    """A sentence about the document itself, or about a document in it: `a.docx in it: the
    file …`.
    """
    return lambda noticed: f"{of(noticed)}{words}"


def lines(sentences: Mapping[str, str]) -> list[Sentence]:
    """A line for each detail, with words that need no number."""
    return [Sentence(detail, constant(words)) for detail, words in sentences.items()]


def some(noticed: Noticed, one: str, many: str = "") -> str:
    """`1 comment`, `3 comments`."""
    return f"1 {one}" if noticed.count == 1 else f"{noticed.count} {many or one + 's'}"


def at(noticed: Noticed) -> str:
    """The place behind a sentence: ` on page 2`, ` (pages 2, 3)`, ` in notes.docx`."""
    where = noticed.where
    if not where:
        return ""
    if where.startswith(_SHOWN_AS_IT_IS):
        return f" ({where})"
    if where.startswith(("page ", "slide ")):
        return f" on {where}"
    return f" in {where}"


def of(noticed: Noticed) -> str:
    """The place before a sentence: `notes.docx in it: `."""
    where = noticed.where
    if not where:
        return ""
    if where.startswith(("page ", "pages ", "slide ", "line ", "sheet ", "the ")):
        return f"{where}: "
    return f"{where} in it: "


def unnamed(noticed: Noticed) -> str:
    """A detail that has no sentence of its own, in brackets: it is what support will ask for."""
    return f" ({noticed.detail})" if noticed.detail else ""


def together(noticed: Sequence[Noticed]) -> list[Noticed]:
    """The same thing noticed several times becomes one: counts add up, places stand in a row."""

    def same(each: Noticed) -> tuple[str, str, str]:
        return each.code, each.detail, each.choice

    order = {key: n for n, key in reversed(list(enumerate(map(same, noticed))))}
    out = []
    for _, alike in groupby(sorted(noticed, key=lambda n: order[same(n)]), key=same):
        each = list(alike)
        places = list(dict.fromkeys(n.where for n in each if n.where))
        shown = " and ".join(filter(None, ["; ".join(places[:-1]), *places[-1:]]))
        if len(places) > PLACES_AT_MOST:
            left = len(places) - PLACES_AT_MOST
            shown = f"{'; '.join(places[:PLACES_AT_MOST])} and {left} more"
        out.append(replace(each[0], count=sum(n.count for n in each), where=shown))
    return out
