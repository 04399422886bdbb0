"""1 GiB to real servers, beside the tools people would use, in the same run: seconds, processor
seconds, memory.
"""

import hashlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from tests.conftest import tool
from tests.real import servers
from tests.real.servers import PASSWORD, USER

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not os.environ.get("JTAI_BENCH"), reason="set JTAI_BENCH=1 to measure"),
    pytest.mark.timeout(1500),
]
MIB = 1024 * 1024
SIZE = int(os.environ.get("JTAI_BENCH_MIB", "1024")) * MIB
File = tuple[Path, str]  # and its SHA-256
OURS = """
import sys, time
from pathlib import Path
from jtai_submit.delivery.courier import Courier
from jtai_submit.delivery.crew import Crew
from jtai_submit.delivery.http import Site
from jtai_submit.delivery.interface import Parcel
from jtai_submit.inspection.journal import Journal
from jtai_submit.delivery.aws import Signature
from jtai_submit.delivery.portals.s3 import S3
from jtai_submit.delivery.throttle import Throttle
from jtai_submit.delivery.portals.tus import Tus
from jtai_submit.delivery.portals.webdav import Webdav
kind, url, file, sha, ca, user, password, lines, rate = sys.argv[1:10]
ca_file, throttle = Path(ca) if ca else None, Throttle(int(rate) or None)
if kind == "tus":
    portal = Tus(Site(url, throttle=throttle))
elif kind == "webdav":
    portal = Webdav(Site(url, user=(user, password), ca_file=ca_file, throttle=throttle))
else:
    signed = Signature("us-east-1", user, password)
    portal = S3(Site(url, auth=signed, throttle=throttle), "inspection")
path = Path(file)
size = path.stat().st_size
parcels = [Parcel(f"pack{n}.age", size, sha, lambda: path.open("rb")) for n in range(int(lines))]
courier = Courier(portal, Journal(None), sleep=time.sleep, waiting=print)
sent, begin = [], time.monotonic()
def bring(parcel):
    courier.deliver(parcel, lambda n: sent.append(time.monotonic()) if n == parcel.bytes else None)
crew = Crew(bring, len(parcels))
for parcel in parcels:
    crew.hand(parcel)
for error in crew.finish():
    raise error
print("TOOK", max(sent) - begin, time.monotonic() - begin)
"""


def say(text: str) -> None:
    print(text, file=sys.__stdout__, flush=True)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> File:
    path, digest = tmp_path_factory.mktemp("data") / "pack.age", hashlib.sha256()
    with path.open("wb") as out:
        for _ in range(SIZE // MIB):
            block = os.urandom(MIB)
            digest.update(block)
            out.write(block)
    return path, digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds until sent, seconds until verified, processor seconds, MiB at the peak."""

    sent: float
    verified: float
    processor: float
    memory: float


def timed(*commands: list[str]) -> Took:
    """Commands, each reading what the one before it says, as one; the last may say itself how long
    it TOOK.
    """
    began, processes = time.monotonic(), list[subprocess.Popen[bytes]]()
    environment = {k: v for k, v in os.environ.items() if k != "AWS_CA_BUNDLE"}
    for command in commands:
        source = processes[-1].stdout if processes else None
        processes.append(
            subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE, env=environment)
        )
        if source:
            source.close()
    last = processes[-1].stdout
    assert last is not None
    with last:
        said = last.read().decode()
    spent, peak = 0.0, 0.0
    for process in processes:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, said
        spent, peak = spent + usage.ru_utime + usage.ru_stime, max(peak, usage.ru_maxrss / 1024)
    seconds = time.monotonic() - began
    words = next((line.split() for line in said.splitlines() if line.startswith("TOOK")), None)
    return (
        Took(float(words[1]), float(words[2]), spent, peak)
        if words
        else Took(seconds, seconds, spent, peak)
    )


def ours(
    kind: str, url: str, file: File, ca: Path | None = None, lines: int = 1, rate: int = 0
) -> Took:
    facts = [kind, url, str(file[0]), file[1], str(ca or ""), USER, PASSWORD, str(lines), str(rate)]
    return timed([sys.executable, "-c", OURS, *facts])


def emptied(folder: Path) -> None:
    for stored in folder.iterdir():
        stored.unlink()


def told(kind: str, mine: list[Took], peer: list[Took], name: str, bound: float) -> None:
    sent, verified = min(m.sent for m in mine), min(m.verified for m in mine)
    theirs, spent = min(p.verified for p in peer), min(p.processor for p in peer)
    say(
        f"\n{kind}: {SIZE / MIB / sent:.0f} MiB a second, {SIZE / MIB / verified:.0f} until "
        f"verified; {name} {SIZE / MIB / theirs:.0f}: "
        f"{theirs / sent:.2f} times its speed, {theirs / verified:.2f} until verified (bound "
        f"{bound}); processor "
        f"{min(m.processor for m in mine):.1f} s, {min(m.processor for m in mine) / spent:.1f} "
        f"times (bound 2); {max(m.memory for m in mine):.0f} MiB (bound 120)"
    )


def patch(curl: str, url: str, file: Path) -> list[str]:
    """curl sends the file as one PATCH, without checksums."""
    version = {"Tus-Resumable": "1.0.0"}
    made = httpx.post(url, headers={**version, "Upload-Length": str(SIZE)}, trust_env=False)
    named = {**version, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    headers = [f"-H{k}: {v}" for k, v in named.items()]
    return [
        curl,
        "-sSf",
        "-X",
        "PATCH",
        *headers,
        "-T",
        str(file),
        urljoin(url, made.headers["Location"]),
    ]


def together(*each: Took) -> Took:
    seconds = sum(took.verified for took in each)
    return Took(
        seconds, seconds, sum(took.processor for took in each), max(took.memory for took in each)
    )


def test_tus(file: File) -> None:
    curl, mine, plain, checked = tool("curl"), list[Took](), list[Took](), list[Took]()
    with servers.resumable_upload() as server:
        for _ in range(3):
            mine.append(ours("tus", server.url, file))
            plain.append(timed(patch(curl, server.url, file[0])))
            checked.append(
                together(plain[-1], timed([tool("openssl"), "dgst", "-sha256", str(file[0])]))
            )
            emptied(server.files / "files")
        four = ours("tus", server.url, file, lines=4)
    told("tus", mine, plain, "curl -X PATCH -T", 0.9)
    told("tus", mine, checked, "curl -X PATCH -T and openssl dgst -sha256", 0.9)
    say(f"tus, four lines: {four.memory:.0f} MiB (bound 120)")


def test_webdav(file: File) -> None:
    curl, mine, plain, checked = tool("curl"), list[Took](), list[Took](), list[Took]()
    with servers.apache() as server:
        line = [curl, "-sSf", "--cacert", str(server.ca), "-u", f"{USER}:{PASSWORD}"]
        there, rate = f"{server.url}curl", 100 * MIB
        for _ in range(3):
            plain.append(timed([*line, "-T", str(file[0]), there]))
            checked.append(
                together(plain[-1], timed([*line, there], [tool("openssl"), "dgst", "-sha256"]))
            )
            emptied(server.files)
            mine.append(ours("webdav", server.url, file, server.ca))
            emptied(server.files)
        slow = ours("webdav", server.url, file, server.ca, rate=rate)
        slow_curl = timed([*line, "--limit-rate", str(rate), "-T", str(file[0]), there])
        emptied(server.files)
        four = ours("webdav", server.url, file, server.ca, lines=4)
    told("webdav over TLS", mine, plain, "curl -T", 0.9)
    told("webdav over TLS", mine, checked, "curl -T, then curl to openssl dgst -sha256", 0.9)
    told("webdav at 100 MiB a second", [slow], [slow_curl], "curl --limit-rate -T", 0.9)
    say(f"webdav, four lines: {four.memory:.0f} MiB (bound 120)")


def test_s3(file: File) -> None:
    rclone, mine, peer = tool("rclone"), list[Took](), list[Took]()
    for _ in range(2):
        with servers.seaweed() as server:
            mine.append(ours("s3", server.url, file))
        with servers.seaweed() as server:
            there = (
                f":s3,provider=Other,access_key_id={USER},secret_access_key='{PASSWORD}',endpoint='{server.url}',"
                "force_path_style=true:inspection/"
            )
            peer.append(
                timed(
                    [rclone, "copy", "--config", "/dev/null", "--retries", "1", str(file[0]), there]
                )
            )
    with servers.seaweed() as server:
        four = ours("s3", server.url, file, lines=4)
    told("s3", mine, peer, "rclone copy", 0.8)
    say(f"s3, four lines: {four.memory:.0f} MiB (bound 120)")
