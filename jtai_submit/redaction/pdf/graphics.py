"""What striking a page needs to know: the graphics state, matrices, and what has been struck (ISO
32000-1, 8.3 and 8.4).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pikepdf import ContentStreamInstruction, Dictionary, Operator

from . import metrics
from .outline import Matrix, bounds, placed
from .page import Box, share

AS_IT_IS: Matrix = (1, 0, 0, 1, 0, 0)
INSIDE = 1.0  # points that something may reach out from under an area and still be of it


class Impossible(Exception):
    """What stands under an area cannot be taken out safely; `why` is a word of
    `checks/document/hidden.py`.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(slots=True)
class State:
    """The graphics state, as far as it places text (ISO 32000-1, tables 52 and 104)."""

    matrix: Matrix
    face: metrics.Face | None = None
    size: float = 0.0
    spacing: float = 0.0
    words: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    width: float = 1.0


@dataclass(slots=True)
class Struck:
    """What was struck: whether anything was, and the marked passages (MCID) that lost text."""

    anything: bool = False
    passages: set[int] = field(default_factory=set)


def copied(resources: Any) -> Any:
    """Resources that can be changed without changing those of other pages: a copy, two
    levels deep.
    """
    out = Dictionary()
    for key, value in resources.items() if isinstance(resources, Dictionary) else ():
        out[key] = (
            Dictionary(dict(value.items()))
            if isinstance(value, Dictionary) and key == "/XObject"
            else value
        )
    return out


def instruction(operator: str, *operands: Any) -> ContentStreamInstruction:
    return ContentStreamInstruction(list(operands), Operator(operator))


def matrix(values: Iterable[Any]) -> Matrix:
    a, b, c, d, e, f = (float(v) for v in values)
    return (a, b, c, d, e, f)


def square(matrix: Matrix) -> Box:
    return bounds(placed(matrix, x, y) for x in (0.0, 1.0) for y in (0.0, 1.0))


def within(box: Box, area: Box) -> bool:
    wide = (area[0] - INSIDE, area[1] - INSIDE, area[2] + INSIDE, area[3] + INSIDE)
    return share(box, wide) > 0.999


def inverse(m: Matrix) -> Matrix:
    a, b, c, d, e, f = m
    unit = a * d - b * c
    return (
        d / unit,
        -b / unit,
        -c / unit,
        a / unit,
        (c * f - d * e) / unit,
        (b * e - a * f) / unit,
    )
