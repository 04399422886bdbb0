"""What a file's data gets wrong, in the words of the people who typed it: where, what, and what to
write instead.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..errors import Problem, nearest
from .source import Path as Place
from .source import Source

_M = TypeVar("_M", bound=BaseModel)


def validated(source: Source, model: type[_M], at: Place = ()) -> tuple[_M | None, list[Problem]]:
    """The model that a file (or its value at a path) describes, or None with every mistake in the
    words of the people who typed it.
    """
    try:
        return model.model_validate(source.at(at)), []
    except ValidationError as e:
        return None, list(
            _unique(_mistake(source, model, error, at) for error in e.errors(include_url=False))
        )


def _unique(problems: Iterator[Problem]) -> Iterator[Problem]:
    seen = set()
    for problem in problems:
        if problem.where not in seen or problem.code == "M010":
            seen.add(problem.where)
            yield problem


def _mistake(source: Source, model: type[BaseModel], error: ErrorDetails, at: Place) -> Problem:
    """One of pydantic's errors in the words of the people who typed the file."""
    place, kind = _place(source, (*at, *error["loc"])), error["type"]
    name, got = str(error["loc"][-1]), error["input"]
    quoted = (
        f'"{got}"'
        if isinstance(got, str)
        else "a list"
        if isinstance(got, list)
        else "a block"
        if isinstance(got, dict)
        else "nothing"
    )
    if kind == "extra_forbidden":
        known = _names(model, error["loc"][:-1])
        hint = nearest(name, known) or f" (known here: {', '.join(sorted(known))})" if known else ""
        return source.problem(
            "M009",
            f'"{name}" means nothing here',
            f"correct its spelling or delete it{hint}",
            place,
            key=True,
        )
    if kind == "missing":
        return source.problem(
            "M010",
            f'"{name}" is missing',
            f"add a line: {name}: …",
            place[:-1] if place and place[-1] == name else place,
        )
    if kind.startswith(("date", "datetime", "time")):
        example = (
            "2017-05-16T17:00"
            if kind.startswith("datetime")
            else "17:00"
            if kind.startswith("time")
            else "2017-05-09"
        )
        word = (
            "a date and time"
            if kind.startswith("datetime")
            else "a time"
            if kind.startswith("time")
            else "a date"
        )
        return source.problem("M016", f"{quoted} is not {word}", f"write it like {example}", place)
    if kind in ("enum", "literal_error"):
        context = error.get("ctx", {})
        choices = str(context.get("expected", ""))
        hint = (
            nearest(str(got), choices.replace("'", "").replace(" or ", ", ").split(", "))
            if isinstance(got, str)
            else ""
        )
        return source.problem(
            "M011",
            f"{quoted} is not one of the choices",
            f"use {choices.replace(chr(39), '')}{hint}",
            place,
        )
    if kind == "string_pattern_mismatch" and "A-Za-z0-9-" in str(error.get("ctx")):
        return source.problem(
            "M020",
            f"{quoted} is not an id",
            "use up to 40 letters, digits and hyphens, such as C1; never a name",
            place,
        )
    if kind == "string_pattern_mismatch" and "@" in str(error.get("ctx")):
        fix = "write it like lead@police.example"
        return source.problem("M011", f"{quoted} is no email address", fix, place)
    return source.problem(
        "M011",
        f"{quoted} does not fit {name if not name.isdigit() else 'here'}: {_plain(error)}",
        _needed(kind),
        place,
    )


def _needed(kind: str) -> str:
    needs = {
        "string_type": "write a text",
        "tuple_type": "write a list, one entry a line, each beginning with a hyphen",
        "dict_type": "write name: value",
        "model_type": "write {name: value, …}",
        "model_attributes_type": "write {name: value, …}",
        "int_parsing": "write a whole number",
        "bool_parsing": "write true or false",
    }
    return needs.get(kind, "compare with the commented file that jtai-submit init writes")


def _plain(error: ErrorDetails) -> str:
    words = {
        "string_type": "a text is needed",
        "tuple_type": "a list is needed",
        "dict_type": "a block of name: value is needed",
        "model_type": "a block of name: value is needed",
        "model_attributes_type": "a block of name: value is needed",
        "int_parsing": "a whole number is needed",
        "string_too_short": "it is empty",
        "string_too_long": "it is too long",
        "string_pattern_mismatch": "it has signs that cannot stand there, or is empty",
    }
    return words.get(error["type"], error["msg"].lower())


def _place(source: Source, loc: tuple[int | str, ...]) -> Place:
    """pydantic's location as a path of the file: without the names that a union of portals puts in
    between.
    """
    place: Place = ()
    for step in loc:
        longer = (*place, step)
        if (
            longer in source.values
            or longer in source.keys
            or (*place, 0) in source.values
            and isinstance(step, int)
        ):
            place = longer
    return place if place or not loc else (loc[-1],)


def _names(model: Any, loc: tuple[int | str, ...]) -> set[str]:
    """The names that may stand at a location: those of every model on the way there that could be
    meant.
    """
    from typing import get_args

    def models(annotation: Any) -> Iterator[Any]:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield annotation
        for inner in get_args(annotation):
            yield from models(inner)

    here = [model]
    for step in loc:
        if isinstance(step, str):
            inner = [m.model_fields[step].annotation for m in here if step in m.model_fields]
            here = [found for annotation in inner for found in models(annotation)] or here
    return {field.alias or name for m in here for name, field in m.model_fields.items()}
