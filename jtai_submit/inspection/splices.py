"""Texts with one place of `submission.yaml` changed: spliced where the parser saw it, every other
byte as it was.
"""

import json
import re
from collections.abc import Mapping, Sequence

from ..manifest.source import Path, Source, read

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,;()/_’'.-]*[A-Za-z0-9).]|[A-Za-z]")
_WORDS_OF_YAML = {"y", "n", "yes", "no", "true", "false", "on", "off", "null"}
_COMMA = re.compile(r"(?:\s|#[^\n]*\n)*,")
_DOCUMENT_END = re.compile(r"^\.\.\.(?=\s|$)", re.M)  # YAML 1.2.2, 9.1.2
_DASH = re.compile(r"^[ ]*-(?=\s)", re.M)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def scalar(text: str) -> str:
    """A text as YAML: bare where that is safe in a flow list, in double quotes otherwise."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML
    if _DATE.fullmatch(text) or (plain and not set(",[]{}:#") & set(text)):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(ch if ch.isprintable() else _escaped(ord(ch)) for ch in quoted)


def _escaped(point: int) -> str:
    if point < 0x100:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def entry(**values: str) -> str:
    """`{slot: "3.4", because: none held}`"""
    return mapping(values)


def mapping(values: Mapping[str, str]) -> str:
    """The same of names that are no Python names; empty values are left out."""
    pairs = (f"{name}: {scalar(value)}" for name, value in values.items() if value)
    return "{" + ", ".join(pairs) + "}"


def listed(values: Mapping[str, str], name: str, many: Sequence[str]) -> str:
    """An entry with a list at its end: `{slot: "3.4", …, sha256: [ab…, cd…]}`"""
    return f"{mapping(values)[:-1]}, {name}: [{', '.join(map(scalar, many))}]}}"


def again(source: Source, text: str) -> Source:
    """The edited text, with the places of what it says: for the next edit."""
    return read(source.name, text.encode())


def appended(source: Source, key: str, item: str) -> str:
    """The file's text with one more entry in the top-level list `key`."""
    text, newline = source.text, _newline(source)
    if (key,) not in source.keys:
        return _at_the_end(source, f"{key}:{newline}  - {item}")
    value = source.values[(key,)]
    if text[value.start : value.start + 1] == "[":
        # Right behind the last entry: before the bracket there may be a comma or a comment.
        count = len(source.data[key])
        at = _end(source, (key, count - 1)) if count else value.start + 1
        return text[:at] + (f", {item}" if count else item) + text[at:]
    if not source.data[key]:
        at, indent = _line_end(text, source.keys[(key,)].end), "  "
    else:
        last = (key, len(source.data[key]) - 1)
        at = _line_end(text, _end(source, last))
        indent = " " * (value.column - 1)
    return _inserted(source, at, f"{indent}- {item}{newline}")


def removed(source: Source, key: str, index: int) -> str:
    """The file's text without one entry of the top-level list `key`."""
    text, value, count = source.text, source.values[(key,)], len(source.data[key])
    if text[value.start : value.start + 1] == "[":
        return _removed_from_flow(source, key, index)
    if count == 1:
        start, end = (
            _line_end(text, source.keys[(key,)].end),
            _line_end(text, _end(source, (key, 0))),
        )
        colon = text.index(":", source.keys[(key,)].end)
        return f"{text[: colon + 1]} []{text[colon + 1 : start]}{text[end:]}"
    return text[: _dash(source, key, index)] + text[_line_end(text, _end(source, (key, index))) :]


def _dash(source: Source, key: str, index: int) -> int:
    """Where the line of an entry's `-` begins: its value may begin on a later one."""
    text, value = source.text, source.values[(key, index)].start
    before = _line_end(text, _end(source, (key, index - 1))) if index else 0
    dashes = [found.start() for found in _DASH.finditer(text, before, value)]
    return dashes[-1] if dashes else text.rfind("\n", 0, value) + 1


def _removed_from_flow(source: Source, key: str, index: int) -> str:
    text, count = source.text, len(source.data[key])
    start, end = source.values[(key, index)].start, _end(source, (key, index))
    if index + 1 < count:
        end = source.values[(key, index + 1)].start
    elif index:
        start = _end(source, (key, index - 1))
    elif comma := _COMMA.match(text, end):
        end = comma.end()
    return text[:start] + text[end:]


def replaced(source: Source, path: Path, value: str) -> str:
    """The file's text with another value at `path`; `value` is YAML in flow style."""
    text, whole, key = source.text, source.values[path], source.keys.get(path)
    if key is None or whole.line == key.line:
        return text[: whole.start] + value + text[_end(source, path) :]
    colon = text.index(":", key.end)  # a block below its key becomes one line
    end = _line_end(text, _end(source, path))
    return f"{text[: colon + 1]} {value}{_newline(source)}{text[end:]}"


def put(source: Source, key: str, value: str) -> str:
    """The file's text with a top-level key set to a value in flow style, in place of
    what it was.
    """
    if (key,) not in source.keys:
        return _at_the_end(source, f"{key}: {value}")
    whole = source.values.get((key,))
    if source.data[key] is None and (whole is None or whole.start == whole.end):
        at = source.text.index(":", source.keys[(key,)].end) + 1
        return f"{source.text[:at]} {value}{source.text[at:]}"
    return replaced(source, (key,), value)


def put_in(source: Source, key: str, name: str, value: str) -> str:
    """The same for one name of the top-level mapping `key`."""
    known = source.data.get(key)
    if not known:
        return put(source, key, f"{{{name}: {value}}}")
    if name in known:
        return replaced(source, (key, name), value)
    text, whole = source.text, source.values[(key,)]
    if text[whole.start : whole.start + 1] == "{":
        at = _end(source, (key, list(known)[-1]))
        return f"{text[:at]}, {name}: {value}{text[at:]}"
    last = list(known)[-1]
    indent = " " * (source.keys[(key, last)].column - 1)
    at = _line_end(text, _end(source, (key, last)))
    return _inserted(source, at, f"{indent}{name}: {value}{_newline(source)}")


def dropped_from(source: Source, key: str, name: str) -> str:
    """The file's text without one name of the top-level mapping `key`."""
    names, text = list(source.data[key]), source.text
    whole = source.values[(key,)]
    start, end = source.keys[(key, name)].start, _end(source, (key, name))
    at = names.index(name)
    if text[whole.start : whole.start + 1] == "{":
        if at + 1 < len(names):
            end = source.keys[(key, names[at + 1])].start
        elif at:
            start = _end(source, (key, names[at - 1]))
        elif comma := _COMMA.match(text, end):
            end = comma.end()
        return text[:start] + text[end:]
    if len(names) == 1:
        colon = text.index(":", source.keys[(key,)].end)
        return f"{text[: colon + 1]} {{}}{_newline(source)}{text[_line_end(text, end) :]}"
    return text[: text.rfind("\n", 0, start) + 1] + text[_line_end(text, end) :]


def _newline(source: Source) -> str:
    return "\r\n" if "\r\n" in source.text else "\n"


def _at_the_end(source: Source, lines: str) -> str:
    text, newline = source.text, _newline(source)
    mark = _DOCUMENT_END.search(text)
    text, rest = (text[: mark.start()], text[mark.start() :]) if mark else (text, "")
    return text + ("" if text.endswith("\n") or not text else newline) + lines + newline + rest


def _inserted(source: Source, at: int, lines: str) -> str:
    before = source.text[:at]
    return before + ("" if before.endswith("\n") else _newline(source)) + lines + source.text[at:]


def _end(source: Source, path: Path) -> int:
    """Where a value ends. A block's own end mark lies after the comments that follow it: its last
    scalar counts; and that of a text over several lines (`|`) after its line end.
    """
    mark = source.values[path]
    if source.text[mark.start : mark.start + 1] in ("{", "["):
        return mark.end
    ends = [
        inner.end
        for place, inner in source.values.items()
        if place[: len(path)] == path and not isinstance(source.at(place), (dict, list))
    ]
    end = max(ends, default=mark.end)
    return mark.start + len(source.text[mark.start : end].rstrip("\r\n"))


def _line_end(text: str, at: int) -> int:
    before = text[max(0, at - 1) : at]
    end = text.find("\n", at - 1 if before == "\n" else at)
    return len(text) if end < 0 else end + 1
