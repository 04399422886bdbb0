"""Old Office files through an installed LibreOffice."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from jtai_submit.documents.examination import Examination, Examined
from jtai_submit.documents.kind import Kind
from jtai_submit.redaction import convert
from jtai_submit.redaction.examining import Workers
from tests.conftest import tool
from tests.make import jtai
from tests.redaction.plant_office import GONE, plain, planted

pytestmark = pytest.mark.real
OLD = {"docx": "doc", "xlsx": "xls", "pptx": "ppt"}


def old(folder: Path, kind: str) -> Path:
    """An old Office file, made of a new one that carries a marker."""
    source = folder / f"x.{kind}"
    source.write_bytes(
        planted(*GONE[f"{kind}: core properties"])
        if f"{kind}: core properties" in GONE
        else plain(kind)
    )
    subprocess.run(
        [
            tool("soffice"),
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            OLD[kind],
            "--outdir",
            str(folder),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"x.{OLD[kind]}"


@pytest.mark.parametrize("kind", OLD)
def test_old_office_files_become_new_ones(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old(tmp_path, kind)
    refused = jtai(capsys, "redact", path, "--to", tmp_path / "out", "--json")
    assert refused.code == 1 and refused.data["files"][0]["refused"]["code"] == "D006"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    done = jtai(capsys, "redact", path, "--to", tmp_path / "out", "--convert", "--json")
    assert done.code == 0, done.out
    assert Path(done.data["files"][0]["output"]).suffix == f".{kind}"
    assert b"Orla Quenby" not in Path(done.data["files"][0]["output"]).read_bytes()
    assert not list(tmp_path.glob("jtai-submit-private-*")), "nothing is left behind"


def test_without_libreoffice_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old(tmp_path, "docx")
    monkeypatch.setattr(convert, "_PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    facts = path.stat()
    document = Examined(path.name, facts.st_size, facts.st_mtime_ns, convert=True)
    with Workers(1) as workers:
        [(seen, data)] = workers.examine(tmp_path, [document], want=True)
    assert data is None and seen.examined.noticed[0].detail == "no LibreOffice"


def test_a_conversion_that_takes_too_long_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60\n", "utf-8")
    slow.chmod(0o755)
    monkeypatch.setattr(convert, "office", lambda: str(slow))
    monkeypatch.setattr(convert, "SECONDS", 0.5)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "private"))
    from jtai_submit.redaction.interface import Unreadable

    with pytest.raises(Unreadable) as caught:
        convert.converted(b"x", Kind.DOC)
    assert caught.value.noticed.detail == "time" and not any((tmp_path / "private").iterdir())


LINKED = """<?xml version="1.0"?><office:document
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:body><office:text><text:p>Words<draw:frame
 draw:name="a" text:anchor-type="as-char" svg:width="2cm" svg:height="2cm"><draw:image
 xlink:href="{}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>
</text:p>
</office:text></office:body></office:document>"""


@contextmanager
def listener() -> Iterator[tuple[int, list[str]]]:
    """A web server of this computer, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.command} {self.path}")
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_address[1], asked
        server.shutdown()


def linked(folder: Path, address: str) -> Path:
    """A .doc whose picture lies at an address."""
    (folder / "x.fodt").write_text(LINKED.format(address), "utf-8")
    subprocess.run(
        [
            tool("soffice"),
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            "doc",
            "--outdir",
            str(folder),
            str(folder / "x.fodt"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert address.encode() in (folder / "x.doc").read_bytes()
    return folder / "x.doc"


def examined(path: Path) -> Examination:
    facts = path.stat()
    document = Examined(path.name, facts.st_size, facts.st_mtime_ns, convert=True)
    with Workers(1) as workers:
        [(seen, _)] = workers.examine(path.parent, [document], want=True)
    return seen.examined


def test_a_conversion_where_the_system_refuses_namespaces(tmp_path: Path) -> None:
    path = old(tmp_path, "docx")
    command = [
        "unshare",
        "-Ur",
        "sh",
        "-c",
        NO_NAMESPACES,
        "sh",
        sys.executable,
        "-m",
        "jtai_submit",
    ]
    tool("unshare")
    done = subprocess.run(
        [*command, "redact", str(path), "--to", str(tmp_path / "out"), "--convert"],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout
    assert b"Orla Quenby" not in (tmp_path / "out" / "x.docx").read_bytes()


def test_a_linked_picture_is_not_fetched_and_is_told(tmp_path: Path) -> None:
    with listener() as (port, asked):
        path = linked(tmp_path, f"http://127.0.0.1:{port}/picture.png")
        asked.clear()
        assert [noticed.code for noticed in examined(path).noticed] == ["H113"]
        assert asked == []


@pytest.mark.parametrize("layer", ["none", "proxy", "namespaces", "filter"])
def test_each_layer_by_itself_keeps_it_from_the_network(tmp_path: Path, layer: str) -> None:
    """What stands between LibreOffice and the network, one at a time: its own switches, where the
    system has nothing else; a network without a line; a filter of calls. Without any, it does
    fetch: the test can see it.
    """
    with listener() as (port, asked):
        path = linked(tmp_path, f"http://127.0.0.1:{port}/picture.png")
        asked.clear()
        home = Path(tempfile.mkdtemp(dir="/dev/shm")) if Path("/dev/shm").is_dir() else tmp_path
        try:
            subprocess.run(
                [sys.executable, "-c", LAYERS, layer, str(home), str(path)],
                check=True,
                timeout=120,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])},
            )
        finally:
            shutil.rmtree(home, ignore_errors=True)
    assert bool(asked) == (layer == "none")


LAYERS = """
import ctypes, os, subprocess, sys
from pathlib import Path
from jtai_submit.documents.kind import Kind
from jtai_submit.redaction import convert
from jtai_submit.workers.confinement import landlock, programs, seccomp
layer, home, path = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
data = path.read_bytes()
landlock.version = lambda libc: 0
if layer != "filter":
    seccomp.program_filter = lambda machine: b""
if layer != "namespaces":
    programs._own_world = lambda *_: False
prepare = None
if layer in ("namespaces", "filter"):
    cut, prepare = programs.cut_off(home, (), len(data))
    assert cut
program = convert._program(Path(convert.office()), data, Kind.DOC, Kind.DOCX)
files = dict(program.files)
switches = {layer} & set(convert.SWITCHES)
files["profile/user/registrymodifications.xcu"] = convert.settings(*switches)
for name, content in files.items():
    (home / name).parent.mkdir(parents=True, exist_ok=True)
    (home / name).write_bytes(content)
places = {"{folder}": str(home), "{uri}": home.as_uri()}
command = list(program.command)
for place, path in places.items():
    command = [word.replace(place, path) for word in command]
nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
environment = {"PATH": os.defpath, "HOME": str(home)}
subprocess.run(command, check=True, preexec_fn=prepare, cwd=home, env=environment, **nowhere)
assert (home / program.result).is_file()
"""

NO_NAMESPACES = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"'
CONVERT = """
import sys
from pathlib import Path
from jtai_submit.documents.kind import Kind
from jtai_submit.redaction import convert
convert.office = lambda: sys.argv[2]
print("begun", flush=True)
convert.converted(Path(sys.argv[1]).read_bytes(), Kind.DOC)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /dev/shm and /proc")
@pytest.mark.parametrize(
    ("whom", "namespaces"), [("program", True), ("all", True), ("program", False)]
)
def test_nothing_is_left_when_all_is_killed(tmp_path: Path, whom: str, namespaces: bool) -> None:
    """SIGKILL in the middle of a conversion: two seconds later no process, no file, no folder with
    the document.

    Also where the system refuses namespaces, if the process beside the program is not killed with
    it.
    """
    marker = b"Orla Quenby was here"
    (tmp_path / "x.doc").write_bytes(marker * 1000)
    slow = tmp_path / "bin" / "soffice"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nsleep 61.25\n", "utf-8")
    slow.chmod(0o755)
    command = [sys.executable, "-c", CONVERT, str(tmp_path / "x.doc"), str(slow)]
    if not namespaces:
        tool("unshare")
        command = ["unshare", "-Ur", "sh", "-c", NO_NAMESPACES, "sh", *command]
    environment = {"PATH": os.defpath, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as program:
        until(lambda: len(running("sleep", "61.25")) > 0)
        own = f"jtai-submit-private-{program.pid}-*"
        [folder] = Path("/dev/shm").glob(own)
        assert bool(list(folder.iterdir())) != namespaces, (
            "from outside the folder in memory is empty"
        )
        beside = running("jtai_submit.workers.beside")
        program.kill()
        if whom == "all":
            for process in beside:
                os.kill(process, signal.SIGKILL)
    time.sleep(2)
    left = list(Path("/dev/shm").glob(own))
    assert not running("sleep", "61.25")
    assert not [file for folder in left for file in folder.rglob("*")]
    if whom == "program":
        assert not left
    for folder in left:
        folder.rmdir()


def running(*words: str) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = place.read_bytes().decode("utf-8", "replace").split("\0")
        except OSError:
            continue
        if all(word in line for word in words):
            found.append(int(place.parent.name))
    return found


def until(what: object, seconds: float = 20) -> None:
    last = time.monotonic() + seconds
    while not what():  # type: ignore[operator]
        assert time.monotonic() < last
        time.sleep(0.05)


def test_a_document_that_leads_to_files_is_seen() -> None:
    for address in ("file:///C:/x.png", "\\\\server\\share\\x.png", "FILE:x", "smb://server/x"):
        for text in (
            address.encode("cp1252"),
            address.encode("utf-16-le"),
            b"x" + address.encode("utf-16-le"),
        ):
            assert convert.leads_to_files(b"...." + text + b"....")
    assert not convert.leads_to_files(b"http://www.gov.uk/ and a \\\\ in between")


def test_where_nothing_keeps_it_from_files_elsewhere_it_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from jtai_submit.redaction.interface import Unreadable
    from jtai_submit.workers.program import NoResult

    monkeypatch.setattr(convert, "office", lambda: "/bin/true")
    monkeypatch.setattr(
        convert, "run", lambda program: b"done" if program.own_switches else NoResult.NETWORK
    )
    assert convert.converted(b"words", Kind.DOC) == (b"done", Kind.DOCX)
    with pytest.raises(Unreadable) as caught:
        convert.converted(rb"words \\server\share\x", Kind.DOC)
    assert (caught.value.noticed.code, caught.value.noticed.detail) == ("D006", "no cut")
