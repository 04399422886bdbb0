"""What lies in `.jtai` is for its user alone, whatever the umask; the log names nobody's files."""

import os
import stat
import sys
from pathlib import Path

import pytest

from tests.make import jtai, ready

Capsys = pytest.CaptureFixture[str]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of POSIX")
def test_closed_to_others(tmp_path: Path, capsys: Capsys) -> None:
    before = os.umask(0)
    try:
        area = ready(tmp_path, only=("3.4",), children=("C1",))
        area.files["3.4"].rename(area.files["3.4"].with_name("Ann Example.pdf"))
        assert jtai(capsys, "push", area.folder, "--incomplete", "--because", "a test").code == 0
    finally:
        os.umask(before)
    own = area.folder / ".jtai"
    assert (own / "copies/journal.json").is_file()
    for path in (own, *own.rglob("*")):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path
    log = (own / "audit.jsonl").read_text("utf-8")
    assert "Ann Example" not in log and "original" not in log and "documents/" not in log
