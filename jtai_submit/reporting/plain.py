"""Plain text as letters and notes have it: headings in capitals, lists, lines of at most 76."""

import textwrap
from collections.abc import Iterable

WIDTH = 76  # columns: RFC 5322, 2.1.1 recommends at most 78


def heading(words: str) -> list[str]:
    return ["", words.upper(), ""]


def bulleted(first: str, *more: str) -> list[str]:
    """One point of a list, and what else there is to say about it."""
    return [f"* {first}", *(f"  {each}" for each in more if each)]


def wrapped(lines: Iterable[str]) -> str:
    """The lines folded, each end of line `\\n`; what is longer than a line without a blank is cut."""
    folded: list[str] = []
    for line in lines:
        indent = "  " if line.startswith(("* ", "  ")) else ""
        start = indent if line.startswith("  ") else ""
        folded += textwrap.wrap(line.strip(), WIDTH, initial_indent=start, subsequent_indent=indent) or [""]
    return "\n".join(folded) + "\n"
