"""Each promise about a worker, tried from inside one. Where this system cannot keep a promise, it
must say so.
"""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jtai_submit.workers.confinement import Confined, Promise
from jtai_submit.workers.confinement.macos import profile
from jtai_submit.workers.launch import readable
from jtai_submit.workers.pool import Job, Pool
from jtai_submit.workers.worker import Answer, Limits

LIMITS = Limits(seconds=20, wall=60, memory=2_000_000_000)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(
        1, LIMITS, ("tests.workers.breaking:load", "jtai_submit.redaction.inside:prepare")
    ) as pool:
        yield pool


def came(pool: Pool, name: str, **facts: object) -> str:
    """What came of an attempt: `done`, or the error."""
    [answer] = pool.run(f"tests.workers.breaking:{name}", [Job(facts)])  # type: ignore[arg-type]
    return str(answer.facts["came"]) if isinstance(answer, Answer) else answer.value


def promised(pool: Pool, promise: Promise) -> None:
    """Go on if it is kept here; where it is not, it must be said why."""
    confined = pool.confinement()
    if not confined.holds(promise):
        assert len(confined.lacking[promise]) > 20
        pytest.skip(f"not kept here: {confined.lacking[promise]}")


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    """A file of the user's, such as the keys or another document."""
    path = tmp_path / "identity.age"
    path.write_text("AGE-SECRET-KEY-1")
    path.chmod(0o600)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="of Linux")
def test_everything_is_promised_where_the_kernel_has_all_of_it(pool: Pool) -> None:
    import ctypes

    from jtai_submit.workers.confinement import landlock, seccomp

    if landlock.version(ctypes.CDLL(None, use_errno=True)) < 1 or seccomp.machine() not in (
        "x86_64",
        "aarch64",
    ):
        pytest.skip("this kernel does not have all of it")
    assert pool.confinement() == Confined()


@pytest.mark.parametrize("name", ["read"])
def test_other_files_cannot_be_read(pool: Pool, identity: Path, name: str) -> None:
    promised(pool, Promise.READ)
    assert came(pool, name, path=str(identity)) == "PermissionError"
    assert came(pool, "listed", path=str(identity.parent)) == "PermissionError"
    for path in ("/etc/passwd", "/etc/hostname", str(Path.home() / ".ssh"), str(Path(__file__))):
        if Path(path).exists():
            assert came(pool, name, path=path) == "PermissionError"


def test_the_program_itself_cannot_be_looked_into(pool: Pool) -> None:
    promised(pool, Promise.READ)
    for name in ("environ", "mem", "maps", "cmdline", "fd/0"):
        assert came(pool, "read", path=f"/proc/{os.getpid()}/{name}") == "PermissionError"


@pytest.mark.parametrize(
    "name", ["write", "remove", "rename", "cut", "open_to_all", "change_times", "link"]
)
def test_other_files_cannot_be_changed(pool: Pool, identity: Path, name: str) -> None:
    promised(pool, Promise.WRITE)
    before = (identity.stat().st_mode, identity.stat().st_mtime_ns, identity.stat().st_nlink)
    assert came(pool, name, path=str(identity)) in ("PermissionError", "OSError")
    assert identity.read_text() == "AGE-SECRET-KEY-1"
    assert (
        identity.stat().st_mode,
        identity.stat().st_mtime_ns,
        identity.stat().st_nlink,
    ) == before
    assert came(pool, "write", path=str(identity.parent / "new")) == "PermissionError"


@pytest.mark.skipif(sys.platform == "win32", reason="at low integrity nothing can be written")
def test_one_private_folder_can_be_written(pool: Pool) -> None:
    [answer] = pool.run("tests.workers.breaking:write_privately", [Job({}, b"words")])
    assert isinstance(answer, Answer)
    assert answer.data == b"words"
    folder = Path(str(answer.facts["folder"]))
    assert folder.stat().st_mode & 0o077 == 0
    (folder / "x").unlink()


def test_the_network_cannot_be_reached(pool: Pool) -> None:
    promised(pool, Promise.NETWORK)
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.socket(type=socket.SOCK_DGRAM) as datagrams,
    ):
        listener.settimeout(0.2)
        datagrams.bind(("127.0.0.1", 0))
        datagrams.settimeout(0.2)
        assert came(pool, "connect", port=listener.getsockname()[1]) == "PermissionError"
        assert came(pool, "send_a_datagram", port=datagrams.getsockname()[1]) == "PermissionError"
        assert came(pool, "listen") == "PermissionError"
        with pytest.raises(TimeoutError):
            listener.accept()
        with pytest.raises(TimeoutError):
            datagrams.recv(1)


@pytest.mark.skipif(
    not hasattr(socket, "AF_UNIX"), reason="this system has no sockets of that kind"
)
def test_other_programs_of_this_computer_cannot_be_reached(pool: Pool, tmp_path: Path) -> None:
    promised(pool, Promise.NETWORK)
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        assert came(pool, "connect_locally", path=str(path)) == "PermissionError"


def test_no_program_can_be_started(pool: Pool) -> None:
    promised(pool, Promise.EXECUTE)
    assert came(pool, "start_a_program") == "PermissionError"
    assert came(pool, "become_a_program") == "PermissionError"
    if hasattr(os, "fork"):
        assert came(pool, "fork") == "PermissionError"


@pytest.mark.skipif(sys.platform != "linux", reason="calls of Linux")
def test_other_processes_cannot_be_reached(pool: Pool) -> None:
    import ctypes

    promised(pool, Promise.PROCESSES)
    secret = ctypes.create_string_buffer(b"a secret of the program")
    address = ctypes.addressof(secret)
    assert (
        came(pool, "look_into_another", process=os.getpid(), address=address)
        == "Operation not permitted"
    )
    assert came(pool, "trace_another", process=os.getpid()) == "Operation not permitted"
    assert came(pool, "end_another", process=os.getpid()) == "PermissionError"
    assert came(pool, "raise_a_limit_of_another", process=os.getpid()) == "PermissionError"


def test_what_parsers_need_still_works(pool: Pool) -> None:
    assert came(pool, "threads") == "done"
    assert came(pool, "read", path=pytest.__file__) == "done"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of Unix")
def test_limits_are_set(pool: Pool) -> None:
    names = ["RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_CPU"]
    [answer] = pool.run("tests.workers.breaking:settled", [Job({"limits": list(names)})])
    assert isinstance(answer, Answer)
    limits = answer.facts["limits"]
    assert isinstance(limits, dict)
    assert limits["RLIMIT_AS"] == LIMITS.memory
    assert limits["RLIMIT_CORE"] == 0
    assert all(isinstance(limit, int) and 0 <= limit < 2**40 for limit in limits.values())
    assert answer.facts["pixels"] == 89_478_485


def test_what_is_lacking_goes_over_the_pipe_and_back() -> None:
    confined = Confined({Promise.NETWORK: "this kernel is old", Promise.READ: "so it is"})
    assert Confined.from_facts(confined.to_facts()) == confined
    assert not confined.holds(Promise.READ)
    assert confined.holds(Promise.WRITE)
    with pytest.raises(ValueError, match="everything"):
        Confined.from_facts({"everything": ""})


def test_what_a_worker_may_read_is_no_folder_of_documents(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither the current folder, nor one that happens to be on the search path, nor all that lies
    beside a checkout.
    """
    monkeypatch.setattr(sys, "path", [str(tmp_path), "", *sys.path])
    places = readable()
    assert tmp_path not in places
    assert Path.cwd() not in places
    assert Path(__file__).parents[2] not in places
    assert Path.home() not in places


@pytest.mark.skipif(sys.platform == "win32", reason="paths of macOS")
def test_the_profile_of_macos_quotes_paths() -> None:
    text = profile((Path('/a "quoted" \\ name'),), Path("/private/x"))
    assert '(subpath "/a \\"quoted\\" \\\\ name")' in text
    assert "(deny default)" in text
    assert "network" not in text
    assert "process-exec" not in text
