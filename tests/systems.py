"""What a system makes a difference to, for tests that run on all of them."""

import ctypes
import shlex
import sys
from pathlib import Path

import pytest

WINDOWS = sys.platform == "win32"
needs_links = pytest.mark.skipif(WINDOWS, reason="links and pipes need rights on Windows")
# Where a program looks for its user's folder: on Unix, on Windows, and platformdirs on Windows.
_HOMES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "WIN_PD_OVERRIDE_LOCAL_APPDATA")


def private(path: Path) -> bool:
    """Nobody else may read it. Windows has no modes: there the folder's own rights count."""
    return WINDOWS or path.stat().st_mode & 0o077 == 0


def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the user's folder is `home`, as if this were another computer."""
    for name in _HOMES:
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))


def taken_apart(line: str) -> list[str]:
    """A command as its words reach a program, as the shell at hand cuts it."""
    if not WINDOWS:
        return shlex.split(line)
    count = ctypes.c_int()
    split = ctypes.windll.shell32.CommandLineToArgvW  # type: ignore[attr-defined]
    split.restype = ctypes.POINTER(ctypes.c_wchar_p)
    words: list[str] = split(line, ctypes.byref(count))[: count.value]
    return words
