"""T022: "007123" beside 104512: Excel made numbers of ids, and ate the zeros of some."""

from ...manifest.columns import Holds
from ..body import Body
from .interface import Found, Rule


def find(body: Body) -> Found:
    column = body.one(Holds.ID)
    if not column or "\n0" not in "\n".join(["", *column.cells]):
        return
    padded = [text for text in column.cells if text[:1] == "0" and text.isdecimal()]
    if not padded:
        return
    as_numbers = any(count and kind in (int, float) for kind, count in body.id_forms.items())
    lengths = {len(text) for text in column.cells if text.isdecimal()}
    if as_numbers or min(lengths) < min(map(len, padded)):
        yield "some ids begin with zeros, and others have lost theirs", 0, column.number


RULE = Rule("T022", find)
