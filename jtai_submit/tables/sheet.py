"""A sheet as it is read: rows with their numbers, and what its reader would not show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

Value = str | int | float | bool | date | datetime | time | timedelta | None
Row = tuple[int, Sequence[Value]]  # its number as a person counts, from 1, and its cells

MOST_ROWS = 1_048_576  # of a sheet in Excel; a longer CSV is no list of children
MOST_COLUMNS = 1_000


class Odd(StrEnum):
    """What a sheet holds and an ordinary reader hides."""

    ERROR = "error"  # a formula that came to #N/A, #REF! …
    FORMULA = "formula"  # one that was never calculated
    HIDDEN_ROW = "hidden row"
    HIDDEN_COLUMN = "hidden column"
    DIGITS = "digits"  # a number of more than 15 digits, of which Excel kept 15
    MERGED = "merged"
    UNREADABLE = "unreadable"  # characters in no known encoding


@dataclass(frozen=True, slots=True)
class Oddity:
    """`row` and `column` count from 1; 0 where it is the whole row or column."""

    odd: Odd
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `rows` can be walked once; `date1904` says from which day its serial
    dates count.
    """

    name: str  # empty for a CSV
    rows: Iterator[Row]
    date1904: bool = False
    oddities: tuple[Oddity, ...] = ()
    hidden: bool = False
    quoted: int = 0  # the last row of a CSV whose cells may hold several lines


class NoTable(Exception):
    """The bytes are no table that can be read; `args[0]` says why, in words."""
