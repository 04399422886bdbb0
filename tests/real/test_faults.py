"""Lines that break in every way, and programs that are killed: everything arrives, whole, once, by
the same command.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import httpx
import pytest

from jtai_submit.delivery.aws import EMPTY, Signature
from jtai_submit.delivery.courier import Courier
from jtai_submit.delivery.http import Site
from jtai_submit.delivery.interface import Portal
from jtai_submit.delivery.portals.s3 import S3
from jtai_submit.delivery.portals.tus import Tus
from jtai_submit.delivery.portals.webdav import Webdav
from jtai_submit.errors import Temporary
from jtai_submit.inspection.journal import Journal
from jtai_submit.packing.opening import open_archive
from jtai_submit.rehearsal.portal import arrived
from tests.conftest import program
from tests.delivery.contract import Breaking, parcel
from tests.make import Ready, ready
from tests.real import servers
from tests.real.proxy import Line, line_to
from tests.real.servers import PASSWORD, USER

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL, and servers of Linux"),
]
FAULTS = int(os.environ.get("JTAI_FAULTS", "120"))
KILLS = int(os.environ.get("JTAI_KILLS", "12"))
MIB = 1024 * 1024


@dataclass
class Far:
    """A portal behind a line: how a submission names it, how we open it, and what arrived (name →
    bytes, each once).
    """

    line: Line
    named: str
    portal: Callable[[], Portal]
    again: Callable[[], None]
    content: Callable[[], dict[str, bytes]]
    secrets: dict[str, str]
    chunk: int  # bytes that a kill may cost


@contextmanager
def far(kind: str, folder: Path) -> Iterator[Far]:
    with ExitStack() as stack:
        server = stack.enter_context(
            {
                "tus": servers.resumable_upload,
                "webdav": lambda: servers.apache(tls=False),
                "s3": servers.seaweed,
            }[kind]()
        )
        address = urlsplit(server.url)
        line = stack.enter_context(line_to("127.0.0.1", address.port or 0))
        url = server.url.replace(f":{address.port}", f":{line.port}")
        name = folder.name.replace("_", "-")
        if kind == "tus":

            def uploads() -> dict[str, bytes]:
                return {n: p.read_bytes() for n, p in arrived(server.files).items()}

            yield Far(
                line,
                f"{{kind: tus, url: '{url}'}}",
                lambda: Tus(Site(url)),
                server.again,
                uploads,
                {},
                9 * MIB,
            )
        elif kind == "webdav":
            site = f"{url}{name}/"
            (server.files / name).mkdir()
            (server.files / name).chmod(0o777)

            def files() -> dict[str, bytes]:
                return {p.name: p.read_bytes() for p in (server.files / name).iterdir()}

            yield Far(
                line,
                f"{{kind: webdav, url: '{site}'}}",
                lambda: Webdav(Site(site, user=(USER, PASSWORD))),
                server.again,
                files,
                {"JTAI_SUBMIT_PORTAL_USER": USER, "JTAI_SUBMIT_PORTAL_PASSWORD": PASSWORD},
                9 * MIB,
            )
        else:
            auth = Signature("us-east-1", USER, PASSWORD)

            def objects() -> dict[str, bytes]:
                def get(path: str) -> httpx.Response:
                    return httpx.get(
                        server.url + path,
                        auth=auth,
                        headers={"x-amz-content-sha256": EMPTY},
                        trust_env=False,
                    )

                listed = get(f"/inspection?list-type=2&prefix={name}%2F").text
                keys = [part.partition("</Key>")[0] for part in listed.split("<Key>")[1:]]
                return {key.partition("/")[2]: get(f"/inspection/{key}").content for key in keys}

            yield Far(
                line,
                f"{{kind: s3, endpoint: '{url}', bucket: inspection, prefix: '{name}'}}",
                lambda: S3(Site(url, auth=auth), "inspection", name),
                server.again,
                objects,
                {"JTAI_SUBMIT_PORTAL_USER": USER, "JTAI_SUBMIT_PORTAL_PASSWORD": PASSWORD},
                17 * MIB,
            )


@pytest.mark.parametrize("kind", ["tus", "webdav", "s3"])
@pytest.mark.timeout(1800)
def test_faults(kind: str, tmp_path: Path) -> None:
    """Until so many faults have happened: deliver through a bad line; what stops is exit 4 or 5,
    and the same again heals.
    """
    stops, number = Counter[str](), 0
    with far(kind, tmp_path) as place:
        place.line.chance = 0.8
        wanted = dict[str, bytes]()
        while place.line.faults.total() < FAULTS:
            number += 1
            data = random.Random(number).randbytes(
                place.line.rng.choice((1, 70_000, 2 * MIB, 9 * MIB))
            )
            wanted[f"n{number}"] = data
            journal, sent = Journal(None), parcel(f"n{number}", data)
            for _ in range(60):
                portal = place.portal()
                try:
                    Courier(
                        portal, journal, sleep=lambda s: None, waiting=lambda why, s: None
                    ).deliver(sent, lambda n: None)
                    break
                except Temporary as stop:
                    stops[stop.problems[0].code] += 1
                finally:
                    portal.close()
            else:
                raise AssertionError(f"n{number} does not get through: {stops}")
        place.line.chance = 0
        got = place.content()
        print(
            f"\n{kind}: {place.line.faults.total()} faults {dict(place.line.faults)}, {number} "
            f"files, stopped and run again: {dict(stops)}"
        )
        assert set(stops) <= {"P001", "P009"}, stops
        assert {
            n: d for n, d in got.items() if not n.startswith("jtai-submit-append-test")
        } == wanted


def noise(megabytes: int, seed: int) -> bytes:
    """A text document of so many megabytes that does not compress below half."""
    return random.Random(seed).randbytes(megabytes * 500_000).hex().encode()


def area(tmp_path: Path, place: Far) -> Ready:
    made = ready(tmp_path, only=("3.1", "3.4", "1.1", "6.1"), children=("C1",), portal=place.named)
    for n, slot in enumerate(("3.1", "1.1", "6.1")):
        made.files[slot].with_suffix(".txt").write_bytes(noise(25, n))
    return made


@pytest.mark.parametrize("kind", ["tus", "webdav", "s3"])
@pytest.mark.timeout(3000)
def test_kills(kind: str, tmp_path: Path, machine: Path) -> None:
    """Kill the push again and again, at any moment; at the end the same command completes, and
    nothing is there twice.
    """
    rng, kills, rounds, repeated = random.Random(7), 0, 0, 0
    command = ["push", "--incomplete", "--because", "a test", "--plain"]
    while kills < KILLS // 3:
        rounds += 1
        folder = tmp_path / f"r{rounds}"
        folder.mkdir()
        with far(kind, folder) as place:
            made = area(folder, place)
            environment = {**os.environ, **place.secrets}
            for attempt in range(40):
                process = subprocess.Popen(
                    [*program(), *command[:1], str(made.folder), *command[1:]],
                    env=environment,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    cwd=machine,
                )
                try:
                    code = process.wait(
                        timeout=rng.uniform(0.3, 3.5) if attempt < 8 and kills < KILLS // 3 else 120
                    )
                    if code == 0:
                        break
                    assert code in (4, 5), code
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                    kills += 1
            else:
                raise AssertionError("it does not come to an end")
            sent = {n: d for n, d in place.content().items() if n.endswith(".age")}
            assert len(sent) == 3, sorted(place.content())
            for name, data in sent.items():
                (folder / name).write_bytes(data)
                with (
                    (folder / name).open("rb") as file,
                    open_archive(file, [made.identity], name) as archive,
                ):
                    assert archive.testzip() is None
                (folder / name).unlink()
            left = [n for n in place.content() if n.endswith(".part") or "append-test" in n]
            assert not left, left
            total = sum(map(len, sent.values()))
            repeated = max(repeated, (place.line.up - total - 2 * MIB) // max(1, attempt))
            assert place.line.up <= total + (attempt + 1) * 2 * place.chunk + 2 * MIB, (
                place.line.up,
                total,
                attempt,
            )
    print(
        f"\n{kind}: {kills} kills in {rounds} pushes: all complete, whole and once; at most "
        f"{repeated / MIB:.1f} MiB a kill sent again"
    )


@pytest.mark.parametrize("kind", ["tus", "webdav", "s3"])
def test_a_site_that_starts_anew_is_gone_on_with(kind: str, tmp_path: Path) -> None:
    """The server is taken away in the middle of a file, and comes back: the courier waits for it
    and resumes.
    """
    data, restarts = os.urandom(40 * MIB), list[Thread]()
    with far(kind, tmp_path) as place:

        def moved(offset: int) -> None:
            if offset >= 17 * MIB and not restarts:
                restarts.append(Thread(target=place.again))
                restarts[0].start()

        waits = list[str]()
        courier = Courier(
            place.portal(),
            Journal(None),
            sleep=lambda s: time.sleep(min(s, 6)),
            waiting=lambda why, s: waits.append(why),
        )
        courier.deliver(parcel("n", data), moved)
        restarts[0].join()
        assert place.content()["n"] == data and waits
        assert place.line.up < len(data) + 2 * place.chunk + MIB


def test_a_broken_line_is_gone_on_with(tmp_path: Path) -> None:
    """The same through one line that breaks in the middle of a file."""
    with far("webdav", tmp_path) as place:
        journal, data = Journal(None), os.urandom(20 * MIB)
        whole = parcel("n", data)
        broken = type(whole)("n", whole.bytes, whole.sha256, lambda: Breaking(data, 12 * MIB))
        with pytest.raises(Temporary):
            Courier(
                place.portal(), journal, sleep=lambda s: None, waiting=lambda w, s: None
            ).deliver(broken, lambda n: None)
        before = place.line.up
        Courier(place.portal(), journal, sleep=lambda s: None, waiting=lambda w, s: None).deliver(
            whole, lambda n: None
        )
        assert place.content()["n"] == data and place.line.up - before < 9 * MIB
