"""Real kills: a push of its own process is killed at any moment, and what it wrote last
is spoiled.
"""

import os
import random
import shlex
import subprocess
import time
from pathlib import Path

import pytest

from jtai_submit.packing.opening import open_archive
from tests.conftest import REAL, program
from tests.make import ready

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL, reason="JTAI_TEST_REAL is not set"),
    pytest.mark.timeout(1800),
]
ROUNDS = 20
SMALL = ("--incomplete", "--because", "a test")
KEPT = (".json", ".jsonl", ".age")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*program(), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120)


def spoil(own: Path, chance: random.Random) -> str:
    """The newest of our files becomes what a power cut leaves of it."""
    files = [p for p in own.rglob("*") if p.is_file() and p.name.endswith(KEPT)]
    files = [p for p in files if "cache" not in p.parts and "schema" not in p.name]
    if not files:
        return "nothing"
    newest = max(files, key=lambda path: path.stat().st_mtime_ns)
    data = newest.read_bytes()
    newest.write_bytes(chance.choice([b"", data[: len(data) // 2], bytes(len(data))]))
    return str(newest.relative_to(own))


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_killed_and_spoiled(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    area = ready(tmp_path, only=("1.1", "3.4", "4.2"), children=("C1",))
    push = ["push", str(area.folder), *SMALL]
    process = subprocess.Popen(
        [*program(), *push], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ
    )
    own = area.folder / ".jtai"
    while process.poll() is None and not (own / "journal.json").exists():
        time.sleep(0.005)
    time.sleep(chance.uniform(0, 0.6))
    process.kill()
    process.wait()
    spoiled = spoil(own, chance)
    done = run(*push)
    if done.returncode == 3 and "--restore" in done.stderr:
        named = next(line for line in done.stderr.splitlines() if "jtai-submit history" in line)
        command = shlex.split(named[named.index("jtai-submit ") :])[1:]
        assert run(*command).returncode == 0, spoiled
        done = run(*push)
    assert done.returncode == 0, (spoiled, done.stderr)
    packs = sorted(area.site.glob("*.age"))
    assert [p.name.split("_")[2] for p in packs] == ["1-local-authority", "3-police", "4-probation"]
    for pack in packs:
        with pack.open("rb") as file, open_archive(file, [area.identity], "") as archive:
            assert archive.testzip() is None
    assert run("history", str(area.folder)).returncode == 0, spoiled
