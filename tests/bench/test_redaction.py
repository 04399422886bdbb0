"""Redaction in figures: leaks and refusals over real documents, and its speed against mat2 and
against scripts of today.
"""

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jtai_submit.documents.examination import Examined
from jtai_submit.packing.recipients import generate
from jtai_submit.redaction.examining import Workers
from jtai_submit.rehearsal.inspector import search, text
from jtai_submit.rehearsal.portal import arrived
from jtai_submit.workers.frames import JSON
from jtai_submit.workers.pool import Job
from tests.conftest import SHARED, needs, program, tool
from tests.make import inspection

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not os.environ.get("JTAI_BENCH"), reason="set JTAI_BENCH=1 to measure"),
    pytest.mark.timeout(3000),
]
MODERN = (
    ".docx",
    ".dotx",
    ".docm",
    ".xlsx",
    ".xlsm",
    ".pptx",
    ".odt",
    ".ods",
    ".odp",
    ".jpg",
    ".jpeg",
    ".png",
    ".tif",
    ".tiff",
    ".heic",
    ".pdf",
    ".rtf",
    ".eml",
    ".msg",
)
OLD = (".doc", ".xls", ".ppt", ".xlsb")
KINDS = (".docx", ".xlsx", ".pptx", ".jpg", ".jpeg", ".png", ".pdf")  # of the area
TELLING = re.compile(
    r"Author|Creator(?!Tool)|LastModifiedBy|Company|Manager|Artist|Copyright|Owner|By-?line|Credit|Contact|Keywords|"
    r"ImageDescription|UserComment|^Comment|Template|HyperlinkBase|SerialNumber|Category|LastSavedBy|Title$|Subject$|GPSPosition"
)
# Styles, themes and products are nobody.
DULL = {"Normal", "Title", "Office Theme", "Microsoft", "PDFpen"}
# Properties of two documents that are also words of the format itself.
MARKUP = {"alpha", "openxml"}
SILENT = {
    "File",
    "System",
    "ExifTool",
    "ZIP",
    "JFIF",
    "PNG",
    "PNG-pHYs",
    "ICC_Profile",
    "ICC-header",
    "IFD0",
    "Adobe",
    "Composite",
}
SAID = {
    "PDF:PDFVersion",
    "PDF:Linearized",
    "PDF:PageCount",
    "PDF:Language",
    "PDF:PageMode",
    "PDF:PageLayout",
    "PDF:TaggedPDF",
    "PDF:HasXFA",
    "XML:Application",
    "XML:AppVersion",
    "SourceFile",
}


def say(line: str) -> None:
    print(line, file=sys.__stderr__)


def documents(root: Path, kinds: tuple[str, ...] = MODERN) -> list[Examined]:
    files = [p for p in sorted(root.rglob("*")) if p.suffix.lower() in kinds]
    return [
        Examined(
            p.relative_to(root).as_posix(), p.stat().st_size, p.stat().st_mtime_ns, convert=True
        )
        for p in files
    ]


def test_cleaning_twice_changes_nothing(tmp_path: Path, corpus: Path) -> None:
    """The same bytes again from the same document, and from its clean copy; and how much memory a
    worker took: first, before larger children of other measures.
    """
    resource = pytest.importorskip("resource")
    first, again = tmp_path / "first", dict[str, bytes]()
    first.mkdir()
    with Workers() as workers:
        for n, (document, data) in enumerate(workers.examine(corpus, documents(corpus), want=True)):
            if data is not None:
                again[f"{n}.{document.examined.ending}"] = data
                (first / f"{n}.{document.examined.ending}").write_bytes(data)
    with Workers() as workers:
        for document, data in workers.examine(corpus, documents(corpus)[::5], want=True):
            assert data is None or data in again.values(), document.path
        changed = [
            d.path
            for d, data in workers.examine(first, documents(first), want=True)
            if data != again[d.path]
        ]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    say(
        f"\n{len(again)} clean copies cleaned again: {len(changed)} changed {changed}; largest "
        f"worker {peak:.0f} MiB (bound 400)"
    )
    assert not changed and peak <= 400


def exiftool(folder: Path) -> list[dict[str, object]]:
    command = [tool("exiftool"), "-a", "-G1", "-j", "-q", "-r", str(folder)]
    return list(
        json.loads(
            subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace").stdout
        )
    )


def test_leaks_text_and_refusals_over_the_corpus(tmp_path: Path, corpus: Path) -> None:
    """All 513: 0 leaks and the same text in what is let through; of the modern sound ones at most
    one in fifty refused.
    """
    unsound = re.compile(r"D00[2346]|H1")
    before, after, doubtful, sent = (
        tmp_path / "before",
        tmp_path / "after",
        list[str](),
        Counter[str](),
    )
    refused: dict[str, Counter[str]] = {"modern": Counter(), "old": Counter()}
    before.mkdir()
    after.mkdir()
    pairs = []
    with Workers() as workers:
        for n, (document, data) in enumerate(
            workers.examine(corpus, documents(corpus, MODERN + OLD), want=True)
        ):
            kind = Path(document.path).suffix.lower()
            age = "old" if kind in OLD else "modern"
            if data is None:
                codes = " ".join(
                    sorted({x.code for x in document.examined.noticed} - {"H114", "H115"})
                )
                refused[age][codes] += 1
                if not unsound.search(codes):
                    doubtful.append(f"{document.path}: {document.examined.noticed}")
                continue
            sent[age] += 1
            pairs.append((before / f"{n}{kind}", after / f"{n}.{document.examined.ending}"))
            pairs[-1][0].write_bytes((corpus / document.path).read_bytes())
            pairs[-1][1].write_bytes(data)
    told = {}
    for facts in exiftool(before):
        told[Path(str(facts["SourceFile"])).name] = {
            str(v).strip()
            for k, v in facts.items()
            if TELLING.search(k.split(":")[-1])
            and len(str(v).strip()) >= 5
            and not k.startswith("ICC")
        } - DULL
    jobs = (pair(old, new, told.get(old.name, set())) for old, new in pairs)
    with Workers(load=("tests.bench.test_redaction:say_nothing",)) as workers:
        judged_all = list(
            zip(pairs, workers.compare(jobs, "tests.bench.test_redaction:judged_pair"), strict=True)
        )
    differ = [str(old) for (old, _), result in judged_all if result and result["differs"]]
    leaks = [
        (old.name, found)
        for (old, _), result in judged_all
        for found in (set(_texts(result["left"])) - MARKUP if result else {"unread"})
    ]
    differ += read_by_libreoffice(
        tmp_path, [(old, new) for old, new in pairs if old.suffix in (".rtf", ".odt")]
    )
    tags = {k for facts in exiftool(after) for k in facts if k.split(":")[0] not in SILENT} - SAID
    say(
        f"\ncorpus: {dict(sent)} let through, {len(leaks)} leaks {leaks}, {len(differ)} texts "
        f"differ {differ}"
    )
    for when, counted in refused.items():
        say(f"  {when} refused: {dict(counted.most_common())}")
    modern = [each for each in doubtful if not each.partition(":")[0].lower().endswith(OLD)]
    say(
        f"  of the modern sound ones refused: {len(modern)} of {sent['modern'] + len(modern)}\n  "
        + "\n  ".join(doubtful)
    )
    say(f"  other tags that exiftool sees: {sorted(tags)}")
    assert not leaks and not differ and len(modern) <= 0.02 * (sent["modern"] + len(modern))
    assert not {tag for tag in tags if TELLING.search(tag.split(":")[-1])}


def read_by_libreoffice(folder: Path, pairs: list[tuple[Path, Path]]) -> list[str]:
    """Which texts differ, as LibreOffice writes them out: for formats that the other readers do not
    know.
    """
    for n, side in enumerate(("before", "after")):
        subprocess.run(
            [
                tool("soffice"),
                "--headless",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--convert-to",
                "txt:Text (encoded):UTF8",
                "--outdir",
                str(folder / f"{side}.txt"),
                *(str(pair[n]) for pair in pairs),
            ],
            capture_output=True,
            timeout=900,
        )
    out = []
    for old, new in pairs:
        texts = [
            folder / f"{side}.txt" / f"{path.stem}.txt"
            for side, path in (("before", old), ("after", new))
        ]
        if (
            all(t.exists() for t in texts)
            and texts[0].read_text("utf-8-sig").split() != texts[1].read_text("utf-8-sig").split()
        ):
            out.append(str(old))
    return out


def _texts(value: JSON) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def pair(old: Path, new: Path, values: set[str]) -> Job:
    before = old.read_bytes()
    return Job(
        {"original": len(before), "ending": old.suffix, "values": list[JSON](sorted(values))},
        before + new.read_bytes(),
    )


def say_nothing() -> None:
    """Called in each worker, so that this module is there before it is confined."""


def judged_pair(facts: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """`judged`, in a worker."""
    length = facts["original"]
    differs, left = judged(data[:length], data[length:], facts["ending"], set(facts["values"]))
    return {"differs": differs, "left": sorted(left)}, b""


def judged(before: bytes, clean: bytes, ending: str, values: set[str]) -> tuple[bool, set[str]]:
    """Whether the text differs, and which of the strings are left that it does not show."""
    try:
        shown, now = text(before), text(clean)
    # Readers of one's own that trip over the original prove nothing about the text.
    except Exception:
        shown = now = []
    visible = " ".join([*now, *written(clean)]).casefold()
    comparable = ending in KINDS  # the others are read by LibreOffice, or by nobody but the gate
    return comparable and shown != now, search(
        {value for value in values if value.casefold() not in visible}, clean
    )


def written(data: bytes) -> Iterator[str]:
    """The words of a Word document wherever they stand: python-docx passes over text boxes and
    nested tables.
    """
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if re.fullmatch(
                    r"word/(?:document|header|footer|footnotes|endnotes)\d*\.xml|content\.xml", name
                ):
                    yield re.sub(
                        r"<[^>]*>", "", archive.read(name).decode("utf-8").replace("</w:p>", " ")
                    )


def test_documents_a_second_against_mat2(tmp_path: Path, corpus: Path) -> None:
    """On the files that both accept: mat2 in one call, which uses two workers; ours with two, and
    with one.
    """
    mat2, files = tool("mat2"), tmp_path / "files"
    files.mkdir()
    with Workers() as workers:
        accepted = [
            d
            for d, data in workers.examine(corpus, documents(corpus), want=True)
            if data is not None
        ]
    for n, document in enumerate(accepted):
        shutil.copyfile(
            corpus / document.path, files / f"{n:03}{Path(document.path).suffix.lower()}"
        )
    theirs(mat2, files)
    both = [
        p
        for p in files.iterdir()
        if ".cleaned." not in p.name and p.with_suffix(f".cleaned{p.suffix}").exists()
    ]
    for p in files.iterdir():
        if p not in both:
            p.unlink()
    peer = theirs(mat2, files)
    for p in files.glob("*.cleaned.*"):
        p.unlink()
    ours, alone = min(taken(files, 2) for _ in range(2)), taken(files, 1)
    say(
        f"\n{len(both)} documents: ours {len(both) / ours:.0f} a second, mat2 "
        f"{len(both) / peer:.1f}, ratio {peer / ours:.1f} (bound 5)"
    )
    say(f"  one worker {len(both) / alone:.0f} a second")
    assert peer / ours >= 5


def theirs(mat2: str, files: Path) -> float:
    began = time.perf_counter()
    subprocess.run([mat2, *map(str, sorted(files.iterdir()))], capture_output=True)
    return time.perf_counter() - began


def taken(files: Path, count: int) -> float:
    began = time.perf_counter()
    with Workers(count) as workers:
        assert (
            sum(data is not None for _, data in workers.examine(files, documents(files), want=True))
            > 0
        )
    return time.perf_counter() - began


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """500 documents, 1 GB: a realistic inspection with planted markers."""
    script = needs(SHARED / "measure") / "realistic_area.py"
    folder = Path(os.environ.get("JTAI_BENCH_AREA") or tmp_path_factory.mktemp("area"))
    if not (folder / "markers.json").exists():
        subprocess.run([sys.executable, script, folder], check=True, stdout=subprocess.DEVNULL)
    return folder


def test_two_workers_against_one(area: Path, tmp_path: Path) -> None:
    for n, path in enumerate(
        sorted(p for p in (area / "documents").rglob("*") if p.suffix in KINDS)[::2]
    ):
        (tmp_path / f"{n:03}{path.suffix}").hardlink_to(path)
    two, one = min(taken(tmp_path, 2) for _ in range(2)), min(taken(tmp_path, 1) for _ in range(2))
    say(f"\ntwo workers against one: {one / two:.2f} times as quick (bound 1.7)")
    assert one / two >= 1.7


@contextlib.contextmanager
def portal(folder: Path) -> Iterator[str]:
    """The tus server of rehearsals, in a process of its own."""
    code = (
        "import sys; from pathlib import Path; from jtai_submit.rehearsal.portal import embedded\n"
    )
    code += "with embedded(Path(sys.argv[1])) as e: print(e.url, flush=True); sys.stdin.read()"
    server = subprocess.Popen(
        [sys.executable, "-c", code, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin and server.stdout
    try:
        yield server.stdout.readline().strip()
    finally:
        server.stdin.close()
        server.wait()
        server.stdout.close()


def pushed(area: Path, folder: Path, *, check_first: bool) -> tuple[float, dict[str, Path], Path]:
    """Seconds of a whole push of the 500 documents, what arrived, and the identity that opens
    it.
    """
    identity = generate()
    environment = {**os.environ, "JTAI_SUBMIT_PASSPHRASE": "made for this measurement"}
    because = ["--incomplete", "--because", "a measurement", "--json"]
    with portal(folder / "site") as url:
        here = inspection(
            folder / "area",
            portal=f"{{kind: tus, url: '{url}'}}",
            recipients=f"[{{name: An inspector, key: {identity.recipient()}}}]",
        )
        shutil.rmtree(here.documents)
        shutil.copytree(area / "documents", here.documents, copy_function=os.link)
        keys = [*program(), "keys", "new"]
        subprocess.run(keys, env=environment, capture_output=True)
        if check_first:
            checked = [*program(), "check", str(here.root), "--json"]
            subprocess.run(checked, env=environment, capture_output=True)
        began = time.perf_counter()
        command = [*program(), "push", str(here.root), *because]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        taken_ = time.perf_counter() - began
    assert done.returncode == 0, done.stderr[-2000:]
    (folder / "id").write_text(f"{identity}\n")
    packs = {n: path for n, path in arrived(folder / "site").items() if n.endswith(".age")}
    files = sum(pack["files"] for pack in json.loads(done.stdout)["data"]["packs"])
    assert files == 500 and len(packs) == 11
    return taken_, packs, folder / "id"


def test_a_whole_push_against_scripts_of_today(area: Path, tmp_path: Path) -> None:
    """The same 500 documents: copy, mat2, bagit.py, zip, age and curl to Apache on loopback, with
    and without mat2.
    """
    ours, packs, identity = pushed(area, tmp_path / "first", check_first=False)
    assert left_over(area, packs, identity, tmp_path / "opened") == []
    after, packs, identity = pushed(area, tmp_path / "after", check_first=True)
    assert left_over(area, packs, identity, tmp_path / "opened after") == []
    script = SHARED / "measure" / "peers_push.sh"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for option, bound in (("--no-mat2", 2.0), ("--light", 0.22)):
        out = subprocess.run(
            ["bash", script, area, option],
            capture_output=True,
            text=True,
            env={**os.environ, "PATH": path},
        )
        found = re.search(r"^total +([\d.]+)", out.stdout, re.M)
        if not found:
            say(f"\npeers {option} did not run: {out.stderr.strip()[-200:]}")
            continue
        peer = float(found[1])
        say(
            f"\na whole push, {ours:.1f} s, against peers {option}, {peer:.1f} s: ratio "
            f"{ours / peer:.2f} (bound {bound})"
        )
        if option == "--no-mat2":
            say(f"the same after check, {after:.1f} s: ratio {after / peer:.2f} (bound 0.6)")


def left_over(area: Path, packs: dict[str, Path], identity: Path, to: Path) -> list[str]:
    """The markers that can still be found in what arrived."""
    for name, pack in packs.items():
        named = identity.with_name(name)  # a pack says its own name, and a site gave it another
        named.hardlink_to(pack)
        command = [*program(), "open", str(named), "--identity", str(identity)]
        subprocess.run([*command, "--to", str(to / name)], check=True, capture_output=True)
    planted = json.loads((area / "markers.json").read_text("utf-8")).values()
    markers = {marker.encode() for each in planted for marker in each}
    tagged = {TAG.search(marker)[0].lower(): marker for marker in markers}  # type: ignore[index]
    assert all(TAG.search(marker) for marker in markers)
    left = []
    for path in (p for p in to.rglob("*") if p.is_file()):
        for blob in inflated(path.read_bytes()):
            narrow = blob.replace(b"\0", b"")  # UTF-16 too
            seen = {run.lower() for run in TAG.findall(narrow)} & tagged.keys()
            left += [
                f"{path.name}: {run!r}"
                for run in seen
                if any(m in narrow for m in markers if run in m.lower())
            ]
    return left


TAG = re.compile(rb"[0-9a-fA-F]{6,}")  # every marker has one of its own


def inflated(data: bytes) -> Iterator[bytes]:
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from map(archive.read, archive.namelist())
    for match in re.finditer(rb"stream\r?\n", data):
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[match.end() :], 1 << 26)
