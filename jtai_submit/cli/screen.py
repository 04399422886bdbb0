"""The only printer. Results on stdout, everything else on stderr; one JSON document where it is
asked for.
"""

import errno
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..actions.result import Result, document, failure
from ..errors import Exit, Problem
from ..inspection.next_step import NextStep
from ..words import typed
from .located import located
from .text import folds, problem_text, safe

if TYPE_CHECKING:
    from email.message import EmailMessage

NOTHING_SENT = "This is a dry run: nothing is sent."
_LOST: list[str] = []  # of the result, where its stream is full


@dataclass(slots=True)
class Screen:
    """Where one command shows what it came to."""

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
        flags = (flag in arguments for flag in ("--json", "--plain", "--quiet"))
        return cls.of(command, *flags)

    def line(
        self, text: str = "", *, indent: int = 0, bold: bool = False, whole: bool = False
    ) -> None:
        """One line of a result; a long one is folded on a terminal, unless it is to be copied as a
        `whole`.
        """
        if self.json or (self.quiet and not bold):
            return
        text = located(text)
        lines = [safe(text)] if self.plain or whole else folds(safe(text), indent)
        dull = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
        emphasis = bold and not self.plain and not dull
        for each in lines:
            _out(f"\x1b[1m{each}\x1b[0m\n" if emphasis else f"{each}\n")

    def tell(self, text: str) -> None:
        """A line beside the result: what is going on."""
        if not self.quiet:
            for each in folds(safe(text), 4) if sys.stderr.isatty() else [safe(text)]:
                err(f"{each}\n")

    @property
    def seen(self) -> bool:
        """Whether a person at this terminal also read what `tell` told."""
        return sys.stdout.isatty() and sys.stderr.isatty() and not (self.json or self.quiet)

    def warn(self, problems: Sequence[Problem]) -> None:
        for p in problems:
            where = f"{p.where}: " if p.where else ""
            self.line(f"Warning: {where}{p.message}. To fix: {p.fix} ({p.code})", indent=9)

    def dry(self, dry_run: bool) -> None:
        """Said first and last of a dry run, so that nobody takes it for the thing itself."""
        if dry_run:
            self.line(NOTHING_SENT, bold=True)

    def letter(self, message: "EmailMessage") -> None:
        """An email that is not sent, as its reader would have it."""
        body = message.get_body(("plain",))
        self.line(f"Subject: {message['Subject']}")
        for line in (body.get_content() if body else "").splitlines():
            self.line(line)

    def next(self, step: NextStep) -> None:
        """The one thing to do now, last; each command on a line of its own that can be copied."""
        for each in step.otherwise:
            self.line(f"{each.label}: {typed(each.arguments)}", whole=True)
        if step.command is None:
            self.line(f"Next: {step.words}", indent=6, bold=True)
            return
        if step.words:
            self.line(step.words)
        self.line(f"Next: {typed(step.command.arguments)}", bold=True, whole=True)

    def done(self, result: Result) -> int:
        """The end of a command: the JSON document, if it was asked for."""
        if self.json:
            _write(document(self.command, result))
        return result.exit

    def failed(
        self, code: int, problems: Sequence[Problem], data: Mapping[str, object] | None = None
    ) -> int:
        """Every problem on stderr, where · what · to do · code; the JSON document too."""
        for problem in problems:
            found = replace(problem, fix=located(problem.fix))
            err(problem_text(found, fold=sys.stderr.isatty()))
        if self.json:
            _write(failure(self.command, code, problems, data or {}))
        return int(code)

    def stopped(self) -> int:
        again = "Nothing is lost: run the same command again to go on."
        if self.command == "rehearse":
            again = "It was a rehearsal, which begins anew: nothing was sent."
        err(f"\nStopped. {again}\n")
        problem = Problem("", "stopped by the user", "run the same command again")
        if self.json:
            _write(failure(self.command, Exit.STOPPED, [problem], {}))
        return Exit.STOPPED


def _write(value: Mapping[str, object]) -> None:
    from pydantic_core import to_json  # json's own encoder is slow where it indents

    _out(to_json(value, indent=1).decode() + "\n")


def _out(text: str) -> None:
    """Write a piece of the result. A full disk costs the words, never what the command did or its
    exit code; where nobody reads any more, as in `… | head`, it is not even said.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as e:
        # EINVAL: what Windows says of a pipe that was closed at its other end.
        closed = isinstance(e, BrokenPipeError) or (os.name == "nt" and e.errno == errno.EINVAL)
        if not closed:
            err(f"The result cannot be written: {e.strerror}. What was done is done.\n")
            _LOST.append(text)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def lost() -> bool:
    """Whether some of the result could not be written."""
    return bool(_LOST)


def err(text: str) -> None:
    """Write to the other stream; where that is full, too, nobody can be told."""
    with suppress(OSError, ValueError):
        sys.stderr.write(text)
        sys.stderr.flush()
