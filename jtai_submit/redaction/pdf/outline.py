"""Paths and where they stand: matrices, boxes, and the parts that a path is made of (ISO 32000-1,
8.3.4 and 8.5.2).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .page import Box

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_FEW = 6  # points: a rule, a frame, the edge of a table


def moved(first: Matrix, then: Matrix) -> Matrix:
    """One matrix after another."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def placed(matrix: Matrix, x: float, y: float) -> Point:
    """Where a point stands."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def bounds(points: Iterable[Point]) -> Box:
    """The box around some points."""
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def touches(box: Box, area: Box) -> bool:
    """Whether two boxes have a part in common that is more than an edge."""
    across = min(box[2], area[2]) - max(box[0], area[0])
    down = min(box[3], area[3]) - max(box[1], area[1])
    return across > 0.01 and down > 0.01


@dataclass(slots=True)
class Part:
    """A part of a path that begins with `m` or `re`: its instructions, and its segments as boxes on
    the page.
    """

    instructions: list[Any] = field(default_factory=list)
    segments: list[list[Point]] = field(default_factory=list)
    curved: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is a line, a rule or a frame, which tells nothing by itself."""
        return not self.curved and len(self.segments) <= _FEW

    def within(self, area: Box, slack: float) -> bool:
        """Whether all of it stands in an area."""
        points = [point for segment in self.segments for point in segment]
        return bool(points) and all(
            area[0] - slack <= x <= area[2] + slack and area[1] - slack <= y <= area[3] + slack
            for x, y in points
        )

    def crosses(self, area: Box) -> bool:
        """Whether one of its segments may stand in an area."""
        for segment in self.segments:
            left, bottom, right, top = bounds(segment)
            if left < area[2] and right > area[0] and bottom < area[3] and top > area[1]:
                return True
        return False


@dataclass(slots=True)
class Outline:
    """A path under construction; `end` is what stands between it and its painting."""

    parts: list[Part] = field(default_factory=list)
    end: list[Any] = field(default_factory=list)
    at: Point = (0.0, 0.0)

    def add(self, operator: str, values: list[float], matrix: Matrix, instruction: Any) -> None:
        """Take one more instruction of construction."""
        if operator in ("m", "re") or not self.parts:
            self.parts.append(Part())
        part = self.parts[-1]
        part.instructions.append(instruction)
        if operator == "re":
            x, y, width, height = values
            corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
            points = [placed(matrix, *corner) for corner in corners]
            part.segments += [[points[n], points[n + 1]] for n in range(4)]
            self.at = points[0]
            return
        points = [placed(matrix, values[n], values[n + 1]) for n in range(0, len(values), 2)]
        if operator != "m" and points:
            part.segments.append([self.at, *points])
            part.curved |= operator != "l"
        if points:
            self.at = points[-1]
