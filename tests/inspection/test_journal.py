"""The journal: atomic, private where it must be, numbers given once, one push at a time."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from jtai_submit.errors import Temporary, Unusable
from jtai_submit.inspection.journal import Journal, Pack, PackedFile, PackState, only_one

FILE = PackedFile("documents/a.pdf", "3.4", "data/01 a.pdf", "aa", "bb", 5)


def test_round_trip(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.json")
    journal.packs.append(Pack("x_v1", "3-police", "day-five", 1, "age", 9, "cc", (FILE,)))
    journal.number("3.4", "documents/a.pdf")
    journal.save()
    journal.remember_session("x_v1.zip.age", "https://portal.example/files/secret")
    again = Journal.load(tmp_path)
    assert again == journal and again.packs[0].state is PackState.SEALED and again.packs[0].parcel == "x_v1.zip.age"
    assert "secret" not in (tmp_path / "journal.json").read_text()
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "sessions.json").stat().st_mode) == 0o600


def test_numbers_are_given_once() -> None:
    journal = Journal(None)
    assert [journal.number("3.4", p) for p in ("a", "b", "a", "c")] == [1, 2, 1, 3]
    assert journal.number("3.5", "z") == 1


@pytest.mark.parametrize("junk", ["", "{", "[]", '{"layout": 99}', '{"layout": 1, "numbers": {}, "packs": [{}]}'])
def test_a_journal_that_cannot_be_read_stops_everything(tmp_path: Path, junk: str) -> None:
    (tmp_path / "journal.json").write_text(junk)
    with pytest.raises(Unusable):
        Journal.load(tmp_path)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is closed to whoever runs this")
def test_sessions_of_somebody_else_are_nothing(tmp_path: Path) -> None:
    Journal(tmp_path / "journal.json").save()
    (tmp_path / "sessions.json").write_text("{}")
    (tmp_path / "sessions.json").chmod(0)
    assert Journal.load(tmp_path).sessions == {}


@pytest.mark.parametrize("junk", ["", "{", "[]", '{"a": 1}', '{"a": {"portal": "tus"}}'])
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
    assert not (tmp_path / "journal.json").exists() and "guide.txt" in Journal.load(tmp_path).sessions
