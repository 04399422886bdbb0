"""What is known of a file of lists: places, counts and sentences of ours; never what a
cell holds.
"""

from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter

from ..inspection.submission import ListHelp
from ..manifest.models import ChildList, ListOfCases
from .headings import Match

Asked = ChildList | ListOfCases


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about one place. `row` and `column` count from 1, 0 where it is the whole."""

    code: str
    words: str
    row: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Children:
    """What the rules across lists need of a list, by column and in step with `rows`.

    It stays in memory: it is never written down. A column that the list lacks is empty.
    """

    rows: tuple[int, ...] = ()
    ids: tuple[str, ...] = ()
    born: tuple[date | None, ...] = ()
    ages: tuple[int | None, ...] = ()
    genders: tuple[str, ...] = ()
    statuses: tuple[str | None, ...] = ()
    neglect: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ListFacts:
    """One list as it was found: in which sheet, under which headings, how many rows."""

    slug: str
    sheet: str
    heading_row: int
    rows: int
    columns: tuple[Match, ...] = ()
    remarks: tuple[Remark, ...] = ()
    newest: date | None = None  # the latest day of the list that is not in the future
    # The fields of a table that has ids and these alone: it may stand beside the list (Annex A,
    # footnotes 10 and 11: the area chooses how to give them).
    adds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """The lists of one file. `problem` says why it is no table at all."""

    lists: tuple[ListFacts, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is told beside the bytes. `only` is the list that the file's name says."""

    name: str
    lists: tuple[Asked, ...]
    notified: date
    today: date
    only: str = ""
    help: tuple[ListHelp, ...] = ()


ORDER = TypeAdapter(Order)
FACTS = TypeAdapter(FileFacts)
CHILDREN = TypeAdapter(dict[str, Children])
