"""The package's own tests, run by a real Windows Python: what needs no server of Unix."""

import re
from dataclasses import replace

import pytest

from .conftest import Machine
from .environment import ROOT

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]
# What a system can make a difference to: of `actions` and `cli` the tests that touch locks,
# programs, names of files and the terminal. The others' like is in these.
ROOMS = {
    "what is asked": ("manifest", "inspection", "test_storage.py", "test_words.py"),
    "what is there": ("documents", "checks", "redaction/text", "redaction/rtf"),
    "what is sealed and proven": ("packing", "custody"),
    "what people do": (
        "actions/test_editing.py",
        "actions/test_notes.py",
        "actions/test_watch.py",
        "actions/test_tracking.py",
    ),
    "what people type and read": (
        "cli/test_completion.py",
        "cli/test_open.py",
        "test_main.py",
    ),
    "what reads documents": ("workers",),
}
# How the last line counts: "2 failed, 266 passed, 4 skipped in 60.1s".
COUNTS = re.compile(r"(\d+) (passed|failed|skipped|error)")


@pytest.mark.parametrize("room", ROOMS)
def test_they_pass(pc: Machine, room: str) -> None:
    paths = [f"tests/{name}" for name in ROOMS[room]]
    options = ("-n", "0", "-p", "no:cacheprovider", "-rs", "--tb=short")
    ran = replace(pc, here=ROOT).python("-m", "pytest", *options, *paths, seconds=800)
    print(f"{room}\n{ran.out[-6000:]}")
    counts = {what: int(count) for count, what in COUNTS.findall(ran.out.splitlines()[-1])}
    assert ran.code == 0, ran.out[-20_000:] + ran.err[-2000:]
    assert counts["passed"] > 20
