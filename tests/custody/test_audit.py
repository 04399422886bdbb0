"""The log and its copy: each heals what a power cut did to the other, and neither hides an edit."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from jtai_submit.custody import audit
from jtai_submit.custody.audit import AuditLog
from jtai_submit.errors import Unusable
from jtai_submit.storage import copy_of, keep_copies

NOW = datetime(2017, 5, 15, 9, tzinfo=UTC)


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    keep_copies(tmp_path)
    log = AuditLog(tmp_path / "audit.jsonl")
    for number in range(3):
        log.append(NOW, "sent", pack=f"x{number}")
    return log


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def test_a_copy_that_lags_catches_up(log: AuditLog) -> None:
    copy = copy_of(log.path)
    copy.write_bytes(b"".join(lines(copy)[:1]))
    log.append(NOW, "sent", pack="x3")
    assert copy.read_bytes() == log.path.read_bytes() and len(lines(copy)) == 4


@pytest.mark.parametrize("left", [0, 1, 2, 3])
def test_what_a_power_cut_spoiled_is_restored(log: AuditLog, left: int) -> None:
    whole = log.path.read_bytes()
    log.path.write_bytes(b"".join(lines(log.path)[:left]) + b"\0" * 40)
    assert log.restore() and log.path.read_bytes() == whole
    assert list(log.path.parent.glob("audit.jsonl.spoiled-*"))
    assert not log.restore()


def test_a_line_that_the_copy_lacks_is_kept(log: AuditLog) -> None:
    whole, copy = log.path.read_bytes(), copy_of(log.path)
    copy.write_bytes(b"".join(lines(copy)[:2]))
    log.path.write_bytes(whole + b"\0" * 9)
    assert log.restore() and log.path.read_bytes() == whole


@pytest.mark.parametrize("how", ["edited", "junk behind", "another copy"])
def test_an_edit_is_no_power_cut(log: AuditLog, how: str) -> None:
    before = log.path.read_bytes()
    if how == "edited":
        log.path.write_bytes(before.replace(b"x1", b"y1"))
    elif how == "junk behind":
        log.path.write_bytes(before + b"junk\0")
    else:
        copy_of(log.path).write_bytes(before.replace(b"x2", b"y2"))
    spoiled = log.path.read_bytes()
    with pytest.raises(Unusable) as stopped:
        log.restore()
    assert stopped.value.problems[0].code == "K009"
    assert log.path.read_bytes() == spoiled


def test_no_copy_is_no_disagreement(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit.jsonl")
    log.append(NOW, "sent", pack="x")
    log.agrees()
    assert not log.restore() and not copy_of(log.path).exists()


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        (PermissionError(13, "Permission denied"), PermissionError),
        (OSError(22, "a pipe"), Unusable),
    ],
)
def test_what_cannot_be_read_is_told_as_what_it_is(
    log: AuditLog, monkeypatch: pytest.MonkeyPatch, refused: OSError, told: type[Exception]
) -> None:
    def read(path: Path) -> bytes:
        raise refused

    monkeypatch.setattr(audit, "read_file", read)
    with pytest.raises(told):
        log.head()
