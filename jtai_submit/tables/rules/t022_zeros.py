"""T022: "007123" beside 104512: Excel made numbers of ids, and ate the zeros of some."""

from ...manifest.columns import Holds
from ..body import Body
from .interface import Found, Rule


def find(body: Body) -> Found:
    column = body.one(Holds.ID)
    if not column:
        return
    texts = [text for text in column.cells if text and text.isdecimal()]
    padded = [text for text in texts if text[0] == "0"]
    as_numbers = any(kind in (int, float) for kind in body.id_forms)
    shorter = padded and min(map(len, texts)) < min(map(len, padded))
    if padded and (as_numbers or shorter):
        yield "some ids begin with zeros, and others have lost theirs", 0, column.number


RULE = Rule("T022", find)
