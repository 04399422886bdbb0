"""A description without what it draws under some areas: glyphs, pixels, drawings. All else stays
where it is.

An interpreter of ISO 32000-1, 8 and 9, as far as it decides where things stand. What it cannot
place it does not touch: it raises `Impossible`, and the document stays blocked.
"""

from collections.abc import Iterable
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, Dictionary, Name, Stream

from . import blank, graphics, metrics
from .graphics import AS_IT_IS, INSIDE, Impossible, State, Struck, copied
from .outline import Matrix, Outline, bounds, moved, placed, touches
from .page import Box, clipped
from .placing import ACTIONS, Placing
from .writing import add, named

_STRUCK = 0.15  # of a glyph's body, and it goes
_SAYING = ("/ActualText", "/Alt", "/E")
_DEEPEST = 12


class Striker(Placing):
    """Strikes one page or form; `areas` are boxes in the page's own coordinates."""

    def __init__(self, pdf: pikepdf.Pdf, areas: list[Box], done: Struck, depth: int = 0) -> None:
        super().__init__()
        self.pdf, self.areas, self.done, self.depth = pdf, areas, done, depth
        self.outline = Outline()
        self.clips = False
        self.marked: list[Any] = []

    def strike(self, holder: Any, resources: Any, matrix: Matrix = AS_IT_IS) -> list[Any]:
        """The instructions of a page or form without what stands under the areas. `resources` may
        be changed.
        """
        if self.depth > _DEEPEST:
            raise Impossible("drawing")
        self.resources, self.state = resources, State(matrix)
        for instruction in pikepdf.parse_content_stream(holder):
            if isinstance(instruction, ContentStreamInlineImage):
                self.inline(instruction)
                continue
            operator, operands = str(instruction.operator), list(instruction.operands)
            action = _ACTIONS.get(operator)
            if action:
                action(self, operator, operands, instruction)
            else:
                self.out.append(instruction)
        self.out += [graphics.instruction("Q")] * len(self.stack)
        return self.out

    # --- text ---

    def show(self, operator: str, operands: list[Any], instruction: Any) -> None:
        if operator == '"':
            self.state.words, self.state.spacing = float(operands[0]), float(operands[1])
        if operator in ("'", '"'):
            self.next_line()
        parts = list(operands[0]) if operator == "TJ" else [operands[-1]]
        new, struck = self.without(parts)
        if not struck:
            self.out.append(instruction)
            return
        self.forget()
        if operator == '"':
            self.out += [
                graphics.instruction("Tw", operands[0]),
                graphics.instruction("Tc", operands[1]),
            ]
        if operator in ("'", '"'):
            self.out.append(graphics.instruction("T*"))
        self.out.append(graphics.instruction("TJ", Array(new)))

    def without(self, parts: Iterable[Any]) -> tuple[list[Any], bool]:
        """Strings and distances of a TJ without the glyphs under the areas: a distance as wide
        stands for each.
        """
        state, new, struck = self.state, list[Any](), False
        for part in parts:
            if not isinstance(part, pikepdf.String):
                # ISO 32000-1, 9.4.3: in thousandths of the size, and backwards.
                distance = float(part)
                self.advance(-distance / 1000 * state.size * state.stretch)
                add(new, distance)
                continue
            if state.face is None:
                raise Impossible("text")
            kept = b""
            for glyph in state.face.glyphs(bytes(part)):
                # 9.4.4: how far a glyph moves what follows it.
                width = (
                    glyph.width * state.size + state.spacing + (state.words if glyph.space else 0.0)
                )
                if not self.under(glyph):
                    kept += glyph.code
                else:
                    struck = True
                    if kept:
                        new.append(pikepdf.String(kept))
                    kept = b""
                    add(new, -width / state.size * 1000 if state.size else 0.0)
                self.advance(width * state.stretch)
            if kept:
                new.append(pikepdf.String(kept))
        return new, struck

    def under(self, glyph: metrics.Glyph) -> bool:
        """Whether so much of a glyph's body stands under an area that it must go."""
        state = self.state
        assert state.face is not None
        bottom, top = (state.rise + edge * state.size for edge in state.face.core)
        width = glyph.width * state.size * state.stretch
        whole = moved(self.text, state.matrix)
        box = bounds(placed(whole, x, y) for x in (0.0, width) for y in (bottom, top))
        if not any(touches(box, area) for area in self.areas):
            return False
        points = [
            placed(whole, width * (n + 0.5) / 6, bottom + (top - bottom) * (m + 0.5) / 6)
            for n in range(6)
            for m in range(6)
        ]
        hit = sum(
            any(a[0] <= x <= a[2] and a[1] <= y <= a[3] for a in self.areas) for x, y in points
        )
        return hit >= _STRUCK * len(points)

    def forget(self) -> None:
        """What a passage says in the stead of its text goes with the text."""
        self.done.anything = True
        for facts in self.marked:
            if not isinstance(facts, Dictionary):
                continue
            if "/MCID" in facts:
                self.done.passages.add(int(facts.MCID))
            for key in _SAYING:
                if key in facts:
                    del facts[key]

    # --- passages ---

    def mark(self, operator: str, operands: list[Any], instruction: Any) -> None:
        facts = operands[1] if operator == "BDC" and len(operands) > 1 else None
        # 14.6.2: properties stand in the instruction, or under a name among the resources.
        if isinstance(facts, Name):
            listed = self.resources.get("/Properties")
            facts = listed.get(facts) if isinstance(listed, Dictionary) else None
        self.marked.append(facts)
        self.out.append(instruction if facts is None else graphics.instruction(operator, *operands))

    def unmark(self, _: str, operands: list[Any], instruction: Any) -> None:
        if self.marked:
            self.marked.pop()
        self.out.append(instruction)

    # --- drawings ---

    def construct(self, operator: str, operands: list[Any], instruction: Any) -> None:
        self.outline.add(operator, [float(v) for v in operands], self.state.matrix, instruction)

    def clip(self, _: str, operands: list[Any], instruction: Any) -> None:
        self.clips = True
        self.outline.end = [*self.outline.end, instruction]

    def paint(self, operator: str, operands: list[Any], instruction: Any) -> None:
        kept = []
        for part in self.outline.parts:
            inside = any(part.within(area, INSIDE) for area in self.areas)
            if inside and (not self.clips or not part.plain):
                if self.clips:
                    raise Impossible("drawing")  # without it, what it clips would show
                self.forget()
                continue
            if not inside and not part.plain and any(part.crosses(area) for area in self.areas):
                raise Impossible("drawing")
            kept.append(part)
        if kept or self.clips or not self.outline.parts:
            self.out += [each for part in kept for each in part.instructions]
            self.out += [*self.outline.end, instruction]
        self.outline, self.clips = Outline(), False

    # --- pictures and forms ---

    def inline(self, picture: Any) -> None:
        box = graphics.square(self.state.matrix)
        if any(graphics.within(box, area) for area in self.areas):
            self.forget()
        elif any(touches(box, area) for area in self.areas):
            raise Impossible("picture")
        else:
            self.out.append(picture)

    def draw(self, _: str, operands: list[Any], instruction: Any) -> None:
        drawn = self.resources.get("/XObject")
        thing = drawn.get(operands[0]) if isinstance(drawn, Dictionary) else None
        if not isinstance(thing, Stream):
            self.out.append(instruction)
            return
        is_form = str(thing.get("/Subtype")) == "/Form"
        new = self.form(thing) if is_form else self.picture(thing)
        if new is thing:
            self.out.append(instruction)
        elif new is not None:
            self.out.append(graphics.instruction("Do", named(new, self.resources.XObject)))

    def picture(self, thing: Stream) -> Stream | None:
        """A picture with the pixels under the areas blank; None where all of it stands there."""
        box = graphics.square(self.state.matrix)
        over = [area for area in self.areas if touches(box, area)]
        if not over:
            return thing
        self.forget()
        if any(graphics.within(box, area) for area in over):
            return None
        try:
            back = graphics.inverse(self.state.matrix)
            corners = [
                [placed(back, x, y) for x in (a[0], a[2]) for y in (a[1], a[3])] for a in over
            ]
            parts = [clipped(bounds(each), (0, 0, 1, 1)) for each in corners]
            return blank.blanked(self.pdf, thing, parts)
        except (blank.NoPixels, ZeroDivisionError):
            raise Impossible("picture") from None

    def form(self, thing: Stream) -> Stream:
        """A copy of a form without what stands under the areas; the form itself where
        nothing does.
        """
        own = thing.get("/Matrix")
        matrix = (
            moved(graphics.matrix(own), self.state.matrix)
            if isinstance(own, Array)
            else self.state.matrix
        )
        left, bottom, right, top = (float(v) for v in thing.BBox)
        box = bounds(placed(matrix, x, y) for x in (left, right) for y in (bottom, top))
        if not any(touches(box, area) for area in self.areas):
            return thing
        below = Struck()
        # 7.8.3: a form without resources uses those of its page, as in PDF 1.1.
        resources = copied(thing.get("/Resources") or self.resources)
        inner = Striker(self.pdf, self.areas, below, self.depth + 1)
        instructions = inner.strike(thing, resources, matrix)
        if not below.anything:
            return thing
        self.forget()
        new = self.pdf.make_stream(pikepdf.unparse_content_stream(instructions))
        for key, value in thing.items():
            if key not in ("/Length", "/Filter", "/DecodeParms"):
                new[key] = value
        new.Resources = resources
        return new


_ACTIONS: dict[str, Any] = {
    **ACTIONS,
    "Do": Striker.draw,
    "EMC": Striker.unmark,
    **dict.fromkeys(("Tj", "TJ", "'", '"'), Striker.show),
    **dict.fromkeys(("BMC", "BDC"), Striker.mark),
    **dict.fromkeys(("m", "l", "c", "v", "y", "h", "re"), Striker.construct),
    **dict.fromkeys(("W", "W*"), Striker.clip),
    **dict.fromkeys(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"), Striker.paint),
}
