"""A secure site for rehearsals: a real tus server on loopback, for as long as the rehearsal lasts.

Of the servers that can be had, `resumable-upload` is the one that refuses a wrong checksum and a
file that is too large.
"""

import json
import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

_TICK = 0.02  # seconds between two looks whether the rehearsal is over


@dataclass(frozen=True, slots=True)
class Embedded:
    """A running portal: its address, and what arrived there."""

    url: str
    folder: Path

    def arrived(self) -> dict[str, Path]:
        """Completed uploads by the name they were given."""
        return arrived(self.folder)


def arrived(folder: Path) -> dict[str, Path]:
    """The completed uploads of such a portal. Raises ValueError where one name arrived twice."""
    out: dict[str, Path] = {}
    with closing(sqlite3.connect(folder / "uploads.db")) as base:
        rows = base.execute(
            "SELECT upload_id, metadata FROM uploads WHERE offset = upload_length"
        ).fetchall()
    for upload_id, metadata in rows:
        name = str(json.loads(metadata)["filename"])
        if name in out:
            raise ValueError(f"{name} arrived twice")
        out[name] = folder / "files" / upload_id
    return out


@contextmanager
def embedded(folder: Path) -> Iterator[Embedded]:
    """Start the portal below `folder`, on a free port of loopback; stop it at the end."""
    from resumable_upload import SQLiteStorage, TusHTTPRequestHandler, TusServer

    logging.getLogger("resumable_upload").setLevel(logging.CRITICAL)
    files = folder / "files"
    files.mkdir(parents=True)
    storage = SQLiteStorage(db_path=str(folder / "uploads.db"), upload_dir=str(files))

    class Handler(TusHTTPRequestHandler):  # type: ignore[misc]
        tus_server: ClassVar[Any] = TusServer(
            storage=storage, base_path="/files", checksum_algorithms=("sha256",)
        )

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(_TICK,), daemon=True)
    thread.start()
    try:
        yield Embedded(f"http://127.0.0.1:{server.server_address[1]}/files", folder)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
