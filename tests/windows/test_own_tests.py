"""The package's own tests, run by a real Windows Python: what needs no server of Unix."""

import re
from dataclasses import replace

import pytest

from .conftest import Machine
from .environment import ROOT

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]
ROOMS = {
    "what is asked": ("manifest", "inspection", "test_storage.py", "test_words.py"),
    "what is there": ("documents", "checks", "tables", "people"),
    "what is taken out": ("redaction",),
    "what is sealed and proven": ("packing", "custody"),
    "what is sent and reported": ("delivery", "reporting"),
    "what people do": ("actions",),
    "what people type and read": ("cli", "test_main.py"),
    "what reads documents": ("workers",),
    "what a push goes through": (
        "pipeline/test_home.py",
        "pipeline/test_names.py",
        "pipeline/test_power_cuts.py",
    ),
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
