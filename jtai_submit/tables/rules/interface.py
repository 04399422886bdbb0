"""What a rule about one list is: a code of the book, and a function from its rows to remarks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..body import Body, Column
from ..facts import Remark
from ..values import Wrong


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about one list. Its words name fields and counts, never what a cell holds."""

    code: str
    find: Callable[[Body], Iterable[tuple[str, int, int]]]  # (words, row, column)

    def remarks(self, body: Body) -> Iterator[Remark]:
        for words, row, column in self.find(body):
            yield Remark(self.code, words, row, column)


Found = Iterator[tuple[str, int, int]]


def wrong(columns: Iterable[Column], why: Wrong, words: str) -> Found:
    """The cells of these columns that are wrong in one way."""
    for column in columns:
        for row, each in column.wrong:
            if each is why:
                yield words.format(field=column.field.name), row, column.number


def numbers(rows: Sequence[int], words: str) -> Found:
    for row in rows:
        yield words, row, 0
