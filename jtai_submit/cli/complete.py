"""What may come next on a command line: a shell asks at each press of Tab, so it must be quick.

Agencies, children, documents and deadlines are read from the inspection at hand as plain YAML;
what cannot be read completes to nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .commands import COMMANDS

_OPTION = re.compile(r'typer\.Option\(\s*"(--[a-z-]+)"')
_SHARED = re.compile(r'^(\w+) = Annotated\[[\w |]+, typer\.Option\("(--[a-z-]+)"', re.M)
_SLOT_FIRST = ("exempt", "withdraw", "explain")
_SUBCOMMANDS = {
    "agency": ("set",),
    "answers": ("brief", "select", "sheet", "take"),
    "child": ("add", "remove", "school", "swap"),
    "chronology": ("check", "merge"),
    "completion": ("bash", "zsh", "fish", "powershell"),
    "keys": ("backup", "new", "recover", "retire", "show"),
    "lists": ("check", "corrections", "match"),
    "manifests": ("check", "diff", "list", "new", "show"),
    "meeting": ("add",),
    "portal": ("set",),
    "receipts": ("confirm", "list", "show"),
    "recipient": ("add", "remove"),
    "request": ("add", "print"),
}


def answer(words: Sequence[str]) -> str:
    """One proposal a line; `words` are those after `jtai-submit`, the last one unfinished."""
    begun = words[-1].strip('"') if words else ""  # PowerShell before 7.3 drops what is empty
    found = sorted(set(_proposals(list(words[:-1]), begun)))
    return "".join(f"{each}\n" for each in found if each.casefold().startswith(begun.casefold()))


def _proposals(before: list[str], begun: str) -> Iterable[str]:
    if not before:
        return COMMANDS
    command, last = before[0], before[-1]
    if last in _VALUES:
        return _VALUES[last](_Asked(_folder(before)))
    if begun.startswith("-"):
        return _options(command)
    if len(before) == 1 and command in _SUBCOMMANDS:
        return _SUBCOMMANDS[command]
    asked = _Asked(_folder(before))
    if len(before) == 1 and command in _SLOT_FIRST:
        return asked.slots()
    if before in (["agency", "set"], ["sign-off"]):
        return asked.agencies()
    if command == "child" and len(before) == 2 and before[1] in ("remove", "school", "swap"):
        return asked.children()
    return ()


def _folder(words: Sequence[str]) -> Path:
    """The inspection at hand: the one that is named, or the one around the current folder."""
    here = Path()
    named = next((b for a, b in zip(words, words[1:], strict=False) if a == "--in"), "")
    places = [Path(named)] if named else [Path(word) for word in words[1:] if word[:1] != "-"]
    around = [here, *here.resolve().parents]
    return next((p for p in (*places, *around) if (p / "submission.yaml").is_file()), here)


class _Asked:
    """What the inspection at hand asks for."""

    def __init__(self, folder: Path) -> None:
        self._submission = _read(folder / "submission.yaml")
        self._manifest = _manifest(str(self._submission.get("manifest", "")), folder)

    def agencies(self) -> Iterator[str]:
        for agency in _dicts(self._manifest.get("agencies")):
            yield str(agency.get("id", "")).partition("-")[2]

    def children(self) -> Iterator[str]:
        for child in self._submission.get("children") or ():
            yield str(child.get("id", "")) if isinstance(child, dict) else str(child)

    def deadlines(self) -> Iterator[str]:
        for deadline in _dicts(self._manifest.get("deadlines")):
            yield str(deadline.get("id", ""))

    def slots(self) -> Iterator[str]:
        for agency in _dicts(self._manifest.get("agencies")):
            for item in _dicts(agency.get("items")):
                yield str(item.get("id", ""))
        for child in self.children():
            for document in _dicts(self._manifest.get("key_documents")):
                yield f"{child}/{document.get('slug', '')}"


_VALUES = {
    "--agency": _Asked.agencies,
    "--child": _Asked.children,
    "--for": _Asked.deadlines,
}


def _manifest(named: str, folder: Path) -> Mapping[str, Any]:
    from ..manifest import shipped

    inside = shipped.folder() / f"{named}.yaml"
    return _read(inside if inside.is_file() else folder / named)


def _read(path: Path) -> Mapping[str, Any]:
    from ..errors import Unusable
    from ..manifest.source import read

    try:
        data = read(path.name, path.read_bytes()).data
    except (OSError, Unusable):
        return {}
    return data if isinstance(data, dict) else {}


def _dicts(value: object) -> Iterator[dict[str, Any]]:
    every = value if isinstance(value, list) else []
    return (each for each in every if isinstance(each, dict))


def _options(command: str) -> Iterator[str]:
    """The options of a command as the text of its file states them: to load it takes too long."""
    if command not in COMMANDS:
        return
    yield "--help"
    own = _text(COMMANDS[command].module)
    yield from _OPTION.findall(own)
    for name, option in _SHARED.findall(_text("options")):
        if re.search(rf"\b{name}\b", own):
            yield option


def _text(module: str) -> str:
    return Path(__file__).with_name(f"{module}.py").read_text("utf-8")
