"""Progress on stderr: a bar on a terminal for whatever takes over a second, a line every tenth
elsewhere.
"""

import sys
import time
from typing import TYPE_CHECKING

from .screen import Screen
from .text import safe

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Bar:
    """What the core's progress looks like."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.silent = screen, screen.quiet
        self.live: Progress | None = None
        self.task: TaskID | None = None
        self.total = self.done = self.told = 0
        self.what, self.started = "", 0.0

    def begin(self, what: str, total: int) -> None:
        self.end()
        self.what, self.total, self.started = what, total, time.monotonic()
        self.done = self.told = 0

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
        if self.live is None or self.task is None:
            self.live = _progress()
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
            self.live = self.task = None


def _progress() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    # Rich reads [draft].pdf as markup unless it is told not to.
    console = Console(stderr=True, markup=False, highlight=False, emoji=False)
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(24),
        TextColumn("{task.percentage:.0f} %", markup=False),
        TimeRemainingColumn(),
        TextColumn("{task.fields[at]}", markup=False),
        console=console,
        transient=True,
    )
