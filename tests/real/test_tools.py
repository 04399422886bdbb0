"""What the operating system's own tools make of our packs and clean copies."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from jtai_submit.documents.examination import Examined
from jtai_submit.redaction.examining import Workers
from jtai_submit.rehearsal.portal import arrived
from jtai_submit.rehearsal.sample import make
from tests.conftest import program, tool
from tests.make import jtai, ready

Capsys = pytest.CaptureFixture[str]
pytestmark = pytest.mark.real


def run(*command: str | Path, **more: object) -> str:
    done = subprocess.run(
        [str(c) for c in command],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=200,
        **more,
    )  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


def test_age_unzip_and_bagit_accept_a_pack(tmp_path: Path, capsys: Capsys) -> None:
    age, unzip = tool("age"), tool("unzip")
    area = ready(tmp_path, only=("3.4", "3.1"), children=("C1",))
    jtai(capsys, "push", area.folder, "--incomplete", "--because", "a test")
    (tmp_path / "id").write_text(f"{area.identity}\n")
    pack = next(area.site.glob("*.age"))
    run(age, "-d", "-i", tmp_path / "id", "-o", tmp_path / "pack.zip", pack)
    assert "No errors detected" in run(unzip, "-t", tmp_path / "pack.zip")
    run(unzip, "-q", tmp_path / "pack.zip", "-d", tmp_path / "pack")
    run(Path(sys.executable).with_name("bagit.py"), "--validate", tmp_path / "pack")
    run("sha256sum", "-c", "manifest-sha256.txt", cwd=tmp_path / "pack")


def test_what_age_seals_we_open_and_an_identity_under_a_passphrase(tmp_path: Path) -> None:
    from jtai_submit.packing.age import CHUNK, Reader
    from jtai_submit.packing.recipients import generate, identity, sealed_text

    age, keygen, key = tool("age"), tool("age-keygen"), generate()
    for size in (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK):
        (tmp_path / "plain").write_bytes(os.urandom(size))
        run(age, "-r", str(key.recipient()), "-o", tmp_path / "sealed", tmp_path / "plain")
        with (tmp_path / "sealed").open("rb") as file:
            assert Reader(file, [key]).read() == (tmp_path / "plain").read_bytes()
    made = next(line for line in run(keygen).splitlines() if line.startswith("AGE"))
    assert identity(made)
    assert sealed_text("x", b"pw").startswith(b"age-encryption.org/v1\n-> scrypt ")


SILENT = {
    "SourceFile",
    "System",
    "File",
    "ExifTool",
    "ZIP",
    "JFIF",
    "PNG",
    "PNG-pHYs",
    "Composite",
    "Adobe",
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
    "IFD0:Orientation",
}


def nobody_in(folder: Path) -> int:
    """Let exiftool look at every file of a folder: it must find nobody. How many there were."""
    shown = json.loads(run(tool("exiftool"), "-a", "-G1", "-j", "-r", folder))
    for facts in shown:
        telling = {
            k
            for k in facts
            if k not in SILENT and k.split(":")[0] not in SILENT and not k.startswith("ICC")
        }
        assert not telling, (facts["SourceFile"], telling)
    return len(shown)


def cleaned_into(folder: Path, root: Path, paths: list[Path]) -> None:
    documents = [
        Examined(p.relative_to(root).as_posix(), p.stat().st_size, p.stat().st_mtime_ns)
        for p in paths
    ]
    with Workers() as workers:
        for number, (document, data) in enumerate(workers.examine(root, documents, want=True)):
            if data:
                (folder / f"{number:03}{Path(document.path).suffix.lower()}").write_bytes(data)


def test_exiftool_finds_nobody_in_the_corpus_that_is_let_through(
    tmp_path: Path, corpus: Path
) -> None:
    """An independent reader: of people, paths and programs it reports nothing in any clean copy."""
    kinds = (".pdf", ".docx", ".xlsx", ".pptx")
    cleaned_into(
        tmp_path, corpus, [p for p in sorted(corpus.rglob("*")) if p.suffix.lower() in kinds]
    )
    assert nobody_in(tmp_path) >= 165


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The documents of the sample area, put right."""
    area = make(tmp_path / "area", date(2017, 5, 15))
    area.correct()
    return area.inspection.documents


def test_exiftool_finds_nobody_in_the_sample_area(tmp_path: Path, sample: Path) -> None:
    (tmp_path / "clean").mkdir()
    cleaned_into(tmp_path / "clean", sample, sorted(p for p in sample.rglob("*") if p.is_file()))
    assert nobody_in(tmp_path / "clean") >= 60


@pytest.mark.timeout(600)
def test_office_files_look_as_they_did(tmp_path: Path, sample: Path) -> None:
    """Ten of them through LibreOffice, before and after: not a pixel of a page differs."""
    office = tool("soffice")
    ten = [
        p
        for kind, count in (("docx", 4), ("xlsx", 3), ("pptx", 3))
        for p in sorted(sample.rglob(f"*.{kind}"))[:count]
    ]
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    for number, path in enumerate(ten):
        (before / f"{number:03}{path.suffix}").write_bytes(path.read_bytes())
    cleaned_into(after, before, sorted(before.iterdir()))
    assert len(list(after.iterdir())) == 10
    for folder in (before, after):
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        run(
            office,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            *sorted(folder.iterdir()),
        )
    for path in sorted(before.glob("*.pdf")):
        assert pages(path) == pages(after / path.name), path.name


def pages(path: Path) -> list[bytes]:
    with pypdfium2.PdfDocument(path) as document:
        drawn = [page.render(scale=1).to_pil().tobytes() for page in document]
    assert drawn
    return drawn


@pytest.fixture
def server(tmp_path: Path):  # type: ignore[no-untyped-def]
    """A tus server in a process of its own, that can be killed and started again on the
    same port.
    """
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path / "tus"
    (folder / "files").mkdir(parents=True)
    running: list[subprocess.Popen[bytes]] = []

    def start() -> str:
        program = Path(sys.executable).with_name("resumable-upload")
        command = [
            program,
            "serve",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--upload-dir",
            folder / "files",
            "--db-path",
            folder / "uploads.db",
            "--checksum-algorithms",
            "sha256",
        ]
        running.append(
            subprocess.Popen(
                [str(c) for c in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        )
        for _ in range(100):
            try:
                urllib.request.urlopen(
                    urllib.request.Request(f"http://127.0.0.1:{port}/files", method="OPTIONS"),
                    timeout=1,
                )
                return f"http://127.0.0.1:{port}/files"
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    yield start, running, folder
    for process in running:
        process.kill()
        process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_the_server_and_the_push_are_killed_and_it_still_arrives(  # type: ignore[no-untyped-def]
    tmp_path: Path, capsys: Capsys, server
) -> None:
    start, running, folder = server
    area = ready(
        tmp_path, only=("3.1", "1.1"), children=("C1",), portal=f"{{kind: tus, url: {start()}}}"
    )
    area.files["3.1"].with_suffix(".txt").write_bytes(os.urandom(40_000_000).hex().encode())
    push = [*program(), "push", str(area.folder), "--incomplete", "--because", "a test"]
    first = subprocess.Popen(push, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):  # until something is on its way
        if any(f.stat().st_size for f in (folder / "files").iterdir()):
            break
        time.sleep(0.05)
    running[-1].kill()
    time.sleep(0.5)
    first.kill()
    first.wait()
    start()
    assert jtai(capsys, "push", area.folder, "--incomplete", "--because", "a test").code == 0
    names = arrived(folder)
    assert sorted(n for n in names if n.endswith(".age")) == [
        "exampleshire_day-five_1-local-authority_v1.zip.age",
        "exampleshire_day-five_3-police_v1.zip.age",
    ]
    for name, path in names.items():
        if name.endswith(".age"):
            path.rename(tmp_path / name)
            (tmp_path / "id").write_text(f"{area.identity}\n")
            assert (
                jtai(
                    capsys,
                    "open",
                    tmp_path / name,
                    "--to",
                    tmp_path / "out",
                    "--identity",
                    tmp_path / "id",
                ).code
                == 0
            )


def test_a_zip_pack_opens_with_7z(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seven = tool("7z")
    monkeypatch.setenv("JTAI_SUBMIT_ZIP_PASSPHRASE", "told by telephone")
    area = ready(tmp_path, only=("3.4",), children=("C1",), seal="zip")
    assert jtai(capsys, "push", area.folder, "--incomplete", "--because", "x").code == 0
    (pack,) = area.site.glob("*.zip")
    for word, code in (("told by telephone", 0), ("wrong", 2)):
        assert (
            subprocess.run([seven, "t", f"-p{word}", str(pack)], capture_output=True).returncode
            == code
        )
