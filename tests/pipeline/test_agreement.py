"""Journal, log and receipts are witnesses for each other: every edit, swap, copy and
loss is told.
"""

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jtai_submit.custody import receipt as receipts
from jtai_submit.custody.audit import AuditLog
from jtai_submit.custody.keys import Signer
from tests.make import Ready, jtai, keys, pdf, ready
from tests.systems import WINDOWS

Capsys = pytest.CaptureFixture[str]
SMALL = ("--incomplete", "--because", "a test")
AT = datetime(2017, 5, 15, 9, tzinfo=UTC)


@pytest.fixture
def area(tmp_path: Path, capsys: Capsys) -> Ready:
    """An inspection of which two receipts speak."""
    area = ready(tmp_path, only=("1.1", "3.4"), children=("C1",))
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    area.files["3.4"].write_bytes(pdf("Corrected"))
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    return area


def append(path: Path, data: bytes) -> None:
    path.write_bytes(path.read_bytes() + data)


def place(area: Ready, name: str) -> Path:
    return area.folder / ".jtai" / name


FIRST, SECOND = "receipts/0001_day-five.json", "receipts/0002_day-five.json"


def edited_journal(area: Ready, change: Callable[[dict[str, object]], object], copy: bool) -> None:
    for name in ("journal.json", "copies/journal.json") if copy else ("journal.json",):
        path = place(area, name)
        stored = json.loads(path.read_bytes())
        change(stored)
        path.write_text(json.dumps(stored))


def stranger(area: Ready) -> None:
    """The second receipt, made anew by somebody whom nobody knows, with its head copied in."""
    path = place(area, SECOND)
    read = receipts.read(path, {})
    path.write_bytes(receipts.make(read.subjects, read.predicate, Signer.throw_away()))


def pack(number: int, **changes: object) -> Callable[[dict[str, object]], object]:
    def change(stored: dict[str, object]) -> None:
        stored["packs"][number].update(changes)  # type: ignore[index]

    return change


def swapped(area: Ready) -> None:
    first, second = place(area, FIRST).read_bytes(), place(area, SECOND).read_bytes()
    place(area, FIRST).write_bytes(second)
    place(area, SECOND).write_bytes(first)


def both_gone(area: Ready) -> None:
    place(area, SECOND).unlink()
    cut(area, 1)


def log_gone(area: Ready) -> None:
    place(area, "audit.jsonl").unlink()
    place(area, "copies/audit.jsonl").unlink()


def cut(area: Ready, lines: int) -> None:
    for name in ("audit.jsonl", "copies/audit.jsonl"):
        log = place(area, name)
        log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-lines]))


KINDS: dict[str, Callable[[Ready], object]] = {
    "a stranger's receipt": stranger,
    "a receipt copied over another": lambda a: shutil.copy(place(a, FIRST), place(a, SECOND)),
    "a copy under a new number": lambda a: shutil.copy(
        place(a, FIRST), place(a, "receipts/0009_day-five.json")
    ),
    "two receipts swapped": swapped,
    "a receipt gone": lambda a: place(a, FIRST).unlink(),
    "the last receipt and its line gone": both_gone,
    "the log gone": log_gone,
    "the log emptied": lambda a: place(a, "audit.jsonl").write_bytes(b""),
    "the log cut": lambda a: cut(a, 2),
    "zero bytes in the log": lambda a: place(a, "audit.jsonl").write_bytes(bytes(500)),
    "a foreign end of the log": lambda a: append(place(a, "audit.jsonl"), b"words"),
    "the journal gone": lambda a: place(a, "journal.json").unlink(),
    "a pack out of the journal": lambda a: edited_journal(a, lambda s: s["packs"].pop(), True),  # type: ignore[attr-defined]
    "a pack is called unsent": lambda a: edited_journal(a, pack(0, state="sealed"), True),
    "another hash of a pack": lambda a: edited_journal(a, pack(0, sha256="ab" * 32), True),
    "another receipt of a pack": lambda a: edited_journal(a, pack(0, receipt="0007_x.json"), True),
    "another verification": lambda a: edited_journal(a, pack(1, verification="none"), True),
    "a number by hand": lambda a: edited_journal(a, lambda s: s["numbers"].clear(), False),  # type: ignore[attr-defined]
}
PRIVATE: dict[str, Callable[[Ready], object]] = {
    "the private part gone": lambda a: place(a, "receipts/private/0001_day-five.json").unlink(),
    "the private part changed": lambda a: append(
        place(a, "receipts/private/0001_day-five.json"), b" "
    ),
}


@pytest.mark.parametrize("kind", [*KINDS, *PRIVATE])
def test_history_tells(area: Ready, capsys: Capsys, kind: str) -> None:
    assert jtai(capsys, "history", area.folder).code == 0
    (KINDS | PRIVATE)[kind](area)
    told = jtai(capsys, "history", area.folder, "--json")
    codes = {problem["code"] for problem in told.json["errors"]}
    assert told.code == 3 and codes <= {"K006", "K007", "K009", "K013", "P013"}, codes


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "a stranger's receipt"])
def test_push_stops_and_destroys_nothing(area: Ready, capsys: Capsys, kind: str) -> None:
    KINDS[kind](area)
    area.files["1.1"].write_bytes(pdf("Another, too"))
    own, sent = area.folder / ".jtai", {p.name for p in area.site.iterdir()}
    before = {p: p.read_bytes() for p in own.rglob("*") if p.is_file() and "cache" not in p.parts}
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert result.code == 3, result.out
    assert {p.name for p in area.site.iterdir()} == sent
    assert all(path.read_bytes() == data for path, data in before.items())


def test_verify_tells_too(area: Ready, capsys: Capsys) -> None:
    assert jtai(capsys, "verify", "1", "--in", area.folder).code == 0
    stranger(area)
    unknown = jtai(capsys, "verify", "2", "--in", area.folder, "--json")
    assert unknown.code == 1 and unknown.json["errors"][0]["code"] == "K007"
    shutil.copy(place(area, FIRST), place(area, SECOND))
    renamed = jtai(capsys, "verify", place(area, SECOND), "--json")
    assert renamed.code == 3 and renamed.json["errors"][0]["code"] == "K013"


def test_the_newest_receipt_is_meant_where_none_is_named(area: Ready, capsys: Capsys) -> None:
    shown = jtai(capsys, "receipts", "show", "--in", area.folder, "--json").data["receipts"]
    assert [(each["name"], each["number"]) for each in shown] == [("0002_day-five.json", 2)]
    assert "0002_day-five.json" in jtai(capsys, "verify", "--in", area.folder).out
    assert jtai(capsys, "verify", "7", "--in", area.folder).code == 2


def test_lines_that_no_receipt_has_seen_are_said(area: Ready, capsys: Capsys) -> None:
    whole = jtai(capsys, "history", area.folder, "--json")
    assert whole.data["unanchored"] == 0
    log = AuditLog(area.folder / ".jtai/audit.jsonl")
    for number in range(3):
        log.append(AT, "confirmed", pack=f"p{number}", by="Forger")
    assert jtai(capsys, "history", area.folder, "--json").data["unanchored"] == 3
    told = jtai(capsys, "history", area.folder).out
    assert "3 lines since the last receipt, anchored by nothing yet" in told


@pytest.mark.parametrize("what", ["receipt", "private", "log"])
def test_what_a_power_cut_spoiled_later_is_put_back(area: Ready, capsys: Capsys, what: str) -> None:
    path = place(
        area,
        {
            "receipt": SECOND,
            "private": "receipts/private/0002_day-five.json",
            "log": "audit.jsonl",
        }[what],
    )
    whole = path.read_bytes()
    path.write_bytes(bytes(len(whole)))
    told = jtai(capsys, "history", area.folder, "--json")
    assert told.code == 3 and "--restore" in told.json["errors"][0]["fix"]
    done = jtai(capsys, "history", area.folder, "--restore", "--json")
    assert done.code == 0 and len(done.data["restored"]) == 1 and path.read_bytes() == whole
    assert path.with_name(f"{path.name}.spoiled-1").read_bytes() == bytes(len(whole))


def test_an_edited_log_is_evidence_and_not_put_back(area: Ready, capsys: Capsys) -> None:
    log = place(area, "audit.jsonl")
    edited = log.read_bytes().replace(b"read-back", b"server-sha")
    log.write_bytes(edited)
    assert jtai(capsys, "history", area.folder, "--restore").code == 3
    assert log.read_bytes() == edited


def test_a_known_signer_is_not_refused(area: Ready, capsys: Capsys, tmp_path: Path) -> None:
    other = Signer.throw_away()
    path = place(area, SECOND)
    read = receipts.read(path, {})
    path.write_bytes(receipts.make(read.subjects, read.predicate, other))
    assert jtai(capsys, "history", area.folder).code == 3
    folder = keys(tmp_path).folder / "signers"
    folder.mkdir()
    (folder / "Deputy.pub").write_text(f"ed25519:{other.public.hex()}\n")
    assert jtai(capsys, "history", area.folder).code == 0


def test_titles_stand_in_receipts(area: Ready, capsys: Capsys) -> None:
    text = jtai(capsys, "receipts", "show", "--in", area.folder).out
    page = place(area, "receipts/0002_day-five.html").read_text("utf-8")
    for shown in (text, page):
        assert "3.1 Organisational structures" in shown and "Child C1: Joint chronology" in shown
        assert "not-due-yet" not in shown


def test_an_item_of_which_something_was_sent_is_not_called_unsent(
    tmp_path: Path, capsys: Capsys
) -> None:
    area = ready(tmp_path, only=("6.4",), children=("C1",))
    area.files["6.4"].with_name("broken.pdf").write_bytes(b"%PDF- broken")
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    text = jtai(capsys, "receipts", "show", "--in", area.folder).out
    assert "1 of 2 files left out" in text and "6.4" in text


def test_a_line_of_the_log_sends_nothing(area: Ready, capsys: Capsys) -> None:
    """Of a pack that was sealed, and never left: the site is asked."""
    area.files["3.4"].write_bytes(pdf("Corrected again"))
    name = next(area.site.glob("*police_v2*")).name.replace("_v2", "_v3")
    hinders = area.site / f"{name}.part"
    hinders.mkdir()
    assert jtai(capsys, "push", area.folder, *SMALL).code == 5
    hinders.rmdir()
    waits = json.loads(place(area, "journal.json").read_bytes())["packs"][-1]
    log = AuditLog(place(area, "audit.jsonl"))
    log.append(AT, "sent", pack=waits["name"], sha256=waits["sha256"], verification="read-back")
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    assert (area.site / name).is_file()
    assert jtai(capsys, "verify", "--against", "portal", "--in", area.folder).code == 0
    assert jtai(capsys, "history", area.folder).code == 0


def test_a_line_about_a_receipt_that_is_not_there_anchors_nothing(
    area: Ready, capsys: Capsys
) -> None:
    log = AuditLog(place(area, "audit.jsonl"))
    log.append(AT, "confirmed", pack="p", by="Forger")
    log.append(AT, "receipt", receipt="0003_day-five.json", packs=[])
    assert jtai(capsys, "history", area.folder, "--json").data["unanchored"] == 2


@pytest.mark.parametrize(
    ("event", "facts"),
    [("sent", {}), ("sent", {"pack": 1}), ("receipt", {}), ("confirmed", {"by": "x"}), (7, {})],
)
def test_a_line_that_says_too_little(
    area: Ready, capsys: Capsys, event: object, facts: dict[str, object]
) -> None:
    AuditLog(place(area, "audit.jsonl")).append(AT, event, **facts)  # type: ignore[arg-type]
    for command in ("history", "push"):
        told = jtai(capsys, command, area.folder, "--json")
        assert told.code == 3 and told.json["errors"][0]["code"] == "K009"


DEEP = b"[" * 200_000
EVIDENCE = ("journal.json", "audit.jsonl", FIRST, "receipts/private/0001_day-five.json")
CACHES = ("cache/findings.json", "cache/lists.json", "decisions.json", "sheets.json", "seen.json")


@pytest.mark.parametrize("name", [*EVIDENCE, "sessions.json", *CACHES])
@pytest.mark.parametrize("what", ["nested", "a folder", "a pipe"])
def test_whatever_lies_in_the_place_of_our_files(
    area: Ready, capsys: Capsys, name: str, what: str
) -> None:
    if what == "a pipe" and not hasattr(os, "mkfifo"):
        pytest.skip("Windows has no named pipes among files")
    path = place(area, name)
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    if what == "nested":
        path.write_bytes(DEEP)
    elif what == "a folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    for command in (("history",), ("push", *SMALL), ("check",)):
        told = jtai(capsys, command[0], area.folder, *command[1:], "--json")
        stops = name in EVIDENCE and (command[0] == "history" or "private" not in name)
        stops = stops and command[0] != "check"
        assert told.code == 3 if stops else told.code in (0, 1, 3, 5)
        assert told.json["errors"] or told.code == 0


@pytest.mark.parametrize("link", ["symbolic", "hard"])
def test_no_file_is_written_over_through_a_link(area: Ready, capsys: Capsys, link: str) -> None:
    if link == "symbolic" and WINDOWS:
        pytest.skip("links need a privilege there")
    original = area.files["1.1"]
    before = original.read_bytes()
    area.files["3.4"].write_bytes(pdf("Corrected again"))
    part = area.site / (next(area.site.glob("*police_v2*")).name.replace("_v2", "_v3") + ".part")
    if link == "symbolic":
        part.symlink_to(original)
    else:
        os.link(original, part)
    told = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert told.code == 5 and told.json["errors"][0]["code"] == "P008"
    assert original.read_bytes() == before
