"""What the gate let through is remembered as ciphertext, for whoever has the original and for
nobody else.
"""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from jtai_submit.documents.examination import Wishes
from jtai_submit.redaction.inside import Question, look
from jtai_submit.redaction.kept import Kept, fingerprints
from tests.make import jtai, pdf, ready
from tests.systems import private

DATA = pdf("What shows.", Author="Orla Quenby")
SECRET = b"What shows"


def question(data: bytes, **more: object) -> Question:
    sha256, secret = fingerprints(data)
    asked = Question("pdf", sha256, True, True, secret=secret)
    return replace(asked, **more)  # type: ignore[arg-type]


def remembered(folder: Path) -> Kept:
    kept = Kept(folder / "kept", "1")
    asked = question(DATA)
    seen, clean = look(asked, DATA)
    assert clean
    kept.keep(asked, seen, clean)
    return kept


def test_it_comes_back_whole(tmp_path: Path) -> None:
    kept = remembered(tmp_path)
    assert kept.recall(question(DATA)) == look(question(DATA), DATA)
    assert Kept(tmp_path / "kept", "1").recall(question(DATA))


def test_another_document_version_or_decision_has_nothing(tmp_path: Path) -> None:
    remembered(tmp_path)
    other = pdf("Other words.")
    assert Kept(tmp_path / "kept", "1").recall(question(other)) is None
    assert Kept(tmp_path / "kept", "2").recall(question(DATA)) is None
    decided = Wishes((("H101", "keep", ""),))
    assert Kept(tmp_path / "kept", "1").recall(question(DATA, wishes=decided)) is None


def test_the_secret_is_of_the_bytes_and_not_of_their_hash() -> None:
    sha256, secret = fingerprints(DATA)
    assert sha256 == hashlib.sha256(DATA).hexdigest()
    assert secret.hex() != sha256 and fingerprints(DATA + b" ")[1] != secret
    assert "secret" not in question(DATA).to_facts() and secret.hex() not in repr(question(DATA))


@pytest.mark.parametrize("at", [0, 3, 5, 40, 100, -1])
def test_a_damaged_entry_is_none(tmp_path: Path, at: int) -> None:
    remembered(tmp_path)
    (entry,) = (tmp_path / "kept").iterdir()
    data = bytearray(entry.read_bytes())
    data[at] ^= 1
    entry.write_bytes(data)
    assert Kept(tmp_path / "kept", "1").recall(question(DATA)) is None
    for short in (b"", b"x", bytes(data[:20])):
        entry.write_bytes(short)
        assert Kept(tmp_path / "kept", "1").recall(question(DATA)) is None


def test_nothing_on_the_disk_tells_what_it_is(tmp_path: Path) -> None:
    remembered(tmp_path)
    (entry,) = (tmp_path / "kept").iterdir()
    data = entry.read_bytes()
    assert SECRET not in data and b"%PDF" not in data and b"noticed" not in data
    known = hashlib.sha256(DATA).hexdigest()  # what findings and journal hold
    assert known[:16] not in entry.name and private(entry)


def test_a_push_after_a_check_cleans_nothing_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    area = ready(tmp_path, children=("C1",))
    assert jtai(capsys, "check", area.folder, "--for", "day-five").code == 0

    def nobody(*_: object) -> None:
        raise AssertionError("a document was cleaned again")

    monkeypatch.setattr("jtai_submit.workers.pool.Worker", nobody)
    pushed = jtai(capsys, "push", area.folder, "--json")
    assert pushed.code == 0 and {p["state"] for p in pushed.data["packs"]} == {"sent"}
    assert jtai(capsys, "clean", area.folder).code == 0
    assert not (area.folder / ".jtai/cache").exists()
