"""Suggested commands that can be pasted: what is said deep inside knows of no folder, and the
person may stand outside of it.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from ..words import typed

# Commands that take `--in DIR`, and those that take DIR itself.
INSIDE = frozenset(
    "agency answers child consent decide exempt lists login meeting part portal receipts recipient "
    "release request sign-off tracking verify withdraw".split()
)
ABOUT = frozenset("chase check clean history index notes push report setup timetable".split())
# A command that is suggested stands at the beginning, behind a colon or in parentheses, and ends
# with its sentence; one that a sentence speaks of stands in its middle.
_COMMAND = re.compile(
    r"""(?:^|(?<=: )|(?<=\())jtai-submit ([a-z-]+)"""
    r"""((?: (?:"[^"]*"|'[^']*'|(?:[^ ;,()"'.]|\.(?=[^ ]))+))*)(?=[;,)]|\.?$|\. )"""
)
_SENTENCE = re.compile(r"(?: [a-z]+){3}")  # it goes on where a command would have ended
_folder: list[str] = []  # that was named on this command line


def standing_outside(name: str, arguments: Sequence[str]) -> None:
    """Remember which folder a command line names; none where it names none."""
    _folder.clear()
    for at, each in enumerate(arguments):
        if each == "--in" and at + 1 < len(arguments):
            _folder[:] = [arguments[at + 1]]
        elif each.startswith("--in="):
            _folder[:] = [each.removeprefix("--in=")]
        elif name in ABOUT and not _folder and _is_inspection(each):
            _folder[:] = [each]
    if _folder == ["."]:
        _folder.clear()


def _is_inspection(argument: str) -> bool:
    try:
        return not argument.startswith("-") and (Path(argument) / "submission.yaml").is_file()
    except (OSError, ValueError):
        return False


def located(text: str) -> str:
    """The same, every command of ours in it with the folder that it is about."""
    return _COMMAND.sub(_with_folder, text) if _folder and "jtai-submit " in text else text


def _with_folder(match: re.Match[str]) -> str:
    command, rest = match[1], match[2]
    if " --in " in rest or _SENTENCE.search(rest):
        return match[0]
    if command in INSIDE or (command == "report" and rest.startswith(" set")):
        return f"{match[0]} {typed(('--in', *_folder)).removeprefix('jtai-submit ')}"
    if command in ABOUT and not rest:
        return f"{match[0]} {typed(_folder).removeprefix('jtai-submit ')}"
    return match[0]
