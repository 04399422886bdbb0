"""The only printer. Results on stdout, everything else on stderr; one JSON document where it is asked for."""

import json
import os
import sys
import textwrap
import time
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import Exit, Problem

WIDTH = 80


def safe(text: str) -> str:
    """Foreign text that cannot act on a terminal: controls and direction marks as `\\x1b`, the rest as it is."""
    return "".join(
        ch if unicodedata.category(ch) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else _escaped(ch) for ch in text
    )


def _escaped(ch: str) -> str:
    return ch.encode("unicode_escape", "surrogatepass").decode()


def folds(text: str, indent: int) -> list[str]:
    """A line as so many as it takes on a terminal; no word, name or command is cut."""
    margin = " " * indent
    return textwrap.wrap(text, WIDTH, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False) or [""]


@dataclass(slots=True)
class Screen:
    command: str
    json: bool = False
    plain: bool = False
    quiet: bool = False

    @classmethod
    def of(cls, command: str, as_json: bool, plain: bool, quiet: bool) -> "Screen":
        return cls(command, as_json, plain or not sys.stdout.isatty(), quiet)

    @classmethod
    def for_arguments(cls, command: str, arguments: Sequence[str]) -> "Screen":
        """The same, told from the bare words: for what goes wrong before they are understood."""
        return cls.of(command, "--json" in arguments, "--plain" in arguments, "--quiet" in arguments)

    def line(self, text: str = "", *, indent: int = 0, bold: bool = False) -> None:
        """One line of a result; long ones are folded on a terminal and left whole in a pipe."""
        if self.json or (self.quiet and not bold):
            return
        folded = [safe(text)] if self.plain else folds(safe(text), indent)
        emphasis = bold and not self.plain and "NO_COLOR" not in os.environ
        for each in folded:
            sys.stdout.write(f"\x1b[1m{each}\x1b[0m\n" if emphasis else f"{each}\n")

    def tell(self, text: str) -> None:
        """A line beside the result: what is going on."""
        if not self.quiet:
            for each in folds(safe(text), 4) if sys.stderr.isatty() else [safe(text)]:
                sys.stderr.write(f"{each}\n")

    def done(self, code: int, status: str, data: Mapping[str, Any], errors: Iterable[Problem] = ()) -> int:
        """The end of a command: the JSON document, if it was asked for."""
        if self.json:
            self._document(code, status, data, errors)
        return code

    def _document(self, code: int, status: str, data: Mapping[str, Any], errors: Iterable[Problem]) -> None:
        listed = [{"code": p.code, "message": p.message, "fix": p.fix, "where": p.where} for p in errors]
        document = {
            "jtai_submit": 1,
            "command": self.command,
            "status": status,
            "exit_code": int(code),
            "data": data,
            "errors": listed,
        }
        json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")

    def failed(self, code: int, problems: Sequence[Problem], data: Mapping[str, Any] | None = None) -> int:
        """Every problem on stderr, where · what · to do · code; the JSON document too."""
        for problem in problems:
            sys.stderr.write(shown(problem))
        if self.json:
            status = "partly-sent" if code == Exit.PARTLY_SENT else "error"
            self._document(code, status, data or {}, problems)
        return int(code)

    def stopped(self) -> int:
        sys.stderr.write("\nStopped. Nothing is lost: run the same command again to go on.\n")
        return self.done(Exit.STOPPED, "error", {}, [Problem("", "stopped by the user", "run the same command again")])


def shown(problem: Problem) -> str:
    """A problem as text, with the place in the file where there is one."""
    where = f"{problem.where}: " if problem.where else ""
    excerpt = f"\n{safe_block(problem.excerpt)}\n" if problem.excerpt else ""
    code = f"  Code     {problem.code}\n" if problem.code else ""
    lines = (safe(where + problem.message), f"  To fix   {safe(problem.fix)}")
    said, fix = (
        "\n".join(folds(line, indent)) if sys.stderr.isatty() else line
        for line, indent in zip(lines, (2, 11), strict=True)
    )
    return f"{said}\n{excerpt}{fix}\n{code}\n"


def safe_block(text: str) -> str:
    return "\n".join(safe(line.expandtabs(1)) for line in text.split("\n"))


class Bar:
    """Progress on stderr: a bar on a terminal for whatever takes over a second, a line every tenth elsewhere."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.silent = screen, screen.quiet
        self.live: Any = None
        self.total = self.done = self.told = 0
        self.what, self.started, self.task = "", 0.0, 0

    def begin(self, what: str, total: int) -> None:
        self.end()
        self.what, self.total, self.done, self.told, self.started = what, total, 0, 0, time.monotonic()

    def move(self, amount: int, at: str = "") -> None:
        self.done += amount
        if self.silent or time.monotonic() - self.started < 1.0:
            return
        if sys.stderr.isatty():
            self._draw(at)
        elif self.total and 10 * self.done // self.total > self.told:
            self.told = 10 * self.done // self.total
            self.screen.tell(f"{self.what}: {min(100, 10 * self.told)} %")

    def _draw(self, at: str) -> None:
        if self.live is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

            console = Console(stderr=True, markup=False, highlight=False, emoji=False)
            columns = (TextColumn("{task.description}", markup=False), BarColumn(24), TextColumn("{task.percentage:.0f} %", markup=False),
                       TimeRemainingColumn(), TextColumn("{task.fields[at]}", markup=False))  # fmt: skip
            self.live = Progress(*columns, console=console, transient=True)
            self.live.start()
            self.task = self.live.add_task(self.what, total=self.total, at="")
        self.live.update(self.task, completed=self.done, at=safe(at)[-28:])

    def say(self, line: str) -> None:
        if self.live is not None:
            from rich.text import Text

            self.live.console.print(Text(safe(line)))
        else:
            self.screen.tell(line)

    def end(self) -> None:
        if self.live is not None:
            self.live.stop()
            self.live = None
