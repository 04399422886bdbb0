"""Completion: what may come next, in the shells themselves where they are installed."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import typer

from jtai_submit.cli.commands import COMMANDS
from jtai_submit.cli.complete import answer
from jtai_submit.cli.scripts import SCRIPTS
from tests.conftest import tool
from tests.make import inspection, jtai

Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def area(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    inspection(tmp_path / "x", children=("C1", "C22"))
    monkeypatch.chdir(tmp_path / "x" / "documents")  # as deep in it as one likes
    return tmp_path / "x"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("che",), ["check"]),
        (("check", "--agency", "p"), ["police", "probation"]),
        (("check", "--child", ""), ["C1", "C22"]),
        (("check", "--child", '""'), ["C1", "C22"]),
        (("check", "--for", "day-f"), ["day-five"]),
        (("exempt", "3.7"), ["3.7"]),
        (("exempt", "c22/chr"), ["C22/chronology"]),
        (("child", "swap", ""), ["C1", "C22"]),
        (("check", "--qui"), ["--quick", "--quiet"]),
        (("completion", "z"), ["zsh"]),
        (("nothing", "x"), []),
        (("nothing", "--x"), []),
    ],
)
def test_what_may_come_next(area: Path, words: tuple[str, ...], found: list[str]) -> None:
    assert answer(words).splitlines() == found


def test_another_folder_is_completed_from_its_own_submission(area: Path, tmp_path: Path) -> None:
    inspection(tmp_path / "other", children=("K9",))
    assert answer(("check", str(tmp_path / "other"), "--child", "")) == "K9\n"
    assert answer(("exempt", "--in", str(tmp_path / "other"), "--child", "k")) == "K9\n"


@pytest.mark.parametrize("text", [None, "", "[", "children: {", "children: [1, {x: y}]\n"])
def test_a_damaged_or_missing_submission_completes_to_little(
    tmp_path: Path, text: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if text is not None:
        Path("submission.yaml").write_text(text, "utf-8")
    assert "police" not in answer(("check", "--agency", ""))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_is_known(name: str) -> None:
    from jtai_submit.cli.app import _app

    import_module(f"jtai_submit.cli.{COMMANDS[name].module}")
    command = typer.main.get_command(_app(name))
    group = getattr(command, "commands", {}).values() or (command,)
    options = {o for each in group for p in each.params for o in p.opts if o[:2] == "--"}
    assert options <= set(answer((name, "--")).splitlines())


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_of_a_group_is_known(name: str) -> None:
    from jtai_submit.cli.app import _app

    group = getattr(typer.main.get_command(_app(name)), "commands", {})
    assert set(group) <= set(answer((name, "")).splitlines())


def test_nothing_heavy_is_loaded() -> None:
    code = (
        "import sys; from jtai_submit.cli.complete import answer; "
        "answer(['check', '--agency', '']); "
        "heavy = {'typer', 'rich', 'pydantic', 'httpx', 'lxml', 'pypdf', 'jinja2'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert done.stdout.strip() == "[]", done.stderr


def shell(tmp_path: Path, name: str, script: str) -> list[str]:
    """What a shell makes of our script; `jtai-submit` is this checkout."""
    own = tmp_path / "bin"
    own.mkdir(exist_ok=True)
    ours = f'#!/bin/sh\nexec {sys.executable} -m jtai_submit "$@"\n'
    (own / "jtai-submit").write_text(ours, "utf-8")
    (own / "jtai-submit").chmod(0o755)
    (tmp_path / "completion").write_text(SCRIPTS[name], "utf-8")
    root = Path(__file__).resolve().parents[2]
    environment = {"PATH": f"{own}:/usr/bin:/bin", "PYTHONPATH": str(root), "HOME": str(tmp_path)}
    done = subprocess.run(
        [tool(name), *(["-f"] if name == "zsh" else []), "-c", script],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path / "x",
        env=environment,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.skipif(sys.platform == "win32", reason="shells of Unix")
def test_bash_completes(area: Path, tmp_path: Path) -> None:
    asked = (
        "source ../completion; COMP_WORDS=(jtai-submit check --agency p); COMP_CWORD=3; "
        "compopt() { :; }; _jtai_submit; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    assert shell(tmp_path, "bash", asked) == ["police", "probation"]


@pytest.mark.skipif(sys.platform == "win32", reason="shells of Unix")
def test_zsh_completes(area: Path, tmp_path: Path) -> None:
    asked = (
        "compdef() { :; }; compadd() { print -l -- $found; }; _files() { :; }; "
        "source ../completion; "
        "words=(jtai-submit check --child ''); CURRENT=4; _jtai_submit"
    )
    assert shell(tmp_path, "zsh", asked) == ["C1", "C22"]


@pytest.mark.skipif(sys.platform == "win32", reason="shells of Unix")
def test_fish_completes(area: Path, tmp_path: Path) -> None:
    asked = "source ../completion; complete -C 'jtai-submit exempt C1/ch'"
    assert shell(tmp_path, "fish", asked) == ["C1/chronology"]


def test_powershell_is_checked_as_text() -> None:
    script = SCRIPTS["powershell"]
    assert "Register-ArgumentCompleter -Native -CommandName jtai-submit" in script
    assert script.count("{") == script.count("}") and script.count("(") == script.count(")")


def test_the_command_writes_the_script(capsys: Capsys) -> None:
    assert jtai(capsys, "completion", "fish").out == SCRIPTS["fish"]
    assert jtai(capsys, "completion", "tcsh").code == 2
