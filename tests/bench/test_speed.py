"""Figures, each as a ratio to a named peer in the same run. They print; the bounds are those of the
README.
"""

import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import program, tool
from tests.make import inspection, pdf

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not os.environ.get("JTAI_BENCH"), reason="set JTAI_BENCH=1 to measure"),
]
MEMORY = Path("/dev/shm")


def seconds(step: Callable[[], object], times: int = 3) -> float:
    """The median of so many runs."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        step()
        taken.append(time.perf_counter() - began)
    return sorted(taken)[len(taken) // 2]


def say(name: str, ours: float, peers: float, bound: float) -> None:
    print(
        f"\n{name}: {ours:.3f} s, peer {peers:.3f} s, ratio {ours / peers:.2f} (bound {bound})",
        file=sys.__stderr__,
    )


PACKING = """
import sys
from pathlib import Path
from jtai_submit.packing.pack import Member, seal
from jtai_submit.packing.recipients import recipient
folder, out, key = sys.argv[1:]
members = [
    Member(f"data/{p.name}", lambda p=p: p.open("rb", buffering=0))
    for p in sorted(Path(folder).iterdir())
]
with open(out, "wb", buffering=0) as sink:
    seal(members, sink, [recipient(key)], info={}, tags=lambda entries: {})
print(int(next(x for x in open("/proc/self/status") if x.startswith("VmHWM")).split()[1]) / 1024)
"""


@pytest.mark.parametrize("gigabytes", [2, 4])
@pytest.mark.timeout(600)
def test_packing_against_openssl_and_age(gigabytes: int) -> None:
    """Files of 100 MiB on tmpfs, against a SHA-256 pass and the age program, one after
    the other.
    """
    openssl, age, keygen = tool("openssl"), tool("age"), tool("age-keygen")
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < 3 * gigabytes * 2**30:
        pytest.skip("no tmpfs with room")
    folder = MEMORY / "jtai-bench"
    (folder / "in").mkdir(parents=True)
    try:
        for n in range(10 * gigabytes):
            (folder / "in" / f"{n:03}").write_bytes(b"".join(os.urandom(2**20) for _ in range(100)))
        key = next(
            x
            for x in subprocess.run([keygen], capture_output=True, text=True).stdout.splitlines()
            if "public" in x
        ).split()[-1]
        out, files = folder / "out", sorted(map(str, (folder / "in").iterdir()))
        peak: list[float] = []

        def ours() -> None:
            done = subprocess.run(
                [sys.executable, "-c", PACKING, str(folder / "in"), str(out), key],
                capture_output=True,
                text=True,
                check=True,
            )
            peak.append(float(done.stdout))

        def theirs() -> None:
            subprocess.run(
                [openssl, "dgst", "-sha256", *files], stdout=subprocess.DEVNULL, check=True
            )
            feed = subprocess.Popen(["cat", *files], stdout=subprocess.PIPE)
            subprocess.run([age, "-r", key, "-o", str(out)], stdin=feed.stdout, check=True)
            feed.communicate()

        theirs()
        ours()  # warm pages for both
        a = seconds(ours)
        out.unlink()
        b = seconds(theirs)
        version = subprocess.run([age, "--version"], capture_output=True, text=True).stdout.strip()
        say(
            f"packing {gigabytes} GiB, against openssl dgst + age {version}, peak "
            f"{max(peak):.0f} MiB",
            a,
            b,
            0.6,
        )
        assert max(peak) <= 120
    finally:
        shutil.rmtree(folder)


WALK = """
import os, sys
n = 0
for folder, _, files in os.walk(sys.argv[1]):
    for name in files:
        os.stat(os.path.join(folder, name)); n += 1
print(n)
"""


def test_checking_again(tmp_path: Path) -> None:
    """What `check` of 3,000 unchanged documents costs beyond `check` of none, against a script that
    walks and stats.
    """
    empty, full = inspection(tmp_path / "empty"), inspection(tmp_path / "full")
    for n in range(3000):
        slot = list((full.documents / "3-police").iterdir())[n % 8]
        (slot / f"Document {n}.txt").write_text(f"words {n}")

    def run(folder: Path) -> None:
        subprocess.run([*program(), "check", str(folder), "--json"], stdout=subprocess.DEVNULL)

    run(full.root)
    ours = seconds(lambda: run(full.root), 5) - seconds(lambda: run(empty.root), 5)
    peer = seconds(
        lambda: subprocess.run(
            [sys.executable, "-c", WALK, str(full.root)], stdout=subprocess.DEVNULL
        ),
        5,
    )
    say(
        "check again on 3,000 documents, beyond check of none, against os.walk + os.stat",
        ours,
        peer,
        6,
    )
    assert ours / peer <= 6


@pytest.mark.parametrize(("argument", "bound"), [("--version", 0.6), ("--help", 0.9)])
def test_starting(argument: str, bound: float) -> None:
    here = Path(sys.executable)
    ours = seconds(
        lambda: subprocess.run(
            [here.with_name("jtai-submit"), argument], stdout=subprocess.DEVNULL
        ),
        9,
    )
    peer = seconds(
        lambda: subprocess.run([here.with_name("twine"), "--version"], stdout=subprocess.DEVNULL), 9
    )
    say(f"jtai-submit {argument}, against twine --version", ours, peer, bound)
    assert ours / peer <= bound


def test_a_reading_copy_against_a_plain_merge(tmp_path: Path) -> None:
    """300 PDFs of 20 pages with contents, links, bookmarks and stamps, against pypdf's merge
    without any; in processor time.
    """
    from dataclasses import asdict

    from pypdf import PdfWriter

    from jtai_submit.redaction.pdf.joining import join
    from jtai_submit.reporting.contents_pdf import Part, contents

    words = [f"Line {n} of a page with some words on it" for n in range(30)]
    documents = [pdf(f"Document {n}", *words, pages=20) for n in range(300)]
    parts = [Part(f"3.{n // 10} An item", f"Document {n}", 20) for n in range(300)]

    def ours() -> bytes:
        first = contents("Exampleshire: Police", "A theme", parts)
        told = [{"title": "Contents", "bytes": len(first.data), "pages": first.pages}]
        told += [{"title": p.title, "bytes": len(d), "pages": 20} for p, d in zip(parts, documents)]
        facts = {"parts": told, "links": [asdict(link) for link in first.links]}
        return join(facts, b"".join((first.data, *documents)))[1]  # type: ignore[arg-type]

    def peer() -> None:
        with PdfWriter() as writer:
            for document in documents:
                writer.append(io.BytesIO(document))
            writer.write(io.BytesIO())

    mine, theirs = [], []
    for _ in range(3):
        began = time.process_time()
        made = ours()
        between = time.process_time()
        peer()
        mine.append(between - began)
        theirs.append(time.process_time() - between)
    say("a reading copy of 6,000 pages, against pypdf's plain merge", min(mine), min(theirs), 1.2)
    assert min(mine) / min(theirs) <= 1.2
    (tmp_path / "copy.pdf").write_bytes(made)
    check = subprocess.run([tool("qpdf"), "--check", tmp_path / "copy.pdf"], capture_output=True)
    assert check.returncode == 0, check.stdout
