"""A machine of its own for every test: no network but loopback, an empty HOME, a fixed clock, no
keyring.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.readers import Readers
from tests.systems import at_home

SHARED = Path(__file__).resolve().parents[2] / "shared"
REAL = bool(os.environ.get("JTAI_TEST_REAL"))
KEPT = (
    "PATH",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "LANG",
    "COVERAGE_PROCESS_CONFIG",
    "COVERAGE_PROCESS_START",
    "JTAI_TEST_REAL",
    "PYTHONPATH",
)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """All processors for a run of the whole suite; this process alone for a part of it, which
    `--lf` and `-k` ask for.

    `-n` on the command line decides before this is asked.
    """
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS or all(
        Path(config.invocation_params.dir, named).resolve() == Path(__file__).resolve().parent
        for named in config.args
    )
    part = any(
        config.getoption(name, None) for name in ("keyword", "lf", "failedfirst", "stepwise")
    )
    return None if whole and not part else 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not REAL:
        skip = pytest.mark.skip(reason="runs real servers or large programs: set JTAI_TEST_REAL=1")
        for item in items:
            if item.get_closest_marker("real"):
                item.add_marker(skip)
    else:
        items[:] = begun_first(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def begun_first(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """What takes longest at the beginning of what each worker gets (xdist deals out the list in
    equal parts), so that no processor waits at the end, and none does all of it alone.
    """
    long = [item for item in items if "windows" in item.path.parts]
    rest = [item for item in items if "windows" not in item.path.parts]
    dealt: list[pytest.Item] = []
    for n in range(workers):
        mine = long[n::workers]
        share = len(items) // workers - len(mine) if n < workers - 1 else len(rest)
        dealt += mine + rest[: max(0, share)]
        rest = rest[max(0, share) :]
    return dealt


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    for name in list(os.environ):
        if name.startswith("JTAI_SUBMIT_"):
            monkeypatch.delenv(name)
    at_home(home, monkeypatch)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("JTAI_SUBMIT_NOW", "2017-05-15T09:30")
    # Every processor has a test of its own already: one reader of documents is enough for each.
    monkeypatch.setattr("jtai_submit.workers.pool.os.cpu_count", lambda: 1)
    monkeypatch.setenv("JTAI_SUBMIT_PASSPHRASE", "correct horse battery staple")
    monkeypatch.chdir(tmp_path)
    return home


@pytest.fixture(scope="session")
def staying_readers() -> Iterator[Readers]:
    readers = Readers()
    yield readers
    readers.end()


@pytest.fixture(autouse=True)
def readers(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    machine: Path,
    staying_readers: Readers,
) -> None:
    """One set of readers for all tests of a process, but for those marked `own_readers`."""
    if not request.node.get_closest_marker("own_readers"):
        monkeypatch.setattr("jtai_submit.redaction.examining.Pool", staying_readers)


def needs(path: Path) -> Path:
    """A folder of shared test data, read in place; the test skips where a clone has none."""
    if not path.is_dir():
        pytest.skip(
            f"no {path.name} beside this clone: it is test data that is not part of the project"
        )
    return path


@pytest.fixture
def corpus() -> Path:
    return needs(SHARED / "corpus")


@pytest.fixture
def vectors() -> Path:
    return needs(SHARED / "age-vectors")


def tool(name: str) -> str:
    """A program of the operating system; with JTAI_TEST_REAL it must be there."""
    from shutil import which

    found = which(name)
    if not found and REAL:
        pytest.fail(f"JTAI_TEST_REAL is set, and {name} is not installed")
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases cost a millisecond instead of a second, where their strength is not the point."""
    from jtai_submit.packing.recipients import Passphrase

    monkeypatch.setattr(Passphrase.__init__, "__defaults__", (10, Passphrase(b"").most))


def program() -> list[str]:
    return [sys.executable, "-m", "jtai_submit"]
