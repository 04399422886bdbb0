"""Reading `submission.yaml` and manifests: every mistake in one run, each with its place and what to write instead."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..errors import Problem, Unusable, nearest
from . import shipped
from .models import Manifest, Model
from .rules import manifest_mistakes, submission_mistakes
from .source import Path as Place
from .source import Source, read
from .submission import Submission

_M = TypeVar("_M", bound=Model)


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection folder as its two YAML files describe it."""

    root: Path
    manifest: Manifest
    submission: Submission
    source: Source
    warnings: tuple[Problem, ...]
    own: Path  # the program's own folder; a rehearsal has one of its own

    @property
    def documents(self) -> Path:
        return self.root / "documents"


def open_inspection(root: Path) -> Inspection:
    """Read the folder that holds a `submission.yaml`. Raises `Unusable` with every mistake."""
    fix = "name the inspection folder, or make one with: jtai-submit init DIR --manifest neglect-2017 --area NAME --notified DATE"
    return parse_inspection(root, _source(root / "submission.yaml", fix))


def parse_inspection(root: Path, source: Source) -> Inspection:
    """The same from a text that is already read, as an edit has it before it is saved."""
    named = source.data.get("manifest")
    manifest = None
    mistakes: list[Problem] = []
    if isinstance(named, str):
        try:
            manifest = open_manifest(named, root)
        except Unusable as stop:
            if stop.problems[0].code != "M019":
                raise
            fix = f"use one of: {', '.join(shipped.ids())}{nearest(named, shipped.ids())}, or the path of a file"
            mistakes.append(source.problem("M019", f'there is no manifest "{named}"', fix, ("manifest",)))
    submission, wrong = _validate(source, Submission)
    mistakes += wrong
    if submission is None or manifest is None:
        raise Unusable(*mistakes)
    found = list(submission_mistakes(source, manifest, submission))
    mistakes += [problem for problem, blocks in found if blocks]
    if mistakes:
        raise Unusable(*mistakes)
    return Inspection(root, manifest, submission, source, tuple(problem for problem, _ in found), root / ".jtai")


def open_manifest(name: str, root: Path = Path()) -> Manifest:
    """A shipped manifest by its id, or a file by its path (relative to `root`)."""
    path = shipped.folder() / f"{name}.yaml"
    if name not in shipped.ids():
        path = root / name
        if path.suffix not in (".yaml", ".yml"):
            fix = f"use one of: {', '.join(shipped.ids())}{nearest(name, shipped.ids())}, or the path of a .yaml file"
            raise Unusable(Problem("M019", f'there is no manifest "{name}"', fix))
    source = _source(path, "see: jtai-submit manifests list")
    manifest, mistakes = _validate(source, Manifest)
    if manifest is not None:
        mistakes += list(manifest_mistakes(source, manifest))
    if manifest is None or mistakes:
        raise Unusable(*mistakes)
    return manifest


def _source(path: Path, fix: str) -> Source:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Unusable(Problem("M001", "the file is not there", fix, str(path))) from None
    except OSError as e:
        raise Unusable(
            Problem("M001", f"the file cannot be read: {e.strerror}", "check the folder's permissions", str(path))
        ) from None
    return read(path.name, raw)


def _validate(source: Source, model: type[_M]) -> tuple[_M | None, list[Problem]]:
    try:
        return model.model_validate(source.data), []
    except ValidationError as e:
        return None, list(_unique(_mistake(source, model, error) for error in e.errors(include_url=False)))


def _unique(problems: Iterator[Problem]) -> Iterator[Problem]:
    seen = set()
    for problem in problems:
        if problem.where not in seen or problem.code == "M010":
            seen.add(problem.where)
            yield problem


def _mistake(source: Source, model: type[Model], error: ErrorDetails) -> Problem:
    """One of pydantic's errors in the words of the people who typed the file."""
    place, kind = _place(source, error["loc"]), error["type"]
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
            "M009", f'"{name}" means nothing here', f"correct its spelling or delete it{hint}", place, key=True
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
            "2017-05-16T17:00" if kind.startswith("datetime") else "17:00" if kind.startswith("time") else "2017-05-09"
        )
        word = "a date and time" if kind.startswith("datetime") else "a time" if kind.startswith("time") else "a date"
        return source.problem("M016", f"{quoted} is not {word}", f"write it like {example}", place)
    if kind == "union_tag_invalid":
        quoted, got = f'kind: "{got.get("kind")}"', got.get("kind")
        place = (*place, "kind") if (*place, "kind") in source.values else place
    if kind in ("enum", "literal_error", "union_tag_invalid", "union_tag_not_found"):
        context = error.get("ctx", {})
        choices = str(
            context.get("expected") or context.get("expected_tags") or "kind: folder, tus, webdav, s3 or sharepoint"
        )
        hint = (
            nearest(str(got), choices.replace("'", "").replace(" or ", ", ").split(", "))
            if isinstance(got, str)
            else ""
        )
        return source.problem(
            "M011", f"{quoted} is not one of the choices", f"use {choices.replace(chr(39), '')}{hint}", place
        )
    if kind == "string_pattern_mismatch" and "A-Za-z0-9-" in str(error.get("ctx")):
        return source.problem(
            "M020",
            f"{quoted} is not an id",
            "use up to 40 letters, digits and hyphens, such as C1; never a name",
            place,
        )
    return source.problem(
        "M011", f"{quoted} does not fit {name if not name.isdigit() else 'here'}: {_plain(error)}", _needed(kind), place
    )


def _needed(kind: str) -> str:
    needs = {"string_type": "write a text", "tuple_type": "write a list, one entry a line, each beginning with a hyphen",
             "dict_type": "write name: value", "model_type": "write {name: value, …}",
             "model_attributes_type": "write {kind: folder, path: …}, or another kind: tus, webdav, s3, sharepoint", "int_parsing": "write a whole number",
             "bool_parsing": "write true or false"}  # fmt: skip
    return needs.get(kind, "compare with the commented file that jtai-submit init writes")


def _plain(error: ErrorDetails) -> str:
    words = {"string_type": "a text is needed", "tuple_type": "a list is needed", "dict_type": "a block of name: value is needed",
             "model_type": "a block of name: value is needed",
             "model_attributes_type": "a block of name: value is needed", "int_parsing": "a whole number is needed",
             "string_too_short": "it is empty", "string_too_long": "it is too long"}  # fmt: skip
    return words.get(error["type"], error["msg"].lower())


def _place(source: Source, loc: tuple[int | str, ...]) -> Place:
    """pydantic's location as a path of the file: without the names that a union of portals puts in between."""
    place: Place = ()
    for step in loc:
        longer = (*place, step)
        if longer in source.values or longer in source.keys or (*place, 0) in source.values and isinstance(step, int):
            place = longer
    return place if place or not loc else (loc[-1],)


def _names(model: Any, loc: tuple[int | str, ...]) -> set[str]:
    """The names that may stand at a location: those of every model on the way there that could be meant."""
    from typing import get_args

    def models(annotation: Any) -> Iterator[Any]:
        if isinstance(annotation, type) and issubclass(annotation, Model):
            yield annotation
        for inner in get_args(annotation):
            yield from models(inner)

    here = [model]
    for step in loc:
        if isinstance(step, str):
            inner = [m.model_fields[step].annotation for m in here if step in m.model_fields]
            here = [found for annotation in inner for found in models(annotation)] or here
    return {field.alias or name for m in here for name, field in m.model_fields.items()}
