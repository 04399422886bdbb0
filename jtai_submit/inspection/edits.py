"""One-place edits of `submission.yaml`: the text is spliced where the parser saw the list, and every other byte stays."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..errors import Unusable
from ..manifest.codes import CODES
from ..manifest.source import Source, read
from ..storage import write_atomically
from .inspection import Inspection, open_inspection, parse_inspection
from .lock import locked

_BOM = b"\xef\xbb\xbf"
_TRIES = 5
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,;()/_’'.-]*[A-Za-z0-9).]|[A-Za-z]")
_WORDS_OF_YAML = {"y", "n", "yes", "no", "true", "false", "on", "off", "null"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def scalar(text: str) -> str:
    """A text as YAML: bare where that is safe in a flow list, in double quotes otherwise."""
    bare = _DATE.fullmatch(text) or (
        _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML and not set(",[]{}:#") & set(text)
    )
    if bare:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(ch if ch.isprintable() else _escaped(ord(ch)) for ch in quoted)


def _escaped(point: int) -> str:
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def entry(**values: str) -> str:
    """`{slot: "3.4", because: none held}`"""
    return "{" + ", ".join(f"{name}: {scalar(value)}" for name, value in values.items() if value) + "}"


def listed(values: Mapping[str, str], name: str, many: Sequence[str]) -> str:
    """An entry with a list at its end: `{slot: "3.4", …, sha256: [ab…, cd…]}`"""
    return f"{entry(**values)[:-1]}, {name}: [{', '.join(map(scalar, many))}]}}"


def appended(source: Source, key: str, item: str) -> str:
    """The file's text with one more entry in the top-level list `key`."""
    text, newline = source.text, "\r\n" if "\r\n" in source.text else "\n"
    if (key,) not in source.keys:
        return text + ("" if text.endswith("\n") else newline) + f"{key}:{newline}  - {item}{newline}"
    value = source.values[(key,)]
    if text[value.start : value.start + 1] == "[":
        closing = text.rindex("]", value.start, value.end)
        return text[:closing].rstrip() + (", " if source.data[key] else "") + item + text[closing:]
    if not source.data[key]:
        at, indent = _line_end(text, source.keys[(key,)].end), "  "
    else:
        last = source.values[(key, len(source.data[key]) - 1)]
        at, indent = (
            _line_end(text, _last_character(source, (key, len(source.data[key]) - 1), last.end)),
            " " * (value.column - 1),
        )
    before = text[:at] if text[:at].endswith("\n") else text[:at] + newline
    return f"{before}{indent}- {item}{newline}{text[at:]}"


def _last_character(source: Source, above: tuple[str | int, ...], fallback: int) -> int:
    """The end of the last scalar inside an entry: a block entry's own end mark lies after following comments."""
    ends = [mark.end for path, mark in source.values.items() if path[: len(above)] == above
            and not isinstance(_at(source.data, path), (dict, list))]  # fmt: skip
    flow = source.text[source.values[above].start : source.values[above].start + 1] in "{["
    return fallback if flow or not ends else max(ends)


def _at(data: object, path: tuple[str | int, ...]) -> object:
    for step in path:
        data = data[step]  # type: ignore[index]
    return data


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", max(0, at - 1) if text[max(0, at - 1) : at] == "\n" else at)
    return len(text) if end < 0 else end + 1


def edit(inspection: Inspection, change: Callable[[Inspection], str]) -> Inspection:
    """Change `submission.yaml` in one place, whoever else edits it at the same time.

    `change` is given the file as it is now and returns its new text; it is asked again where somebody without our lock
    (another program, a drive whose locks do not hold) wrote in between. Raises `Unusable`, and leaves the file alone,
    where the edit would not read back; `Temporary` where the file is kept locked.
    """
    path = inspection.root / "submission.yaml"
    with locked(inspection.root / ".jtai" / "submission.lock", "submission.yaml is being changed"):
        for _ in range(_TRIES):
            now = open_inspection(inspection.root, inspection.portals)
            text = change(now)
            edited = save(now, text)
            if path.read_bytes() == _encoded(edited.source, path):
                return replace(edited, own=inspection.own)
    raise _changed(path)


def save(inspection: Inspection, text: str) -> Inspection:
    """Write the edited text in place of the old, after reading it back; a BOM stays if there was one.

    Raises `Unusable` and leaves the file alone where the edit would not read back.
    """
    path = inspection.root / "submission.yaml"
    old = path.read_bytes()
    bom = _BOM if old.startswith(_BOM) else b""
    if old.decode("utf-8-sig") != inspection.source.text:
        raise _changed(path)
    data = bom + text.encode()
    edited = parse_inspection(inspection.root, read(path.name, data), inspection.portals)
    write_atomically(path, data, path.stat().st_mode & 0o777)
    return edited


def _encoded(source: Source, path: Path) -> bytes:
    bom = _BOM if path.read_bytes().startswith(_BOM) else b""
    return bom + source.text.encode()


def _changed(path: Path) -> Unusable:
    message = "the file was changed by somebody else just now"
    return Unusable(CODES["M025"].problem(message, "run the same command again", str(path)))
