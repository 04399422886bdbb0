"""Where the next thing of a description stands: the operators that change the graphics state and
the place of text (ISO 32000-1, 8.4.4, 9.3 and 9.4.2). Each of them is written as it was.
"""

from copy import copy
from typing import Any

from pikepdf import Array, Dictionary

from . import graphics, metrics
from .graphics import AS_IT_IS, State
from .outline import moved

# ISO 32000-1, tables 57 and 105; Tz is in per cent.
_SETS = {
    "Tc": ("spacing", 1),
    "Tw": ("words", 1),
    "Tz": ("stretch", 0.01),
    "TL": ("leading", 1),
    "Ts": ("rise", 1),
    "w": ("width", 1),
}


class Placing:
    """The graphics state while a description is read; `out` is what is written of it."""

    def __init__(self) -> None:
        self.out: list[Any] = []
        self.resources: Any = Dictionary()
        self.stack: list[State] = []
        self.state = State(AS_IT_IS)
        self.line = self.text = AS_IT_IS
        self.faces: dict[str, metrics.Face] = {}

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
        # ISO 32000-1, table 58: a font and its size.
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
                self.state.leading = -y  # ISO 32000-1, table 108
            self.line = self.text = moved((1, 0, 0, 1, x, y), self.line)
        self.out.append(instruction)

    def next_line(self) -> None:
        self.line = self.text = moved((1, 0, 0, 1, 0, -self.state.leading), self.line)

    def advance(self, distance: float) -> None:
        self.text = moved((1, 0, 0, 1, distance, 0), self.text)


ACTIONS: dict[str, Any] = {
    "q": Placing.save,
    "Q": Placing.restore,
    "cm": Placing.concatenate,
    "Tf": Placing.choose,
    "gs": Placing.look_up,
    "BT": Placing.begin,
    **dict.fromkeys(_SETS, Placing.set),
    **dict.fromkeys(("Td", "TD", "Tm", "T*"), Placing.move),
}
