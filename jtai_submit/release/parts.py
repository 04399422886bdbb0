"""What a wheel says of itself: name, version, licence, and what it asks for (PyPA, "Core metadata
specifications")."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import compat32

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_NO_LICENCE = "not said"
_TEXTS = ("licen", "copying", "notice")
_LICENCE_CLASSIFIER = "License :: "


@dataclass(frozen=True, slots=True)
class Part:
    """One wheel of the folder. `texts` are paths of its licences below site-packages."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]
    requires: tuple[Requirement, ...]


def part(files: Mapping[str, bytes]) -> Part:
    """Read from the files of one wheel. Raises ValueError where it does not describe itself."""
    described = [name for name in files if name.endswith(".dist-info/METADATA")]
    if len(described) != 1:
        raise ValueError(f"a wheel with {len(described)} files of metadata: {sorted(files)[:3]}")
    said = BytesParser(policy=compat32).parsebytes(files[described[0]], headersonly=True)
    return Part(
        canonicalize_name(said["Name"]),
        said["Version"],
        _licence(said.get("License-Expression"), said.get("License"), _classifiers(said)),
        tuple(sorted(filter(_is_licence, files))),
        tuple(map(Requirement, said.get_all("Requires-Dist", []))),
    )


def missing(
    parts: Iterable[Part], roots: Iterable[Requirement], environment: Mapping[str, str]
) -> tuple[set[str], set[str]]:
    """Names that something asks for and that are not there; names that are there unasked."""
    there = {part.name: part for part in parts}
    asked: set[tuple[str, str]] = set()
    waiting = [(root, "") for root in roots]
    while waiting:
        wanted, extra = waiting.pop()
        if wanted.marker and not wanted.marker.evaluate({**environment, "extra": extra}):
            continue
        for chosen in ("", *wanted.extras):
            key = (canonicalize_name(wanted.name), chosen)
            if key in asked:
                continue
            asked.add(key)
            held = there.get(key[0])
            waiting += [(further, chosen) for further in held.requires] if held else []
    names = {name for name, _ in asked}
    return names - set(there), set(there) - names


def _classifiers(said: "object") -> list[str]:
    every = said.get_all("Classifier", [])  # type: ignore[attr-defined]
    licences = [line for line in every if line.startswith(_LICENCE_CLASSIFIER)]
    return [line.rpartition(" :: ")[2] for line in licences]


def _licence(expression: str | None, free: str | None, classifiers: list[str]) -> str:
    if expression:
        return expression
    if classifiers:
        return ", ".join(classifiers)
    first = (free or "").strip().splitlines()
    return first[0].strip() if first else _NO_LICENCE


def _is_licence(name: str) -> bool:
    inner, _, last = name.rpartition("/")
    named_so = "/licenses" in inner or any(word in last.lower() for word in _TEXTS)
    return named_so and ".dist-info" in inner
