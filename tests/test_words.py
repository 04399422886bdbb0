"""Commands as they can be pasted."""

import sys

import pytest

from jtai_submit.words import TO_FILL_IN, typed
from tests.systems import taken_apart

ARGUMENTS = [
    "plain",
    "two words",
    "R&D.pdf",
    "100%.pdf",
    "a;b.pdf",
    "(2).pdf",
    "Zoë's file.pdf",
    "a folder\\",
    "R&D\\",
    "a\\b c\\\\",
    'she said "x"',
    "",
]


def read_back(line: str) -> list[str]:
    """As programs of Windows take a line apart: backslashes count only before a quote, double."""
    out, word, quoted, begun, at = [], "", False, False, 0
    while at < len(line):
        run = len(line) - at - len(line[at:].lstrip("\\"))
        if line[at + run : at + run + 1] == '"':
            word += "\\" * (run // 2) + '"' * (run % 2)
            quoted = quoted != (run % 2 == 0)
            begun, at = True, at + run + 1
        elif run:
            word, begun, at = word + "\\" * run, True, at + run
        elif line[at] == " " and not quoted:
            out += [word] if begun else []
            word, begun, at = "", False, at + 1
        else:
            word, begun, at = word + line[at], True, at + 1
    return [*out, word] if begun else out


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_what_is_pasted_into_windows_arrives(argument: str) -> None:
    line = typed(("decide", argument, "H101"), windows=True)
    assert read_back(line) == ["jtai-submit", "decide", argument, "H101"]


@pytest.mark.parametrize("argument", ["R&D.pdf", "a|b", "a^b", "(2).pdf", "a;b", "$HOME", "a,b"])
def test_what_shells_of_windows_act_on_stands_in_quotes(argument: str) -> None:
    assert typed((argument,), windows=True) == f'jtai-submit "{argument}"'


@pytest.mark.parametrize(
    ("argument", "pasted"),
    [
        ("cost $HOME.pdf", "'cost $HOME.pdf'"),
        ("a`b.pdf", "'a`b.pdf'"),
        ("Zoë's $5.pdf", "'Zoë''s $5.pdf'"),
        ("R&D.pdf", '"R&D.pdf"'),
    ],
)
def test_powershell_looks_nothing_up(argument: str, pasted: str) -> None:
    for shell in ("powershell", "pwsh"):
        assert typed((argument,), windows=True, shell=shell) == f"jtai-submit {pasted}"
    if "$" in argument or "`" in argument:
        assert typed((argument,), windows=True, shell="cmd") == f'jtai-submit "{argument}"'


@pytest.mark.parametrize("windows", [True, False])
def test_what_is_to_be_filled_in_stands_in_quotes(windows: bool) -> None:
    assert typed(("exempt", TO_FILL_IN), windows=windows) == 'jtai-submit exempt "…"'


@pytest.mark.skipif(sys.platform != "win32", reason="Windows itself takes the line apart")
@pytest.mark.parametrize("argument", ARGUMENTS)
def test_windows_agrees(argument: str) -> None:
    assert taken_apart(typed((argument,), windows=True))[1] == argument
