"""How a worker is started, where its files lie, and how its time and memory are seen."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from jtai_submit.workers import private
from jtai_submit.workers.launch import environment
from jtai_submit.workers.private import PREFIX, PrivateFolder
from jtai_submit.workers.program import NoResult, Program, run
from jtai_submit.workers.usage import usage


def test_the_environment_is_made_from_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JTAI_SUBMIT_PASSPHRASE", "correct horse")
    monkeypatch.setenv("HTTPS_PROXY", "http://user:word@proxy")
    told = environment(tmp_path)
    assert set(told) <= {
        "PYTHONPATH",
        "PYTHONUTF8",
        "LANG",
        "PATH",
        "TMPDIR",
        "TEMP",
        "TMP",
        "SYSTEMROOT",
        "WINDIR",
    }
    assert told["TMPDIR"] == str(tmp_path)
    assert str(Path.cwd()) not in told["PYTHONPATH"].split(os.pathsep)


def test_the_current_folder_is_no_place_for_modules(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`python -m jtai_submit` in a folder of documents: a json.py there is not taken for the
    library.
    """
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert str(tmp_path) not in environment(tmp_path)["PYTHONPATH"].split(os.pathsep)


@pytest.mark.skipif(sys.platform == "win32", reason="there, only age tells")
def test_what_a_killed_program_left_is_wiped_by_the_next(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(private, "_IN_MEMORY", tmp_path)
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    left = tmp_path / f"{PREFIX}{ended.pid}-abc"
    alive = tmp_path / f"{PREFIX}{os.getpid()}-abc"
    of_others = tmp_path / "notes"
    for folder in (left, alive, of_others):
        folder.mkdir()
        (folder / "document.doc").write_bytes(b"words")
    mine = PrivateFolder()
    assert not left.exists()
    assert (alive / "document.doc").exists()
    assert (of_others / "document.doc").exists()
    assert mine.path.stat().st_mode & 0o777 == 0o700
    mine.wipe()
    assert not mine.path.exists()


def test_time_and_memory_of_a_process_are_seen() -> None:
    before = usage(os.getpid(), -1)
    assert before is not None
    until = time.process_time() + 0.3
    while time.process_time() < until:
        pass
    after = usage(os.getpid(), -1)
    assert after is not None
    assert 0.2 <= after.seconds - before.seconds < 5
    assert after.memory > 5_000_000


@pytest.mark.skipif(sys.platform == "win32", reason="a script of Unix")
def test_a_program_gets_its_files_and_its_result_comes_back(tmp_path: Path) -> None:
    script = 'cat inner/document > made; test -z "$JTAI_SUBMIT_PASSPHRASE" && echo " $HOME" >> made'
    command = ("/bin/sh", "-c", script)
    made = run(Program(command, {"inner/document": b"words"}, "made", 20))
    assert isinstance(made, bytes)
    assert made.startswith(b"words ")
    assert not Path(made.partition(b" ")[2].decode().strip()).exists()
    assert (
        run(Program(("/bin/sh", "-c", "true"), {"document": b"words"}, "made", 20))
        is NoResult.NOTHING
    )
    assert run(Program(("/nowhere",), {"document": b"words"}, "made", 20)) is NoResult.NOTHING
    assert (
        run(Program(("/bin/sh", "-c", "sleep 60"), {"document": b"words"}, "made", 0.5))
        is NoResult.TIME
    )


@pytest.mark.skipif(sys.platform != "linux", reason="Landlock, seccomp")
def test_a_program_cannot_read_what_is_the_users(tmp_path: Path) -> None:
    """A document that leads to a local file: the program that converts it cannot open it, nor write
    beside it.
    """
    secret = tmp_path / "identity.age"
    secret.write_text("AGE-SECRET-KEY-1")
    script = f"cat {secret} > made; cp made {tmp_path}/stolen; echo end >> made"
    made = run(Program(("/bin/sh", "-c", script), {}, "made", 20))
    assert made == b"end\n"
    assert not (tmp_path / "stolen").exists()


WITHOUT = """
import os, sys
from pathlib import Path
from jtai_submit.workers.confinement import Bounds, Promise, landlock, seccomp
from jtai_submit.workers.confinement.linux import confine
if "landlock" in sys.argv:
    landlock.version = lambda libc: 0
if "seccomp" in sys.argv:
    seccomp.machine = lambda: "another"
confined = confine(Bounds((Path(sys.prefix),), Path.cwd(), 10**10, os.getppid()))
print(*sorted(promise.name for promise in confined.lacking))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Landlock, seccomp")
@pytest.mark.parametrize(
    ("without", "lacking"),
    [
        ((), ""),
        (("landlock",), "READ WRITE"),
        (("seccomp",), "NETWORK PROCESSES WRITE"),
        (("landlock", "seccomp"), "EXECUTE NETWORK PROCESSES READ WRITE"),
    ],
)
def test_what_a_kernel_does_not_have_is_said(
    tmp_path: Path, without: tuple[str, ...], lacking: str
) -> None:
    told = {"PATH": os.defpath, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", WITHOUT, *without]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env=told, timeout=60
    )
    assert (done.stdout.strip(), done.returncode) == (lacking, 0), done.stderr
