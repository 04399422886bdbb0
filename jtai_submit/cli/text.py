"""Text as a terminal may show it: foreign characters that cannot act, lines folded without cutting
a word.
"""

import re
import textwrap
import unicodedata

from ..errors import Problem

WIDTH = 80
_COMMAND = re.compile(r"jtai-submit(?: [^ ;,()]+)+")
_GLUE = "\ue000"  # between the words of a command; no text that is `safe` holds it
_ACTING = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")  # controls, direction marks, line separators


def safe(text: str) -> str:
    r"""Controls and direction marks as `\x1b`, the rest as it is."""
    return "".join(ch if unicodedata.category(ch) not in _ACTING else _escaped(ch) for ch in text)


def _escaped(ch: str) -> str:
    return ch.encode("unicode_escape", "surrogatepass").decode()


def folds(text: str, indent: int) -> list[str]:
    """A line as so many as it takes on a terminal; no word, name or command is cut: what is longer
    than a line is for the terminal to fold, so that it can be copied as one.
    """
    folded = textwrap.wrap(
        _COMMAND.sub(lambda command: command[0].replace(" ", _GLUE), text),
        WIDTH,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_GLUE, " ") for line in folded] or [""]


def problem_text(problem: Problem, *, fold: bool) -> str:
    """A problem as people read it: where, what, the place in the file, what to do, code."""
    where = f"{problem.where}: " if problem.where else ""
    message, fix = safe(where + problem.message), f"  To fix   {safe(problem.fix)}"
    if fold:
        message, fix = "\n".join(folds(message, 2)), "\n".join(folds(fix, 11))
    excerpt = f"\n{_safe_block(problem.excerpt)}\n" if problem.excerpt else ""
    code = f"  Code     {problem.code}\n" if problem.code else ""
    return f"{message}\n{excerpt}{fix}\n{code}\n"


def _safe_block(text: str) -> str:
    return "\n".join(safe(line.expandtabs(1)) for line in text.split("\n"))
