"""The lists of what inspectors ask for: those that are shipped, a blank, and a check of
one's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import Problem, Usage
from ..manifest import shipped
from ..manifest.difference import Difference, differences
from ..manifest.models import Manifest
from ..manifest.reader import open_manifest
from .result import Done


@dataclass(frozen=True, slots=True)
class Shipped(Done):
    manifests: tuple[Manifest, ...]

    def to_dict(self) -> Mapping[str, object]:
        return {"manifests": [{"id": m.manifest, "title": m.title} for m in self.manifests]}


@dataclass(frozen=True, slots=True)
class Shown(Done):
    """One manifest that can be used."""

    name: str
    manifest: Manifest

    def to_dict(self) -> Mapping[str, object]:
        return self.manifest.model_dump(mode="json", by_alias=True)


@dataclass(frozen=True, slots=True)
class Written(Done):
    file: Path

    def to_dict(self) -> Mapping[str, object]:
        return {"file": str(self.file)}


@dataclass(frozen=True, slots=True)
class Compared(Done):
    """What a second manifest asks that a first does not, and the other way round."""

    old: Manifest
    new: Manifest
    differences: tuple[Difference, ...]

    def to_dict(self) -> Mapping[str, object]:
        return {
            "from": self.old.manifest,
            "to": self.new.manifest,
            "differences": [
                {
                    "change": each.change.value,
                    "kind": each.ask.kind,
                    "id": each.ask.key,
                    "title": each.ask.title,
                    "who": each.ask.who,
                    "text": each.ask.words,
                    "detail": each.ask.detail,
                    "before": _before(each),
                }
                for each in self.differences
            ],
        }


def _before(difference: Difference) -> dict[str, str] | None:
    ask = difference.before
    return {"text": ask.words, "detail": ask.detail} if ask else None


def compared(old: str, new: str) -> Compared:
    """Two manifests, by id or file. Raises `Unusable` with every mistake in them."""
    first, second = open_manifest(old), open_manifest(new)
    return Compared(first, second, differences(first, second))


def listed() -> Shipped:
    return Shipped(tuple(open_manifest(each) for each in shipped.ids()))


def shown(name: str) -> Shown:
    """A manifest by its id or the path of its file. Raises `Unusable` with every mistake in it."""
    return Shown(name, open_manifest(name))


def write_blank(path: Path) -> Written:
    """Write a commented blank. Raises `Usage` where a file is there already."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(shipped.blank())
    except FileExistsError:
        message = "the file is there already, and nothing is overwritten"
        raise Usage(Problem("", message, "name another file", str(path))) from None
    return Written(path)
