"""The rule book."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ..checks.registry import BOOK
from ..custody.codes import CODES as CUSTODY
from ..delivery.codes import CODES as DELIVERY
from ..errors import Code, Problem, Usage, nearest
from ..inspection.codes import CODES as INSPECTION
from ..manifest.codes import CODES as MANIFEST
from ..packing.codes import CODES as PACKING
from ..redaction.codes import CODES as REDACTION
from .result import Done


@cache
def rule_book() -> dict[str, Code]:
    """Every code of every room."""
    rooms = (MANIFEST, INSPECTION, BOOK, REDACTION, CUSTODY, DELIVERY, PACKING)
    return dict(sorted((name, entry) for room in rooms for name, entry in room.items()))


@dataclass(frozen=True, slots=True)
class Explained(Done):
    """Entries of the rule book; `whole` where all were asked for."""

    codes: tuple[Code, ...]
    whole: bool

    def to_dict(self) -> Mapping[str, object]:
        return {
            "codes": [
                {
                    "code": entry.id,
                    "title": entry.title,
                    "meaning": entry.meaning,
                    "fix": entry.advice,
                    "blocks": entry.blocks,
                }
                for entry in self.codes
            ]
        }


def explain(code: str = "") -> Explained:
    """One code in words, or all of them. Raises `Usage` for one that is not there."""
    book = rule_book()
    if not code:
        return Explained(tuple(book.values()), True)
    if code.upper() not in book:
        message = f'there is no code "{code}"{nearest(code, book)}'
        raise Usage(Problem("", message, "see: jtai-submit explain"))
    return Explained((book[code.upper()],), False)
