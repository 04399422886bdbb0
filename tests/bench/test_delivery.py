"""1 GiB to real servers, beside the tools people would use, in the same run: seconds, processor seconds, memory."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from tests.conftest import tool
from tests.real import servers
from tests.real.servers import PASSWORD, USER

pytestmark = [pytest.mark.bench, pytest.mark.skipif(not os.environ.get("JTAI_BENCH"), reason="set JTAI_BENCH=1 to measure"),
              pytest.mark.timeout(1500)]  # fmt: skip
MIB = 1024 * 1024
SIZE = int(os.environ.get("JTAI_BENCH_MIB", "1024")) * MIB
OURS = """
import sys, hashlib, time
from pathlib import Path
from jtai_submit.delivery.courier import Courier
from jtai_submit.delivery.http import Site
from jtai_submit.delivery.interface import Parcel
from jtai_submit.delivery.journal import Journal
kind, url, file, sha, ca = sys.argv[1:6]
from jtai_submit.delivery.s3 import S3, Signature
from jtai_submit.delivery.tus import Tus
from jtai_submit.delivery.webdav import Webdav
user, password = sys.argv[6:8]
ca_file = Path(ca) if ca else None
portal = (Tus(Site(url)) if kind == "tus" else Webdav(Site(url, user=(user, password), ca_file=ca_file)) if kind == "webdav"
          else S3(Site(url, auth=Signature("us-east-1", user, password)), "inspection"))
path = Path(file)
parcel = Parcel("pack.age", path.stat().st_size, sha, lambda: path.open("rb"))
courier = Courier(portal, Journal(None), sleep=time.sleep, waiting=print)
session = portal.start(parcel)
begin = time.monotonic()
portal.send(session, parcel, 0, lambda n: None)
sent = time.monotonic()
print("TIER", portal.finish(session, parcel), sent - begin, time.monotonic() - begin)
"""


def say(text: str) -> None:
    print(text, file=sys.__stdout__, flush=True)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    path, digest = tmp_path_factory.mktemp("data") / "pack.age", hashlib.sha256()
    with path.open("wb") as out:
        for _ in range(SIZE // MIB):
            block = os.urandom(MIB)
            digest.update(block)
            out.write(block)
    return path, digest.hexdigest()


def timed(command: list[str]) -> tuple[float, float, float, str]:
    """Seconds, processor seconds, MiB at the peak, and what it said."""
    began = time.monotonic()
    environment = {k: v for k, v in os.environ.items() if k != "AWS_CA_BUNDLE"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    said = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, said
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, said


def ours(kind: str, url: str, file: tuple[Path, str], ca: Path | None) -> tuple[float, float, float, float, str]:
    whole, cpu, peak, said = timed(
        [sys.executable, "-c", OURS, kind, url, str(file[0]), file[1], str(ca or ""), USER, PASSWORD]
    )
    words = next(line for line in said.splitlines() if line.startswith("TIER")).split()
    return float(words[2]), float(words[3]), cpu, peak, words[1]


def told(
    kind: str,
    mine: list[tuple[float, float, float, float, str]],
    peer: list[tuple[float, float, float, str]],
    name: str,
    bound: float,
) -> None:
    sent, verified = min(m[0] for m in mine), min(m[1] for m in mine)
    theirs, cpu = min(p[0] for p in peer), min(p[1] for p in peer)
    say(f"\n{kind}: {SIZE / MIB / sent:.0f} MiB a second sent, {SIZE / MIB / verified:.0f} verified by {mine[0][4]}; {name} "
        f"{SIZE / MIB / theirs:.0f}: {theirs / sent:.2f} times ({theirs / verified:.2f} with the verification; bound {bound}); processor "
        f"{min(m[2] for m in mine):.1f} s against {cpu:.1f} s; {max(m[3] for m in mine):.0f} MiB (bound 120)")  # fmt: skip


def test_tus(file: tuple[Path, str]) -> None:
    """curl sends the same file to the same server as one PATCH, without checksums."""
    curl, mine, peer = tool("curl"), [], []
    with servers.resumable_upload() as server:
        for _ in range(3):
            mine.append(ours("tus", server.url, file, None))
            version = {"Tus-Resumable": "1.0.0"}
            made = httpx.post(server.url, headers={**version, "Upload-Length": str(SIZE)}, trust_env=False)
            headers = [
                f"-H{k}: {v}"
                for k, v in {**version, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}.items()
            ]
            peer.append(
                timed(
                    [
                        curl,
                        "-sSf",
                        "-X",
                        "PATCH",
                        *headers,
                        "-T",
                        str(file[0]),
                        urljoin(server.url, made.headers["Location"]),
                    ]
                )
            )
            for stored in (server.files / "files").iterdir():
                stored.unlink()
    told("tus", mine, peer, "curl -X PATCH -T", 0.9)


def test_webdav(file: tuple[Path, str]) -> None:
    curl, mine, peer = tool("curl"), [], []
    with servers.apache() as server:
        for n in range(3):
            peer.append(
                timed(
                    [
                        curl,
                        "-sSf",
                        "--cacert",
                        str(server.ca),
                        "-u",
                        f"{USER}:{PASSWORD}",
                        "-T",
                        str(file[0]),
                        f"{server.url}c{n}",
                    ]
                )
            )
            (server.files / f"c{n}").unlink()
            mine.append(ours("webdav", server.url, file, server.ca))
            (server.files / "pack.age").unlink()
    told("webdav over TLS", mine, peer, "curl -T", 0.9)


def test_s3(file: tuple[Path, str]) -> None:
    rclone, mine, peer = tool("rclone"), [], []
    for _ in range(2):
        with servers.seaweed() as server:
            mine.append(ours("s3", server.url, file, None))
        with servers.seaweed() as server:
            there = (f":s3,provider=Other,access_key_id={USER},secret_access_key='{PASSWORD}',endpoint='{server.url}',"
                     "force_path_style=true:inspection/")  # fmt: skip
            peer.append(timed([rclone, "copy", "--config", "/dev/null", "--retries", "1", str(file[0]), there]))
    told("s3", mine, peer, "rclone copy", 0.8)
