"""What was noticed in lists, as findings that people are told: which sheet, row and column, and
what to do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..documents.examination import Decided
from ..inspection.finding import Finding
from ..words import counted
from .codes import CODES
from .facts import Remark

_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding with its place in a list; `row` and `column` count from 1, 0 where it
    is the whole.
    """

    finding: Finding
    slug: str
    sheet: str
    row: int
    column: int

    def to_dict(self) -> dict[str, object]:
        """As it stands under `findings` in JSON."""
        return {
            **self.finding.to_dict(),
            "row": self.row or None,
            "column": self.column or None,
        }


def letters(column: int) -> str:
    """`A`, `Z`, `AA`: a column as Excel names it."""
    text = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        text = chr(ord("A") + rest) + text
    return text


def place(sheet: str, remark: Remark) -> str:
    """`sheet List_6, row 12, column D`"""
    parts = (
        f"sheet {sheet}" if sheet else "",
        f"row {remark.row}" if remark.row else "",
        f"column {letters(remark.column)}" if remark.column else "",
    )
    return ", ".join(part for part in parts if part)


def placed(
    slug: str, sheet: str, remark: Remark, decided: Sequence[Decided] = (), more: int = 0
) -> Placed:
    """One remark in words; `decided` are people's decisions about the file or the list."""
    where = place(sheet, remark)
    rest = f", and {counted(more, 'row')} more like it" if more else ""
    message = f"{slug}{', ' if where else ''}{where}: {remark.words}{rest}"
    finding = Finding.of(CODES[remark.code], message)
    mine = [d for d in decided if d.finding == remark.code and d.choice == "keep"]
    if mine and CODES[remark.code].decidable:
        told = f"{message} (accepted by {mine[-1].by}: {mine[-1].because})"
        finding = replace(finding, message=told, fix="", blocks=False)
    return Placed(finding, slug, sheet, remark.row, remark.column)


def together(remarks: Iterable[Remark]) -> list[tuple[Remark, int]]:
    """Remarks of one kind about one column as one: the first, and how many more there are."""
    kinds: dict[tuple[str, int, str], tuple[Remark, int]] = {}
    for remark in remarks:
        kind = (remark.code, remark.column, remark.words.rpartition(" in row ")[0] or remark.words)
        first, more = kinds.get(kind, (remark, -1))
        kinds[kind] = (first, more + 1)
    return list(kinds.values())
