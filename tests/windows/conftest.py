"""Windows, for the tests of this folder: where it cannot be had they fail, they do not skip."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

import pytest

from .environment import ROOT, Windows, built, on_its_own, wine_settings

PASSPHRASE = "correct horse battery staple"


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program of Windows ended; both streams, their line ends as Unix has them."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Machine:
    """A computer with Windows: `home` is its user's folder, `here` where commands run."""

    windows: Windows
    home: Path
    here: Path

    def surroundings(self, more: Mapping[str, str]) -> dict[str, str]:
        """What a program of Windows is told; `more` goes on top."""
        settings = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",  # how Wine reads names of files
            "PYTHONPATH": windows_path(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "WIN_PD_OVERRIDE_LOCAL_APPDATA": windows_path(self.home),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "JTAI_SUBMIT_NOW": "2017-05-15T09:30",
            "JTAI_SUBMIT_PASSPHRASE": PASSPHRASE,
        }
        return settings | wine_settings(self.windows.prefix) | dict(more)

    def command(
        self,
        *command: str,
        seconds: float = 200,
        kill_when: Callable[[], bool] | None = None,
        **more: str,
    ) -> Ran:
        """Run a program of Windows to its end, or kill it where `kill_when` says so.

        Beyond `seconds` it is killed, and TimeoutExpired raised. Its streams are pipes: where one
        is a file, Python 3.13 does not start under Wine 8.
        """
        process = subprocess.Popen(
            ["wine", *command],
            cwd=self.here,
            env=self.surroundings(more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        until = time.monotonic() + seconds
        while True:
            try:
                out, err = process.communicate(timeout=0.1 if kill_when else seconds)
                return Ran(process.returncode, _text(out), _text(err))
            except subprocess.TimeoutExpired:
                if time.monotonic() > until:
                    process.kill()
                    raise
                if kill_when and kill_when():
                    process.kill()

    def python(
        self,
        *arguments: str,
        seconds: float = 200,
        kill_when: Callable[[], bool] | None = None,
        **more: str,
    ) -> Ran:
        command = (str(self.windows.python), *arguments)
        return self.command(*command, seconds=seconds, kill_when=kill_when, **more)

    def jtai(
        self,
        *arguments: str,
        seconds: float = 200,
        kill_when: Callable[[], bool] | None = None,
        **more: str,
    ) -> Ran:
        command = ("-m", "jtai_submit", *arguments)
        return self.python(*command, seconds=seconds, kill_when=kill_when, **more)


def windows_path(path: Path) -> str:
    """How Windows under Wine calls a path of this computer: drive Z is its root."""
    return str(PureWindowsPath("Z:/", *path.resolve().parts[1:]))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace").replace("\r\n", "\n")


@pytest.fixture(scope="session")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """One for each process that runs tests."""
    made = on_its_own(built(), tmp_path_factory.mktemp("windows") / "prefix")
    yield made
    surroundings = os.environ | wine_settings(made.prefix)
    subprocess.run(["wineserver", "--kill"], check=False, env=surroundings, timeout=60)


@pytest.fixture
def pc(windows: Windows, machine: Path, tmp_path: Path) -> Machine:
    return Machine(windows, machine, tmp_path)
