"""`extends:` a manifest builds on another: what it says itself counts, the rest is the other's.

Lists whose entries have an `id` or a `slug` are put together entry by entry; every other value is
taken whole. `null` takes away what the other says.
"""

from collections.abc import Callable
from typing import Any

from ..errors import Unusable
from .source import Source

_DEEPEST = 5
Data = dict[str, Any]  # as YAML gives it: any mapping of texts


def extended(source: Source, opened: Callable[[str], Source], depth: int = 0) -> Source:
    """The manifest with all that it builds on. Raises `Unusable` where the other is not read."""
    name = source.data.get("extends")
    if not isinstance(name, str):
        return source
    if depth >= _DEEPEST:
        fix = "let one of them stand alone"
        message = f"manifests build on one another more than {_DEEPEST} deep"
        raise Unusable(source.problem("M008", message, fix, ("extends",)))
    base = extended(opened(name), opened, depth + 1)
    out = Source(source.name, source.text, {**base.data}, {}, {})
    moved: dict[str, dict[int, int]] = {}
    out.data.pop("kind", None)  # what it is for, each says itself
    for key, value in source.data.items():
        mine = base.data.get(key)
        if _named(value) and _named(mine):
            out.data[key], moved[key] = _together(mine, value)
        else:
            out.data[key] = value
    for marks, target in ((source.keys, out.keys), (source.values, out.values)):
        for path, mark in marks.items():
            places = moved.get(str(path[0])) if path else None
            if places and len(path) > 1 and isinstance(path[1], int):
                path = (path[0], places[path[1]], *path[2:])
            target[path] = mark
    return out


def _named(value: object) -> bool:
    """Whether it is a list whose every entry has a name of its own."""
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(each, dict) and _name(each) for each in value)


def _name(entry: Data) -> str:
    return str(entry.get("id") or entry.get("slug") or "")


def _together(base: list[Data], own: list[Data]) -> tuple[list[Data], dict[int, int]]:
    """Both lists as one, the other's order first; and where each own entry lies in it."""
    out = [dict(each) for each in base]
    at = {_name(each): n for n, each in enumerate(out)}
    places: dict[int, int] = {}
    for n, entry in enumerate(own):
        place = at.get(_name(entry))
        if place is None or place in places.values():  # a name twice stays twice: M021 says so
            place = len(out)
            out.append(dict(entry))
        else:
            out[place].update(entry)
        places[n] = place
    return out, places
