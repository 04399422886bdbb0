"""The package's own tests, run by a real Windows Python: what needs no server of Unix."""

import re
from dataclasses import replace

import pytest

from .conftest import Machine
from .environment import ROOT

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]
_EDITING = "actions/test_editing.py::test_"
ROOMS = {
    "what is asked": ("manifest", "inspection", "test_storage.py", "test_words.py"),
    "what is there": ("documents", "checks", "tables", "people"),
    "what is taken out": ("redaction/text", "redaction/rtf", "redaction/pdf"),
    "what is taken out of Office files": ("redaction/office", "redaction/opendocument"),
    "what is taken out of the rest": (
        "redaction/mail",
        "redaction/html",
        "redaction/image",
        "redaction/archive",
        "redaction/shared",
        "redaction/test_decisions.py",
        "redaction/test_gate.py",
        "redaction/test_inside.py",
        "redaction/test_kept.py",
        "redaction/test_said.py",
    ),
    "what is sealed and proven": ("packing", "custody"),
    "what is sent and reported": ("delivery", "reporting"),
    # of actions those that lock, read and write files: the others are pushes of many minutes there
    "what people do": (
        "actions/test_output.py::test_a_name_that_no_disk_takes",
        "actions/test_output.py::test_the_letters_of_chase_need_a_folder",
        "actions/test_notes.py",
        "actions/test_watch.py",
        "actions/test_tracking.py",
        "actions/test_parts.py",
        f"{_EDITING}edits_of_several_programs_at_once",
        f"{_EDITING}a_drive_without_locks",
        f"{_EDITING}somebody_without_our_lock_writes_in_between",
        f"{_EDITING}decisions_are_replaced_and_taken_back",
    ),
    # what opens, decides and pushes takes seconds a test there: test_commands, test_sending do it
    "what people type and read": (
        "cli/test_contract.py",
        "cli/test_completion.py",
        "cli/test_timetable.py",
        "test_main.py",
    ),
    "what reads documents": ("workers",),
}
# Long, and the same on every system: sets that are measured, a site that keeps one waiting.
ELSEWHERE = (
    "delivery/test_portals.py::TestSharePoint",
    "people/test_guard.py::test_the_labelled_set",
    "people/test_watched.py::test_nothing_watched_is_left_whatever_stands_around_it",
    "redaction/pdf/test_pdf.py::test_every_pdf_of_the_corpus",
    "redaction/pdf/test_cover.py",
)
# How the last line counts: "2 failed, 266 passed, 4 skipped in 60.1s".
COUNTS = re.compile(r"(\d+) (passed|failed|skipped|error)")


@pytest.mark.parametrize("room", ROOMS)
def test_they_pass(pc: Machine, room: str) -> None:
    paths = [f"tests/{name}" for name in ROOMS[room]]
    options = ["-n", "0", "-p", "no:cacheprovider", "-rs", "--tb=short"]
    options += [f"--deselect=tests/{name}" for name in ELSEWHERE]
    ran = replace(pc, here=ROOT).python("-m", "pytest", *options, *paths, seconds=800)
    print(f"{room}\n{ran.out[-6000:]}")
    counts = {what: int(count) for count, what in COUNTS.findall(ran.out.splitlines()[-1])}
    assert ran.code == 0, ran.out[-20_000:] + ran.err[-2000:]
    assert counts["passed"] > 20
