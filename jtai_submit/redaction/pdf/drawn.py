"""A page as it is drawn: with texts and without them, its characters by place, its colours."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image

from .page import Box, Thing, address

_SCALE = 1.0  # pixels a point
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Character:
    letter: str
    box: Box
    owner: int  # address of the text object


@contextmanager
def switched_off(texts: list[Thing]) -> Iterator[None]:
    """The page without these texts."""
    for thing in texts:
        pdfium.FPDFPageObj_SetIsActive(thing.handle, 0)
    try:
        yield
    finally:
        for thing in texts:
            pdfium.FPDFPageObj_SetIsActive(thing.handle, 1)


def characters_of(page: Any, of: Iterable[Thing]) -> Iterator[Character]:
    """The letters and figures of these text objects."""
    wanted = {address(thing.handle) for thing in of}
    words = page.get_textpage()
    sides = [pdfium.c_double() for _ in range(4)]
    try:
        for n in range(pdfium.FPDFText_CountChars(words)):
            letter = chr(pdfium.FPDFText_GetUnicode(words, n))
            if not letter.isalnum():
                continue
            owner = address(pdfium.FPDFText_GetTextObject(words, n))
            if owner not in wanted:
                continue
            left, right, bottom, top = sides
            if pdfium.FPDFText_GetCharBox(words, n, left, right, bottom, top):
                yield Character(letter, (left.value, bottom.value, right.value, top.value), owner)
    finally:
        words.close()


def page_drawn(page: Any, scale: float = _SCALE) -> Image.Image:
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return picture


def colour_of(thing: Any, of: Any = pdfium.FPDFPageObj_GetFillColor) -> Colour:
    red, green, blue, alpha = (pdfium.c_uint() for _ in range(4))
    if not of(thing, red, green, blue, alpha):
        return (0, 0, 0)
    return red.value, green.value, blue.value
