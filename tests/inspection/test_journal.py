"""The journal: atomic, private where it must be, numbers given once, one push at a time."""

import json
import os
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from jtai_submit.errors import Temporary, Unusable
from jtai_submit.inspection.gone import Gone
from jtai_submit.inspection.journal import Journal, Pack, PackedFile, PackState, only_one, put_back
from jtai_submit.storage import copy_of, keep_copies

FILE = PackedFile("documents/a.pdf", "3.4", "data/01 a.pdf", "aa", "bb", 5)


def test_round_trip(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.json")
    journal.packs.append(Pack("x_v1", "3-police", "day-five", 1, "age", 9, "cc", (FILE,)))
    journal.number("3.4", "documents/a.pdf")
    journal.save()
    journal.remember_session("x_v1.zip.age", "https://portal.example/files/secret")
    again = Journal.load(tmp_path)
    assert (
        again == journal
        and again.packs[0].state is PackState.SEALED
        and again.packs[0].parcel == "x_v1.zip.age"
    )
    assert "secret" not in (tmp_path / "journal.json").read_text()
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "sessions.json").stat().st_mode) == 0o600


def test_numbers_are_given_once() -> None:
    journal = Journal(None)
    assert [journal.number("3.4", p) for p in ("a", "b", "a", "c")] == [1, 2, 1, 3]
    assert journal.number("3.5", "z") == 1


@pytest.mark.parametrize(
    "junk", ["", "{", "[]", '{"layout": 99}', '{"layout": 1, "numbers": {}, "packs": [{}]}']
)
def test_a_journal_that_cannot_be_read_stops_everything(tmp_path: Path, junk: str) -> None:
    (tmp_path / "journal.json").write_text(junk)
    with pytest.raises(Unusable):
        Journal.load(tmp_path)


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="nothing is closed to whoever runs this"
)
def test_sessions_of_somebody_else_are_nothing(tmp_path: Path) -> None:
    Journal(tmp_path / "journal.json").save()
    (tmp_path / "sessions.json").write_text("{}")
    (tmp_path / "sessions.json").chmod(0)
    assert Journal.load(tmp_path).sessions == {}


@pytest.mark.parametrize(
    "junk",
    ["", "{", "[]", '{"a": 1}', '{"a": {"portal": "tus"}}', '{"a": {"portal": 1, "address": ""}}'],
)
def test_sessions_that_cannot_be_read_stop_everything(tmp_path: Path, junk: str) -> None:
    """Without them a site that cannot be asked by name would get a pack twice."""
    (tmp_path / "sessions.json").write_text(junk)
    with pytest.raises(Unusable):
        Journal.load(tmp_path)


def test_what_a_killed_push_left_half_written_goes(tmp_path: Path) -> None:
    (tmp_path / ".sessions.json.4711").write_text("secret")
    with only_one(tmp_path):
        assert not (tmp_path / ".sessions.json.4711").exists()


def test_two_pushes_at_once(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(Temporary) as stopped, only_one(tmp_path):
        pass
    assert stopped.value.problems[0].code == "P011"
    with only_one(tmp_path):
        pass


def test_nothing_is_left_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / ".jtai"
    journal = Journal(own / "journal.json")
    journal.save()
    before = (own / "journal.json").read_bytes()
    journal.number("3.4", "a")
    monkeypatch.setattr(os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        journal.save()
    assert (own / "journal.json").read_bytes() == before and len(list(own.iterdir())) == 1
    assert json.loads(before)["layout"] == 1


def test_sessions_are_known_before_there_is_a_journal(tmp_path: Path) -> None:
    first = Journal.load(tmp_path)
    first.portal = "tus x"
    first.remember_session("guide.txt", "https://portal.example/1")
    assert (
        not (tmp_path / "journal.json").exists() and "guide.txt" in Journal.load(tmp_path).sessions
    )


def test_in_memory_nothing_is_written(tmp_path: Path) -> None:
    journal = Journal(None)
    journal.save()
    journal.remember_session("x_v1.zip.age", "https://portal.example/1")
    assert list(tmp_path.glob("*.json")) == [] and journal.session("x_v1.zip.age")


def test_sessions_of_a_pack_and_of_its_portal() -> None:
    """A pack that goes as loose files has a session for each; those of another portal
    are not seen.
    """
    sealed, loose = (
        Pack(name, "3-police", "day-five", 1, seal, 9, "cc", (FILE,))
        for name, seal in (("x_v1", "age"), ("y_v1", "none"))
    )
    journal = Journal(None, portal="tus x")
    for name in ("x_v1.zip.age", "y_v1/data/01 a.pdf", "y_v1/index.html", "z_v1.zip.age"):
        journal.remember_session(name, f"https://portal.example/{name}")
    assert journal.sessions_of(sealed) == ["x_v1.zip.age"]
    assert journal.sessions_of(loose) == ["y_v1/data/01 a.pdf", "y_v1/index.html"]
    journal.portal = "tus y"
    assert journal.session("x_v1.zip.age") is None
    journal.remember_session("x_v1.zip.age", None)
    assert journal.sessions_of(sealed) == []


def test_what_a_pack_covers_and_what_was_sent() -> None:
    """Apart from what was refused while it was sealed; and apart from what was withdrawn since."""
    pack = Pack(
        "x_v1",
        "3-police",
        "day-five",
        1,
        "zip",
        9,
        "cc",
        (FILE,),
        left=(("3.4", "documents/bad.pdf"),),
    )
    journal = Journal(None, packs=[pack])
    mine = ("3.4", "documents/a.pdf", "aa")
    assert pack.parcel == "x_v1.zip"
    assert pack.covers([mine]) and pack.covers([mine, ("3.4", "documents/bad.pdf", "zz")])
    assert not pack.covers([]) and not pack.covers([(*mine[:2], "other")])
    assert (
        journal.sealed("3-police", "day-five") is pack
        and journal.sealed("3-police", "day-nine") is None
    )
    assert journal.sent() == [] and journal.sent_by_slot() == {}
    pack.state = PackState.SENT
    assert journal.sent("3-police", "day-five") == [pack] and journal.sent("4-health") == []
    assert journal.sent_by_slot() == {"3.4": {"documents/a.pdf": "aa"}}
    assert journal.sent_by_slot(without=Gone({("3.4", "aa"): None})) == {}


def kept_twice(own: Path) -> Journal:
    keep_copies(own)
    journal = Journal(own / "journal.json")
    journal.number("3.4", "documents/a.pdf")
    journal.save()
    return journal


def test_a_journal_that_is_gone_is_missed(tmp_path: Path) -> None:
    kept_twice(tmp_path)
    (tmp_path / "journal.json").unlink()
    with pytest.raises(Unusable) as stopped:
        Journal.load(tmp_path)
    assert "is gone" in stopped.value.problems[0].message
    assert [path.name for path in put_back(tmp_path)] == ["journal.json"]
    assert Journal.load(tmp_path).numbers == {"3.4": {"documents/a.pdf": 1}}


@pytest.mark.parametrize("left", [b"", bytes(200)])
def test_what_a_power_cut_spoiled_comes_from_the_copy(tmp_path: Path, left: bytes) -> None:
    kept_twice(tmp_path)
    (tmp_path / "journal.json").write_bytes(left)
    assert Journal.load(tmp_path).numbers == {"3.4": {"documents/a.pdf": 1}}
    assert put_back(tmp_path) and (tmp_path / "journal.json.spoiled-1").read_bytes() == left


def test_spoiled_before_there_was_a_copy(tmp_path: Path) -> None:
    keep_copies(tmp_path)
    (tmp_path / "journal.json").write_bytes(b"")
    assert Journal.load(tmp_path).packs == []


def test_spoiled_both(tmp_path: Path) -> None:
    kept_twice(tmp_path)
    for path in (tmp_path / "journal.json", copy_of(tmp_path / "journal.json")):
        path.write_bytes(b"")
    with pytest.raises(Unusable):
        Journal.load(tmp_path)
    assert put_back(tmp_path) == []


def test_an_edit_is_seen_beside_the_copy(tmp_path: Path) -> None:
    journal = kept_twice(tmp_path)
    assert not journal.edited() and not Journal(None).edited()
    stored = json.loads((tmp_path / "journal.json").read_text())
    stored["numbers"]["3.4"]["documents/b.pdf"] = 2
    (tmp_path / "journal.json").write_text(json.dumps(stored))
    assert Journal.load(tmp_path).edited()
    copy_of(tmp_path / "journal.json").write_text("{")
    assert not journal.edited()  # `load` judges what cannot be read


def test_what_another_portal_has(tmp_path: Path) -> None:
    journal = Journal(None)
    pack = Pack(
        "x_v1",
        "3-police",
        "day-five",
        1,
        "age",
        9,
        "cc",
        (FILE,),
        state=PackState.SENT,
        portal="folder a",
    )
    journal.packs.append(pack)
    assert journal.elsewhere() == []  # no portal is named
    journal.portal = "folder b"
    assert journal.elsewhere() == [pack] and journal.sent_by_slot() == {}
    assert journal.elsewhere(Gone({(FILE.slot, FILE.sha256): None})) == []  # it was withdrawn
    journal.packs.append(replace(pack, name="x_v2", portal="folder b"))
    assert journal.elsewhere() == []


def test_a_journal_of_another_layout_stops_everything(tmp_path: Path) -> None:
    Journal(tmp_path / "journal.json").save()
    stored = json.loads((tmp_path / "journal.json").read_text())
    (tmp_path / "journal.json").write_text(json.dumps(stored | {"layout": 99}))
    with pytest.raises(Unusable) as stopped:
        Journal.load(tmp_path)
    assert stopped.value.problems[0].code == "P013"
