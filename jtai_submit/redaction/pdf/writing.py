"""Small things that are written into a page description where something is taken out of it."""

from typing import Any

from pikepdf import Dictionary, Name, Stream


def named(thing: Stream, drawn: Dictionary) -> Name:
    """A name for something new among what a page draws, its /XObject."""
    number = 1
    while f"/Struck{number}" in drawn:
        number += 1
    drawn[f"/Struck{number}"] = thing
    return Name(f"/Struck{number}")


def add(parts: list[Any], distance: float) -> None:
    """Add a distance to a TJ, to the one before it where there is one."""
    if parts and isinstance(parts[-1], float):
        parts[-1] = round(parts[-1] + distance, 4)
    else:
        parts.append(round(distance, 4))
