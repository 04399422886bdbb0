"""Plain text as letters and notes have it: headings in capitals, lists, lines of at most 76."""

from collections.abc import Iterable
from textwrap import TextWrapper

COMMAND = "  jtai-submit "  # how a line begins that can be copied
WIDTH = 76  # columns: RFC 5322, 2.1.1 recommends at most 78


def heading(words: str) -> list[str]:
    return ["", words.upper(), ""]


def bulleted(first: str, *more: str) -> list[str]:
    """One point of a list, and what else there is to say about it."""
    return [f"* {first}", *(f"  {each}" for each in more if each)]


def wrapped(lines: Iterable[str]) -> str:
    """The lines folded, ended by `\\n`; a word that is longer than a line is cut, and a
    command stays on its line.
    """
    folded: list[str] = []
    for line in lines:
        if line.startswith(COMMAND):
            folded.append(line)
            continue
        indent = "  " if line.startswith(("* ", "  ")) else ""
        start = indent if line.startswith("  ") else ""
        folder = TextWrapper(WIDTH, initial_indent=start, subsequent_indent=indent)
        folded += folder.wrap(line.strip()) or [""]
    return "\n".join(folded) + "\n"
