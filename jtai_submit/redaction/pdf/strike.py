"""A description without what it draws under some areas: glyphs, pixels, drawings. All else stays
where it is.

An interpreter of ISO 32000-1, 8 and 9, as far as it decides where things stand. What it cannot
place it does not touch: it raises `Impossible`, and the document stays blocked.
"""

from collections.abc import Iterable
from copy import copy
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, Dictionary, Name, Stream

from . import blank, graphics, metrics
from .graphics import AS_IT_IS, INSIDE, Impossible, State, Struck, copied
from .outline import Matrix, Outline, bounds, moved, placed, touches
from .page import Box, clipped
from .writing import add, named

_STRUCK = 0.15  # of a glyph's body, and it goes
_SAYING = ("/ActualText", "/Alt", "/E")
_DEEPEST = 12


class Striker:
    """Strikes one page or form; `areas` are boxes in the page's own coordinates."""

    def __init__(self, pdf: pikepdf.Pdf, areas: list[Box], done: Struck, depth: int = 0) -> None:
        self.pdf, self.areas, self.done, self.depth = pdf, areas, done, depth
        self.out: list[Any] = []
        self.resources: Any = Dictionary()
        self.stack: list[State] = []
        self.state = State(AS_IT_IS)
        self.line = self.text = AS_IT_IS
        self.outline = Outline()
        self.clips = False
        self.marked: list[Any] = []
        self.faces: dict[str, metrics.Face] = {}

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

    # --- state ---

    def save(self, _: str, operands: list[Any], instruction: Any) -> None:
        self.stack.append(copy(self.state))
        self.out.append(instruction)

    def restore(self, _: str, operands: list[Any], instruction: Any) -> None:
        if self.stack:  # one too many restores nothing
            self.state = self.stack.pop()
            self.out.append(instruction)

    def concatenate(self, _: str, operands: list[Any], instruction: Any) -> None:
        self.state.matrix = moved(graphics.matrix(operands), self.state.matrix)
        self.out.append(instruction)

    def set(self, operator: str, operands: list[Any], instruction: Any) -> None:
        name, unit = _SETS[operator]
        setattr(self.state, name, float(operands[0]) * unit)
        self.out.append(instruction)

    def choose(self, _: str, operands: list[Any], instruction: Any) -> None:
        fonts = self.resources.get("/Font")
        font = fonts.get(operands[0]) if isinstance(fonts, Dictionary) else None
        self.use(str(operands[0]), font, float(operands[1]))
        self.out.append(instruction)

    def use(self, name: str, font: Any, size: float) -> None:
        """Take a font; one that cannot be measured matters only where it is used."""
        if name not in self.faces:
            try:
                self.faces[name] = metrics.face(font)
            except (
                metrics.Unmeasured,
                AttributeError,
                KeyError,
                TypeError,
                ValueError,
                IndexError,
            ):
                self.state.face = None
                return
        self.state.face, self.state.size = self.faces[name], size

    def look_up(self, _: str, operands: list[Any], instruction: Any) -> None:
        states = self.resources.get("/ExtGState")
        state = states.get(operands[0]) if isinstance(states, Dictionary) else None
        chosen = state.get("/Font") if isinstance(state, Dictionary) else None
        if isinstance(chosen, Array) and len(chosen) == 2:
            self.use(f"state {operands[0]}", chosen[0], float(chosen[1]))
        if isinstance(state, Dictionary) and "/LW" in state:
            self.state.width = float(state.LW)
        self.out.append(instruction)

    # --- text ---

    def begin(self, _: str, operands: list[Any], instruction: Any) -> None:
        self.line = self.text = AS_IT_IS
        self.out.append(instruction)

    def move(self, operator: str, operands: list[Any], instruction: Any) -> None:
        if operator == "Tm":
            self.line = self.text = graphics.matrix(operands)
        elif operator == "T*":
            self.next_line()
        else:
            x, y = float(operands[0]), float(operands[1])
            if operator == "TD":
                self.state.leading = -y
            self.line = self.text = moved((1, 0, 0, 1, x, y), self.line)
        self.out.append(instruction)

    def next_line(self) -> None:
        self.line = self.text = moved((1, 0, 0, 1, 0, -self.state.leading), self.line)

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
                distance = float(part)
                self.advance(-distance / 1000 * state.size * state.stretch)
                add(new, distance)
                continue
            if state.face is None:
                raise Impossible("text")
            kept = b""
            for glyph in state.face.glyphs(bytes(part)):
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

    def advance(self, distance: float) -> None:
        self.text = moved((1, 0, 0, 1, distance, 0), self.text)

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


_SETS = {
    "Tc": ("spacing", 1),
    "Tw": ("words", 1),
    "Tz": ("stretch", 0.01),
    "TL": ("leading", 1),
    "Ts": ("rise", 1),
    "w": ("width", 1),
}
_ACTIONS: dict[str, Any] = {
    "q": Striker.save,
    "Q": Striker.restore,
    "cm": Striker.concatenate,
    "Tf": Striker.choose,
    "gs": Striker.look_up,
    "BT": Striker.begin,
    "Do": Striker.draw,
    "EMC": Striker.unmark,
    **dict.fromkeys(_SETS, Striker.set),
    **dict.fromkeys(("Td", "TD", "Tm", "T*"), Striker.move),
    **dict.fromkeys(("Tj", "TJ", "'", '"'), Striker.show),
    **dict.fromkeys(("BMC", "BDC"), Striker.mark),
    **dict.fromkeys(("m", "l", "c", "v", "y", "h", "re"), Striker.construct),
    **dict.fromkeys(("W", "W*"), Striker.clip),
    **dict.fromkeys(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"), Striker.paint),
}
