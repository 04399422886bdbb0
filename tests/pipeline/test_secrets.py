"""Secrets stand nowhere: not in output, JSON, logs of bugs, process arguments, or a file of the
inspection folder.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.conftest import program
from tests.make import jtai, ready

SECRETS = {
    f"JTAI_SUBMIT_{name}": os.urandom(12).hex()
    for name in ("PORTAL_TOKEN", "PORTAL_USER", "PORTAL_PASSWORD", "SMTP_PASSWORD")
}


class Rude(BaseHTTPRequestHandler):
    """Answers everything with the credentials that it was given, or dies with a body."""

    status = 500

    def answer(self) -> None:
        said = str(self.headers).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_OPTIONS = do_POST = do_HEAD = do_GET = do_PUT = do_PROPFIND = answer

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextmanager
def rude(status: int) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("R", (Rude,), {"status": status}))
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("kind", ["tus", "webdav", "s3"])
@pytest.mark.parametrize("status", [200, 401, 404, 418])
def test_secrets_are_nowhere(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    status: int,
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    with rude(status) as url:
        named = (
            f"{{kind: s3, endpoint: '{url}', bucket: b}}"
            if kind == "s3"
            else f"{{kind: {kind}, url: '{url}'}}"
        )
        area = ready(tmp_path, only=("3.4",), children=("C1",), portal=named)
        said = ""
        for command in (
            ["push", str(area.folder), "--incomplete", "--because", "x", "--json"],
            ["login", "--check", "--in", str(area.folder)],
        ):
            result = jtai(capsys, *command)
            said += result.out + result.err
            assert result.code in (5, 6), result.err
    files = b"".join(p.read_bytes() for p in area.folder.rglob("*") if p.is_file())
    for value in (*SECRETS.values(), os.environ["JTAI_SUBMIT_PASSPHRASE"]):
        assert value not in said and value.encode() not in files


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_secrets_are_not_in_arguments_nor_in_the_log_of_a_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    area = ready(
        tmp_path, only=("3.4",), children=("C1",), portal="{kind: tus, url: 'http://127.0.0.1:9/'}"
    )
    process = subprocess.Popen(
        [*program(), "push", str(area.folder), "--incomplete", "--because", "x"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    arguments = b""
    until = time.monotonic() + 3
    while process.poll() is None and time.monotonic() < until:
        for each in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                arguments += each.read_bytes()
            except OSError:
                continue
        time.sleep(0.2)
    process.kill()
    process.communicate()
    assert b"jtai_submit" in arguments
    bug = (
        "import jtai_submit.pipeline.push as p\ndef boom(*a, **k): secret = a; raise "
        "ValueError\np.look = boom\nfrom jtai_submit.cli.app import run\n"
    )
    bug += (
        f"import sys; sys.exit(run(['push', {str(area.folder)!r}, '--incomplete', "
        f"'--because', 'x']))"
    )
    crashed = subprocess.run([sys.executable, "-c", bug], capture_output=True)
    logs = b"".join(p.read_bytes() for p in tmp_path.glob("jtai-submit-*.log"))
    assert crashed.returncode == 70 and b"ValueError" in logs
    for value in SECRETS.values():
        assert value.encode() not in arguments + crashed.stdout + crashed.stderr + logs
