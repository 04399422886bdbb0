"""The pool: results in order, as many processes as the work wants, and what one job can cost."""

import itertools
import json
import os
import signal
import struct
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from jtai_submit.workers.pool import IN_FLIGHT, Job, Pool, Task
from jtai_submit.workers.worker import Answer, Failure, Limits, NeverBegan
from tests.workers.breaking import Facts

LOAD = ("tests.workers.breaking:load", "tests.workers.simple:load")
ECHO, PROCESS = "tests.workers.simple:echo", "tests.workers.simple:process"


def broken(name: str) -> str:
    return f"tests.workers.breaking:{name}"


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool(2, Limits(seconds=20, wall=60), LOAD) as pool:
        yield pool


def test_answers_come_in_order_however_long_each_takes(pool: Pool) -> None:
    jobs = [Job({"seconds": 0.2 if n % 3 == 0 else 0.0, "n": n}, b"%d" % n) for n in range(12)]
    answers = list(pool.run(ECHO, jobs))
    assert [a.data for a in answers if isinstance(a, Answer)] == [b"%d" % n for n in range(12)]
    assert [a.facts["n"] for a in answers if isinstance(a, Answer)] == list(range(12))


def test_the_pool_grows_to_what_is_wanted_each_time(pool: Pool) -> None:
    """One job wants one process; eight after it want all; one again wants no new one."""
    assert pool.processes == 0
    assert _processes(pool, 1) == 1
    assert pool.processes == 1
    assert _processes(pool, 8) == 2
    assert _processes(pool, 1) == 1
    assert pool.processes == 2


def test_processes_stay_alive_over_many_jobs(pool: Pool) -> None:
    assert _processes(pool, 8, seconds=0.1) == _processes(pool, 1) + 1 == 2
    before = set(_ids(pool, 8, 0.1))
    assert set(_ids(pool, 8, 0.1)) == before


def test_a_stream_without_end_is_taken_as_it_is_needed(pool: Pool) -> None:
    taken = itertools.count()
    jobs = (Job({"n": next(taken)}) for _ in itertools.count())
    answers = pool.run(ECHO, jobs)
    first = [next(answers) for _ in range(5)]
    assert [a.facts["n"] for a in first if isinstance(a, Answer)] == list(range(5))
    assert next(taken) < 5 + 4 * 2 + 3
    answers.close()  # type: ignore[attr-defined]


def test_what_is_in_flight_is_bounded_in_bytes(pool: Pool) -> None:
    """Two of 30 MB do not fit: the second is not read before the first is taken. One too large by
    itself still goes.
    """
    read: list[int] = []

    def document(n: int) -> Job:
        def data() -> bytes:
            read.append(n)
            return b"x"

        return Job({}, data, size=30 * 1024 * 1024)

    answers = pool.run(ECHO, (document(n) for n in range(3)))
    next(answers)
    time.sleep(0.2)
    assert read == [0]
    assert len(list(answers)) == 2
    assert len(list(pool.run(ECHO, [Job({}, lambda: b"x", size=2 * IN_FLIGHT)]))) == 1


def test_several_threads_share_a_pool(pool: Pool) -> None:
    got: dict[int, list[bytes]] = {}

    def go(number: int) -> None:
        jobs = [Job({}, b"%d-%d" % (number, n)) for n in range(20)]
        got[number] = [a.data for a in pool.run(ECHO, jobs) if isinstance(a, Answer)]

    threads = [threading.Thread(target=go, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {n: [b"%d-%d" % (n, k) for k in range(20)] for n in range(3)}
    assert pool.processes <= 2


def test_a_task_may_ask_more_than_once(pool: Pool) -> None:
    def work(ask: object) -> bytes:
        first = ask(ECHO, {}, b"once")  # type: ignore[operator]
        second = ask(ECHO, {}, first.data + b" and again")  # type: ignore[operator]
        return bytes(second.data)

    assert list(pool.each([Task(0, work), Task(0, work)])) == [b"once and again"] * 2


def test_what_reading_raises_comes_out_at_its_place(pool: Pool) -> None:
    def gone() -> bytes:
        raise FileNotFoundError("gone")

    answers = pool.run(ECHO, [Job({}, b"x"), Job({}, gone), Job({}, b"y")])
    assert isinstance(next(answers), Answer)
    with pytest.raises(FileNotFoundError):
        next(answers)


@pytest.mark.parametrize(
    ("name", "facts", "limits", "failure"),
    [
        ("swell", {}, Limits(seconds=30, memory=700_000_000), Failure.MEMORY),
        ("spin", {}, Limits(seconds=0.7), Failure.TIME),
        ("sleep", {"seconds": 60}, Limits(seconds=20, wall=0.7), Failure.TIME),
        ("die", {}, Limits(), Failure.CRASH),
        ("raise_something", {}, Limits(), Failure.CRASH),
    ],
)
def test_each_accident_costs_one_job(
    name: str, facts: Facts, limits: Limits, failure: Failure
) -> None:
    with Pool(1, limits, LOAD) as pool:
        none: Facts = {}
        jobs = ((ECHO, none), (broken(name), facts), (ECHO, none))
        before, accident, after = [next(pool.run(function, [Job(told)])) for function, told in jobs]
        assert isinstance(before, Answer)
        assert accident is failure
        assert isinstance(after, Answer)
        assert pool.processes == 1


def test_time_is_that_of_the_processor(pool: Pool) -> None:
    """A job that waits, as on a busy machine, is not one that takes long: 1.5 s on the wall, almost
    none worked.
    """
    with Pool(1, Limits(seconds=0.5, wall=30), LOAD) as patient:
        [answer] = patient.run(broken("sleep"), [Job({"seconds": 1.5})])
    assert isinstance(answer, Answer)


def test_time_of_earlier_jobs_does_not_count() -> None:
    with Pool(1, Limits(seconds=1.0, wall=30), LOAD) as pool:
        answers = list(pool.run("tests.workers.simple:work", [Job({"seconds": 0.6})] * 4))
    ids = {a.facts["process"] for a in answers if isinstance(a, Answer)}
    assert all(isinstance(a, Answer) for a in answers)
    assert len(ids) == 1


def _frame(facts: bytes, data: bytes = b"", *, of_facts: int = -1, of_data: int = -1) -> bytes:
    lengths = (len(facts) if of_facts < 0 else of_facts, len(data) if of_data < 0 else of_data)
    return struct.pack(">IQ", *lengths) + facts + data


@pytest.mark.parametrize(
    "garbage",
    [
        b"no frame at all, but long enough to look like one",
        _frame(b"{}", of_facts=2**32 - 1),
        _frame(b'{"facts": {}}', of_data=2**63),
        _frame(b"[" * 100_000),
        _frame(b"[]"),
        _frame(b"\xff\xfe"),
        _frame(b'{"facts": NaN}'),
        _frame(b'{"facts": 1}'),
        _frame(b'{"failure": "something else"}'),
        _frame(b"9" * 10_000),
        b"",
    ],
)
def test_what_is_no_answer_counts_as_a_crash(garbage: bytes) -> None:
    """Whatever a worker that was taken over writes: no hang, no memory without bound, and one job
    lost.
    """
    resource = pytest.importorskip("resource")
    with Pool(1, Limits(wall=3, answer=1_000_000), LOAD) as pool:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        last: Facts = {"seconds": 60} if not garbage else {}
        [answer] = pool.run(broken("say_garbage"), [Job(last, garbage)])
        assert answer is (Failure.TIME if not garbage else Failure.CRASH)
        [answer] = pool.run(ECHO, [Job({}, b"after")])
        assert isinstance(answer, Answer)
        assert answer.data == b"after"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


def test_an_answer_that_is_larger_than_agreed_is_a_crash() -> None:
    with Pool(1, Limits(answer=1_000_000), LOAD) as pool:
        [answer] = pool.run("tests.workers.simple:much", [Job({"bytes": 2_000_000})])
        assert answer is Failure.CRASH


def test_what_libraries_print_is_not_taken_for_an_answer(pool: Pool) -> None:
    [answer] = pool.run(broken("print_much"), [Job({}, b"")])
    assert isinstance(answer, Answer)
    assert answer.data == b""


def test_a_worker_that_ends_while_it_has_nothing_to_do_costs_nothing(pool: Pool) -> None:
    [process] = _ids(pool, 1, 0.0)
    os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))
    time.sleep(0.1)
    [answer] = pool.run(ECHO, [Job({}, b"x")])
    assert isinstance(answer, Answer)


def test_a_worker_that_cannot_begin_is_no_fault_of_a_document() -> None:
    with Pool(1, load=("tests.workers.breaking:raise_at_once",)) as pool, pytest.raises(NeverBegan):
        list(pool.run(ECHO, [Job({}, b"x")]))


def test_leaving_early_ends_all_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Pool(2, load=LOAD) as pool:  # noqa: PT012
        answers = pool.run(broken("sleep"), [Job({"seconds": s}) for s in (0, 60, 60, 60)])
        next(answers)
        raise KeyboardInterrupt
    assert time.monotonic() - began < 20
    assert pool.processes == 0


PROGRAM = textwrap.dedent("""
    import sys
    from pathlib import Path
    from jtai_submit.workers.pool import Job, Pool
    with Pool(2, load=("tests.workers.simple:load",)) as pool:
        jobs = [Job({"seconds": s}) for s in (0, .3, 0, .3, 60, 60)]
        answers = pool.run("tests.workers.simple:process", jobs)
        print(*{next(answers).facts["process"] for _ in range(4)}, flush=True)
        list(answers)
""")


# Windows has one way to end another program, which Python calls SIGTERM: TerminateProcess.
ENDS = ["SIGTERM"] if sys.platform == "win32" else ["SIGKILL", "SIGTERM", "SIGINT"]


@pytest.mark.parametrize("how", ENDS)
def test_workers_end_with_the_program(how: str, tmp_path: Path) -> None:
    """However the program ends, busy workers do not stay; Ctrl-C does not reach them before it
    ends.
    """
    root = Path(__file__).parents[2]
    environment = {"PATH": os.defpath, "PYTHONPATH": str(root)}
    if sys.platform == "win32":
        environment |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "PATH")}
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as program:
        assert program.stdout is not None
        ids = [int(word) for word in program.stdout.readline().split()]
        assert ids
        program.send_signal(getattr(signal, how))
        program.wait(10)
    deadline = time.monotonic() + 5
    while any(_lives(process) for process in ids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_lives(process) for process in ids)


def test_secrets_of_the_program_stay_with_it(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "JTAI_SUBMIT_PASSPHRASE",
        "JTAI_SUBMIT_PORTAL_PASSWORD",
        "AWS_SECRET_ACCESS_KEY",
        "LD_PRELOAD_X",
    ):
        monkeypatch.setenv(name, "not for anybody")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/nowhere")
    [answer] = pool.run(broken("world"), [Job({})])
    assert isinstance(answer, Answer)
    told = json.dumps(answer.facts)
    assert "not for anybody" not in told
    assert "correct horse" not in told
    assert "JTAI_SUBMIT" not in told
    assert '"HOME"' not in told
    assert "nowhere" not in told
    if sys.platform == "linux":
        [process] = _ids(pool, 1, 0.0)
        assert b"not for anybody" not in Path(f"/proc/{process}/cmdline").read_bytes()


def _lives(process: int) -> bool:
    if sys.platform == "win32":  # there, os.kill ends it
        return _lives_on_windows(process)
    try:
        os.kill(process, 0)
    except OSError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def _lives_on_windows(process: int) -> bool:
    import ctypes

    synchronize = 0x100000
    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = kernel.OpenProcess(synchronize, False, process)
    if not handle:
        return False
    waiting = kernel.WaitForSingleObject(ctypes.c_void_p(handle), 0)
    kernel.CloseHandle(ctypes.c_void_p(handle))
    return bool(waiting)  # WAIT_TIMEOUT: it has not ended


def _ids(pool: Pool, jobs: int, seconds: float) -> list[int]:
    answers = pool.run(PROCESS, [Job({"seconds": seconds})] * jobs)
    return [int(a.facts["process"]) for a in answers if isinstance(a, Answer)]  # type: ignore[arg-type]


def _processes(pool: Pool, jobs: int, seconds: float = 0.1) -> int:
    return len(set(_ids(pool, jobs, seconds)))
