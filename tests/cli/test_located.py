"""Suggested commands name the folder that they are about, where a person stands outside of it."""

import inspect
from pathlib import Path

import pytest

from jtai_submit.cli import located
from jtai_submit.cli.app import _app
from jtai_submit.cli.commands import COMMANDS
from tests.make import inspection, jtai

Capsys = pytest.CaptureFixture[str]


def declared(name: str) -> set[str]:
    """The options of a command, and the names under which its arguments are shown."""
    made = _app(name)
    infos = [
        info
        for command in made.registered_commands
        if command.callback
        for parameter in inspect.signature(command.callback).parameters.values()
        for info in getattr(parameter.annotation, "__metadata__", ())
    ]
    # In an annotation typer keeps the first name of an option as its default.
    return {str(each) for info in infos for each in (info.default, info.metavar)}


def test_every_command_that_takes_a_folder_is_known() -> None:
    takes = {name: declared(name) for name in COMMANDS}
    inside = {name for name, every in takes.items() if "--in" in every}
    assert inside - {"explain"} == located.INSIDE
    about = {name for name, every in takes.items() if "[DIR]" in every}
    assert about - {"rehearse"} == located.ABOUT  # that one is of made-up documents, too


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("add it: jtai-submit child add C9", "add it: jtai-submit child add C9 --in x"),
        ("first (jtai-submit portal set)", "first (jtai-submit portal set --in x)"),
        ('jtai-submit part 3.8 a --by "…"', 'jtai-submit part 3.8 a --by "…" --in x'),
        ("so: jtai-submit part 2.2 2016-06 --by", "so: jtai-submit part 2.2 2016-06 --by --in x"),
        ("(jtai-submit part 2.2 a); that is", "(jtai-submit part 2.2 a --in x); that is"),
        ("see: jtai-submit history", "see: jtai-submit history x"),
        ("jtai-submit history y --restore", "jtai-submit history y --restore"),
        ("jtai-submit report set to=a", "jtai-submit report set to=a --in x"),
        ("jtai-submit exempt 3.1 --in y", "jtai-submit exempt 3.1 --in y"),
        ("jtai-submit keys new", "jtai-submit keys new"),
        ("with: jtai-submit login --check.", "with: jtai-submit login --check --in x."),
        ("jtai-submit lists match. Say which.", "jtai-submit lists match --in x. Say which."),
        ("the sheet that jtai-submit answers sheet wrote", None),
        ("jtai-submit login keeps the name and the password.", None),
        ("nothing", None),
    ],
)
def test_it_is_put_behind(said: str, told: str | None) -> None:
    located.standing_outside("exempt", ["3.1", "--in", "x"])
    assert located.located(said) == (told or said)
    located.standing_outside("check", ["."])
    assert located.located(said) == said


def test_a_warning_can_be_pasted(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x", children=("C1",))
    assert "jtai-submit child school C1" in jtai(capsys, "check", "x", "--quick").out
    told = jtai(capsys, "exempt", "C9/chronology", "--because", "a", "--by", "b", "--in", "x")
    assert "jtai-submit child add C9 --in x" in told.err
