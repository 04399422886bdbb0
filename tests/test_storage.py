"""Paths at any length."""

import ntpath
import os
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
def test_windows_takes_them_with_its_prefix(monkeypatch: pytest.MonkeyPatch, path: str, named: str) -> None:
    monkeypatch.setattr(storage, "Path", PureWindowsPath)
    monkeypatch.setattr(os.path, "abspath", ntpath.normpath)
    monkeypatch.setattr(os, "name", "nt")
    assert str(storage.long(PureWindowsPath(path))) == named  # type: ignore[arg-type]


@pytest.mark.skipif(os.name == "nt", reason="there they get a prefix")
def test_elsewhere_they_stay_as_they_are() -> None:
    assert storage.long(Path("a/../b")) == Path("a/../b")
