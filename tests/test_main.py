"""The program as the system starts and ends it: streams that are not there, and signals."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import program
from tests.make import inspection

UNIX = pytest.mark.skipif(sys.platform == "win32", reason="these are shells and signals of Unix")


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = " ".join(program())
    return subprocess.run(
        ["/bin/sh", "-c", line.replace("JTAI", command)],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        timeout=120,
    )


@UNIX
@pytest.mark.parametrize("redirection", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_a_stream_that_is_not_there_changes_no_exit_code(tmp_path: Path, redirection: str) -> None:
    inspection(tmp_path / "x", children=("C1",))
    done = shell(f"JTAI check x --quick {redirection}", tmp_path)
    assert done.returncode == 1 and "Traceback" not in done.stderr + done.stdout


@UNIX
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")  # noqa: PTH110
def test_output_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    inspection(tmp_path / "x", children=("C1",))
    done = shell("JTAI check x --quick >/dev/full", tmp_path)
    assert done.returncode == 1 and "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


@UNIX
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")  # noqa: PTH110
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("JTAI --help >/dev/full", 5),
        ("JTAI --version >/dev/full", 5),
        ("JTAI explain D004 >/dev/full", 5),
        ("JTAI completion bash >/dev/full", 5),
        ("JTAI timetable x >/dev/full", 5),
        ("JTAI nosuch 2>/dev/full", 2),
        ("JTAI check x --agency nosuch >/dev/full 2>/dev/full", 2),
    ],
)
def test_what_only_tells_did_nothing_where_nobody_is_told(
    tmp_path: Path, line: str, code: int
) -> None:
    inspection(tmp_path / "x", children=("C1",))
    done = shell(line, tmp_path)
    assert done.returncode == code and "Traceback" not in done.stderr


@pytest.mark.parametrize("console", ["cp1252", "cp437", "ascii"])
def test_what_a_console_cannot_write_is_written_in_utf_8(tmp_path: Path, console: str) -> None:
    """A pipe on Windows has the console's code page, which lacks letters of names; a console
    itself takes every letter.
    """
    here = inspection(tmp_path / "x", children=("C1",))
    name = "Za\u017c\u00f3\u0142\u0107 O\u2019Brien \u2192 note.txt"
    (here.documents / name).write_text("words", "utf-8")
    environment = os.environ | {"PYTHONIOENCODING": console, "PYTHONUTF8": "0"}
    for more in ((), ("--json",)):
        command = [*program(), "check", "x", "--quick", *more]
        done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment)
        assert done.returncode == 1 and name in done.stdout.decode("utf-8"), done.stderr


@UNIX
def test_a_reader_that_leaves_is_no_fault(tmp_path: Path) -> None:
    inspection(tmp_path / "x", children=("C1",))
    done = shell("JTAI check x --quick --json | true", tmp_path)
    assert done.returncode == 0 and not done.stderr


@UNIX
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_stops_it_in_words(tmp_path: Path, name: str) -> None:
    process = subprocess.Popen(
        [*program(), "rehearse"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stderr and process.stderr.readline().startswith("Making a sample area")
    process.send_signal(getattr(signal, name))
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and "nothing was sent" in err and "Traceback" not in err
