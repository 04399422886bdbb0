"""Microsoft Graph as far as uploads go, from its documentation: fragments in order and of 320 KiB,
sessions that end in 404, ranges that may be open, a token for Graph and none for the upload's own
address.
"""

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from jtai_submit.delivery.quickxor import quickxor

UNIT = 327_680
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@dataclass
class Library:
    url: str = ""
    tokens: set[str] = field(default_factory=lambda: {"good"})
    files: dict[str, bytes] = field(default_factory=dict)
    sessions: dict[str, tuple[str, bytearray]] = field(default_factory=dict)
    hashes: bool = True
    quota: int = 10**12
    number: int = 0


class Handler(BaseHTTPRequestHandler):
    library: Library
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""

    def answer(
        self, status: int, body: dict[str, Any] | None = None, data: bytes | None = None
    ) -> None:
        content = (
            data if data is not None else json.dumps(body).encode() if body is not None else b""
        )
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def refuse(self, status: int, code: str) -> None:
        self.answer(status, {"error": {"code": code, "message": code}})

    def item(self, name: str) -> dict[str, Any]:
        data = self.library.files[name]
        import io

        hashes = {"quickXorHash": quickxor(io.BytesIO(data))} if self.library.hashes else {}
        ticket = hashlib.sha256(name.encode()).hexdigest()
        return {
            "id": name,
            "name": name,
            "size": len(data),
            "file": {"hashes": hashes},
            "@microsoft.graph.downloadUrl": f"{self.library.url}/download/{ticket}",
        }

    def handle_any(self) -> None:
        path = unquote(urlsplit(self.path).path)
        length = int(self.headers.get("Content-Length") or 0)
        if path.startswith("/session/"):
            self.session(path, length)
            return
        if path.startswith("/download/"):
            name = next(
                n for n in self.library.files if hashlib.sha256(n.encode()).hexdigest() == path[10:]
            )
            self.answer(200, data=self.library.files[name])
            return
        body = self.rfile.read(length)
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.library.tokens:
            self.refuse(401, "InvalidAuthenticationToken")
        elif path == "/v1.0/sites/example.sharepoint.com:/sites/inspection":
            self.answer(200, {"id": "example.sharepoint.com,1,2"})
        elif path == "/v1.0/sites/example.sharepoint.com,1,2/drives":
            drive = {"id": "b!d", "name": "Documents", "quota": {"remaining": self.library.quota}}
            self.answer(200, {"value": [drive]})
        elif path.startswith("/v1.0/drives/b!d/root:/"):
            self.file(path.removeprefix("/v1.0/drives/b!d/root:/"), body)
        else:
            self.refuse(404, "itemNotFound")

    def file(self, name: str, body: bytes) -> None:
        files = self.library.files
        if name.endswith(":/createUploadSession"):
            name = name.removesuffix(":/createUploadSession")
            if (
                name in files
                and json.loads(body)["item"]["@microsoft.graph.conflictBehavior"] == "fail"
            ):
                self.refuse(409, "nameAlreadyExists")
                return
            self.library.number += 1
            key = f"/session/{self.library.number}"
            self.library.sessions[key] = (name, bytearray())
            self.answer(200, {"uploadUrl": self.library.url + key, "nextExpectedRanges": ["0-"]})
        elif name.endswith(":/content"):
            files[name.removesuffix(":/content")] = body
            self.answer(201, self.item(name.removesuffix(":/content")))
        elif name not in files:
            self.refuse(404, "itemNotFound")
        elif self.command == "DELETE":
            del files[name]
            self.answer(204)
        else:
            self.answer(200, self.item(name))

    def session(self, key: str, length: int) -> None:
        assert "Authorization" not in self.headers, "a token went to an upload's own address"
        if key not in self.library.sessions:
            self.rfile.read(length)
            self.refuse(404, "itemNotFound")
            return
        name, held = self.library.sessions[key]
        if self.command == "DELETE":
            del self.library.sessions[key]
            self.answer(204)
        elif self.command == "GET":
            self.answer(200, {"nextExpectedRanges": [f"{len(held)}-"]})
        else:
            found = _RANGE.fullmatch(self.headers["Content-Range"])
            assert found
            first, last, total = map(int, found.groups())
            got = self.rfile.read(length)
            if len(got) < length:
                # The line broke: a fragment that is not whole is not kept.
                self.close_connection = True
            elif first != len(held):
                self.refuse(416, "invalidRange")
            elif (
                last - first + 1 != length
                or length > 60 * 1024**2
                or (last + 1 != total and length % UNIT)
            ):
                self.refuse(400, "invalidRequest")
            else:
                held += got
                self.placed(key, name, held, total)

    def placed(self, key: str, name: str, held: bytearray, total: int) -> None:
        if len(held) < total:
            self.answer(202, {"nextExpectedRanges": [f"{len(held)}-{total - 1}"]})
            return
        if name in self.library.files:
            self.refuse(409, "nameAlreadyExists")
            return
        self.library.files[name] = bytes(held)
        del self.library.sessions[key]
        self.answer(201, self.item(name))

    do_GET = do_POST = do_PUT = do_DELETE = handle_any


@contextmanager
def graph() -> Iterator[Library]:
    library = Library()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"library": library}))
    server.daemon_threads = True
    library.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield library
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
