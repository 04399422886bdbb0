"""Paths at any length."""

import ntpath
import os
import sys
import threading
from pathlib import Path, PureWindowsPath

import pytest

from jtai_submit import storage


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("C:\\Users\\Pat\\inspection/documents", "\\\\?\\C:\\Users\\Pat\\inspection\\documents"),
        ("\\\\server\\share\\inspection", "\\\\?\\UNC\\server\\share\\inspection"),
        ("\\\\?\\C:\\there", "\\\\?\\C:\\there"),
        ("C:\\a\\..\\b", "\\\\?\\C:\\b"),
    ],
)
def test_windows_takes_them_with_its_prefix(
    monkeypatch: pytest.MonkeyPatch, path: str, named: str
) -> None:
    monkeypatch.setattr(storage, "Path", PureWindowsPath)
    monkeypatch.setattr(os.path, "abspath", ntpath.normpath)
    monkeypatch.setattr(os, "name", "nt")
    assert str(storage.long(PureWindowsPath(path))) == named  # type: ignore[arg-type]


@pytest.mark.skipif(os.name == "nt", reason="there they get a prefix")
def test_elsewhere_they_stay_as_they_are() -> None:
    assert storage.long(Path("a/../b")) == Path("a/../b")


class Held:
    """A file whose rename is refused so many times."""

    def __init__(self, times: int) -> None:
        self.left = times

    def replace(self, path: Path) -> None:
        self.left -= 1
        if self.left >= 0:
            raise PermissionError(5, "Access is denied", str(path))


@pytest.mark.parametrize("times", [0, 1, 3])
def test_a_rename_waits_for_other_programs(times: int) -> None:
    held = Held(times)
    storage._replace(held, Path("x"), (0.0, 0.0, 0.0))  # type: ignore[arg-type]
    assert held.left == -1


@pytest.mark.parametrize("pauses", [(), (0.0, 0.0)])
def test_a_rename_does_not_wait_for_ever(pauses: tuple[float, ...]) -> None:
    with pytest.raises(PermissionError):
        storage._replace(Held(9), Path("x"), pauses)  # type: ignore[arg-type]


def test_a_file_that_another_program_reads_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "x/submission.yaml"
    path.parent.mkdir()
    path.write_bytes(b"old")
    with path.open("rb") as held:
        waiting = threading.Timer(0.3, held.close)
        waiting.start()
        storage.write_atomically(path, b"new")
        waiting.join()
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(sys.platform != "win32", reason="a limit of Windows")
def test_a_path_of_more_than_260_characters(tmp_path: Path) -> None:
    folder = storage.long(tmp_path.joinpath(*["a folder inside a folder"] * 12))
    folder.mkdir(parents=True)
    storage.write_atomically(folder / "x.pdf", b"words")
    assert (folder / "x.pdf").read_bytes() == b"words"


def test_what_is_just_being_replaced_is_read_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"new")
    refusals = [PermissionError(), PermissionError()]
    read_file = storage.read_file

    def busy(path: Path) -> bytes:
        if refusals:
            raise refusals.pop()
        return read_file(path)

    monkeypatch.setattr(storage, "read_file", busy)
    monkeypatch.setattr(os, "name", "posix")
    with pytest.raises(PermissionError):
        storage.read_patiently(tmp_path / "a")
    monkeypatch.setattr(os, "name", "nt")
    assert storage.read_patiently(tmp_path / "a") == b"new" and not refusals


def test_folders_are_looked_at_from_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Path] = []
    exists = Path.exists

    def look(path: Path) -> bool:
        looked.append(path)
        return exists(path)

    monkeypatch.setattr(Path, "exists", look)
    storage.folder_for(tmp_path / "a/b/x", private=True)
    assert (tmp_path / "a/b").is_dir()
    assert looked == [tmp_path / "a/b", tmp_path / "a", tmp_path]
    looked.clear()
    storage.folder_for(tmp_path / "a/b/y", private=True)
    assert looked == [tmp_path / "a/b"]


@pytest.mark.parametrize("size", [0, 1, 2_500_000])
def test_a_file_is_read_whole_also_where_its_size_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    path = tmp_path / "x"
    path.write_bytes(bytes(size))
    assert len(storage.read_file(path, size)) == size
    real = os.fstat

    def stale(handle: int) -> os.stat_result:
        facts = list(real(handle))
        facts[6] = 0  # st_size
        return os.stat_result(facts)

    monkeypatch.setattr(os, "fstat", stale)
    assert len(storage.read_file(path, size)) == size
    if size:
        with pytest.raises(OSError, match="larger"):
            storage.read_file(path, size - 1)
