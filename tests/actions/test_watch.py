"""`check --watch` tells what changed, and only that."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from jtai_submit.actions.watch import watch
from jtai_submit.cli.computer import environment
from jtai_submit.cli.screen import Screen
from jtai_submit.pipeline.survey import Selection
from tests.conftest import program
from tests.make import extend, fill, inspection, jtai, pdf

Capsys = pytest.CaptureFixture[str]


def test_each_change_is_told_once(tmp_path: Path) -> None:
    here = inspection(tmp_path / "x", children=("C1",))
    folder = next(here.documents.glob("3-police/3.4-*"))
    steps = iter(("nothing", "add", "note", "exempt", "remove"))

    def act(seconds: float) -> None:
        match next(steps):
            case "add":
                (folder / "a.pdf").write_bytes(pdf("A"))
            case "note":
                (folder / "READ ME.txt").write_text("WHAT BELONGS IN THIS FOLDER", "utf-8")
            case "exempt":
                extend(here.root, not_applicable="[{slot: '3.1', because: none held, by: Pat}]")
            case "remove":
                (folder / "a.pdf").unlink()

    env = replace(environment(Screen("test", quiet=True)), sleep=act)
    looks = watch(here.root, Selection("police"), env, quick=True)
    first = next(looks)
    assert first.first and not first.changes and not first.checked.standing.ready
    told = [next(looks).changes for _ in range(3)]
    said = [[(c.report.slot.id, c.was, c.now) for c in changes] for changes in told]
    assert said == [
        [("3.4", "Missing", "Provided")],
        [("3.1", "Missing", "Not applicable")],
        [("3.4", "Provided", "Missing")],
    ]


def test_it_is_not_for_json(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x")
    assert jtai(capsys, "check", "x", "--watch", "--json").code == 2


@contextmanager
def running(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [*program(), "check", "x", "--agency", "police", "--quick", "--watch"]
    environment_ = os.environ | {"PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=environment_,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_ctrl_c_ends_it_in_words(tmp_path: Path) -> None:
    files = fill(inspection(tmp_path / "x", children=("C1",)))
    with running(tmp_path) as process:
        assert process.stdout
        line = ""
        while not line.startswith("Watching"):
            line = process.stdout.readline()
        files["3.4"].unlink()
        while "3.4" not in line:
            line = process.stdout.readline()
        words = "Missing 3.4 Child protection referral document (was: Provided)"
        assert line.split() == words.split()
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        assert process.wait(timeout=60) == 0
    assert rest.endswith("Stopped watching. Nothing was sent and nothing was changed.\n")
