"""YAML text to plain data, with the place of every key and value.

The parser's events feed a small builder with an explicit stack, so that nesting, aliases and size
cannot hurt, every scalar stays the text that a person typed (`007123`, `NO`), and each value knows
its line and column.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..errors import Problem, Unusable
from .codes import CODES

Path = tuple[str | int, ...]
LARGEST = 5_000_000  # bytes
DEEPEST = 20
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What may hold a bracket that opens nothing (quoted text, a comment), then the brackets. YAML
# 1.2.2, 7.3 and 6.6.
_BRACKETS = re.compile(
    r"""(?:(?<=[\s\[\]{},:])|\A)(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|\#[^\n]*)|[\[\]{}]"""
)
_TOO_DEEP = ("M008", f"brackets or lists go deeper than {DEEPEST} levels", "write it flatter")
# Outside brackets, one opens only where a value begins.
_VALUE_BEGINS = re.compile(r"(?:^|[:?-][ \t])[ \t]*\Z", re.M)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something stands: lines and columns from 1, character offsets into the text from 0."""

    line: int
    column: int
    start: int
    end: int


@dataclass(slots=True)
class Source:
    """A YAML file as read: `data` of dicts, lists, texts and None, and the marks of its keys and
    values by path.
    """

    name: str
    text: str
    data: Any = None
    keys: dict[Path, Mark] = field(default_factory=dict)
    values: dict[Path, Mark] = field(default_factory=dict)

    def mark(self, path: Path, key: bool = False) -> Mark:
        """The mark of the value (or key) at `path`, or of the nearest thing around it that was
        written down.
        """
        while path:
            if key and path in self.keys:
                return self.keys[path]
            if path in self.values:
                return self.values[path]
            path, key = path[:-1], False
        return Mark(1, 1, 0, 0)

    def at(self, path: Path) -> Any:
        """The data at a path."""
        value = self.data
        for step in path:
            value = value[step]
        return value

    def problem(self, code: str, message: str, fix: str, path: Path, key: bool = False) -> Problem:
        return self.problem_at(code, message, fix, self.mark(path, key))

    def problem_at(self, code: str, message: str, fix: str, mark: Mark) -> Problem:
        lines = self.text.splitlines()
        line = lines[mark.line - 1] if mark.line <= len(lines) else ""
        shown, offset = (
            (line, mark.column - 1) if len(line) < 140 else _window(line, mark.column - 1)
        )
        width = max(1, min(mark.end - mark.start, len(shown) - offset))
        excerpt = (
            f"{mark.line:4} | {shown}\n     | {' ' * offset}{'^' * width}" if line.strip() else ""
        )
        return Problem(code, message, fix, f"{self.name}:{mark.line}:{mark.column}", excerpt)


def _window(line: str, at: int) -> tuple[str, int]:
    start = max(0, at - 60)
    return ("…" if start else "") + line[start : start + 130] + "…", at - start + bool(start)


def read(name: str, raw: bytes) -> Source:
    """Parse one YAML file. Raises `Unusable` with every reason that stops reading (codes M002 to
    M008).
    """
    source = Source(name, "")
    if len(raw) > LARGEST:
        raise Unusable(
            CODES["M004"].problem(
                f"the file is larger than {LARGEST // 1_000_000} MB",
                "check that it is the right file",
                name,
            )
        )
    try:
        source.text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line = raw.count(b"\n", 0, e.start) + 1
        raise Unusable(
            CODES["M002"].problem(
                f"line {line} has a character that is not UTF-8",
                "save the file again with the encoding UTF-8 (Notepad: Save as, Encoding)",
                f"{name}:{line}:1",
            )
        ) from None
    if not source.text.strip():
        raise Unusable(
            CODES["M003"].problem("the file is empty", "make one with: jtai-submit init", name)
        )
    _judge_nesting(source)
    _Builder(source).run()
    if not isinstance(source.data, dict):
        raise Unusable(
            source.problem(
                "M003",
                "the file has no settings in it",
                "write lines such as: area: Exampleshire",
                (),
            )
        )
    return source


def _judge_nesting(source: Source) -> None:
    """Refuse brackets that are nested too deep (M008) before a parser sees them.

    Each version of a parser gives up at a depth of its own and in words of its own, and looks ahead
    to do so; one that does not give up can be made to crash.
    """
    text, depth = source.text, 0
    for found in _BRACKETS.finditer(text):
        at, sign = found.start(), found[0]
        if sign in ("]", "}"):
            depth = max(0, depth - 1)
        elif sign in ("[", "{") and (
            depth or _VALUE_BEGINS.search(text, text.rfind("\n", 0, at) + 1, at)
        ):
            depth += 1
        if depth > DEEPEST:
            raise Unusable(source.problem_at(*_TOO_DEEP, _offset(source, at)))


class _Builder:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.stack: list[tuple[Any, Path]] = []
        # The key that waits for its value, one for each open mapping.
        self.pending: list[str | None] = []
        self.mistakes: list[Problem] = []

    def run(self) -> None:
        try:
            for event in yaml.parse(self.source.text, Loader=_LOADER):
                self.take(event)
        except yaml.MarkedYAMLError as e:
            self.mistakes.append(self.syntax(e))
        except yaml.reader.ReaderError as e:
            self.refuse(
                "M005",
                "this line has a control character",
                "delete it and type the line again",
                _offset(self.source, e.position),
            )
        if self.mistakes:
            raise Unusable(*self.mistakes)

    def refuse(self, code: str, message: str, fix: str, mark: Mark) -> None:
        self.mistakes.append(self.source.problem_at(code, message, fix, mark))

    def syntax(self, e: yaml.MarkedYAMLError) -> Problem:
        at = e.problem_mark or e.context_mark
        where = Mark(at.line + 1, at.column + 1, at.index, at.index + 1) if at else Mark(1, 1, 0, 0)
        what = (e.problem or "this line cannot be read").replace(
            "found character '\\t' that cannot start any token", "a tab"
        )
        fix = (
            "put text with : # [ or { in quotes, close every bracket and quote, and indent "
            "with spaces"
        )
        return self.source.problem_at("M005", f"this is not YAML: {what}", fix, where)

    def take(self, event: yaml.Event) -> None:
        start, end = event.start_mark, event.end_mark
        assert start and end  # the C parser always gives both
        mark = Mark(start.line + 1, start.column + 1, start.index, end.index)
        if isinstance(event, yaml.DocumentStartEvent) and self.source.data is not None:
            self.refuse(
                "M007",
                "a second document begins here",
                "delete the line --- and what follows it",
                mark,
            )
        elif isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.refuse(
                "M007",
                "anchors and aliases (& and *) are not used here",
                "write the value out",
                mark,
            )
            self.stop()
        elif getattr(event, "tag", None):
            self.refuse("M007", "tags (!) are not used here", "put the text in quotes", mark)
            self.stop()
        if isinstance(event, yaml.ScalarEvent):
            plain_null = event.implicit[0] and event.value in ("", "~", "null")
            self.place(None if plain_null else event.value, mark, scalar=event.value)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            holder: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            path = self.place(holder, mark)
            self.stack.append((holder, path))
            self.pending.append(None)
            if len(self.stack) > DEEPEST:
                self.refuse(*_TOO_DEEP, mark)
                self.stop()
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            _, path = self.stack.pop()
            self.pending.pop()
            opened = self.source.values[path]
            self.source.values[path] = Mark(opened.line, opened.column, opened.start, mark.end)

    def place(self, value: Any, mark: Mark, scalar: str | None = None) -> Path:
        path: Path = ()
        if not self.stack:
            self.source.data = value
        else:
            holder, above = self.stack[-1]
            if isinstance(holder, list):
                path = (*above, len(holder))
                holder.append(value)
            elif self.pending[-1] is None:
                return self.key(holder, above, scalar, mark)
            else:
                path = (*above, self.pending[-1])
                holder[self.pending[-1]] = value
                self.pending[-1] = None
        self.source.values[path] = mark
        return path

    def key(self, holder: dict[str, Any], above: Path, name: str | None, mark: Mark) -> Path:
        if name is None:
            self.refuse(
                "M005", "a list or block stands where a name is needed", "write name: value", mark
            )
            self.stop()
        assert name is not None
        if name in holder:
            first = self.source.keys[(*above, name)].line
            self.refuse(
                "M006",
                f'"{name}" is written twice (first in line {first})',
                "keep one of the two",
                mark,
            )
        self.pending[-1] = name
        self.source.keys[(*above, name)] = mark
        return (*above, name)

    def stop(self) -> None:
        raise Unusable(*self.mistakes)


def _offset(source: Source, position: int) -> Mark:
    before = source.text[:position]
    return Mark(before.count("\n") + 1, position - before.rfind("\n"), position, position + 1)
