"""A line with faults: between a portal and its server, on loopback."""

import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

KINDS = ("reset going up", "reset coming down", "lost reply", "stall", "503", "429")
_BLOCK = 64 * 1024


@dataclass
class Line:
    """`chance` of a fault for each connection, each time it is used; `up` counts what went to the
    server, in bytes.
    """

    port: int
    to: tuple[str, int]
    rng: random.Random
    chance: float = 0.0
    up: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    stall: float = 0.3
    lock: threading.Lock = field(default_factory=threading.Lock)
    open: set[socket.socket] = field(default_factory=set)

    def cut(self) -> None:
        """Break every connection at once."""
        with self.lock:
            for each in list(self.open):
                _reset(each)

    def fault(self) -> str:
        with self.lock:
            kind = self.rng.choice(KINDS) if self.rng.random() < self.chance else ""
            if kind:
                self.faults[kind] += 1
            return kind


def _carry(line: Line, client: socket.socket) -> None:
    """One connection, with at most one fault."""
    try:
        server = socket.create_connection(line.to)
    except OSError:  # it is just starting anew
        _reset(client)
        return
    kind, after = line.fault(), int(2 ** line.rng.uniform(0, 24))
    with line.lock:
        line.open |= {client, server}
    try:
        if kind in ("503", "429"):
            client.recv(_BLOCK)
            wait = b"Retry-After: 1\r\n" if kind == "429" else b""
            client.sendall(
                b"HTTP/1.1 %s X\r\n%sContent-Length: 0\r\nConnection: close\r\n\r\n"
                % (kind.encode(), wait)
            )
            return
        upward = threading.Thread(target=_up, args=(line, client, server, kind, after), daemon=True)
        upward.start()
        left = line.rng.randrange(1, 200) if kind == "reset coming down" else 10**12
        while data := server.recv(_BLOCK):
            if kind == "lost reply":
                break
            client.sendall(data[:left])
            left -= len(data)
            if left <= 0:
                break
        if kind:
            _reset(client)
    except OSError:
        pass
    finally:
        with line.lock:
            line.open -= {client, server}
        _reset(server)
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)
        client.close()


def _up(line: Line, client: socket.socket, server: socket.socket, kind: str, after: int) -> None:
    try:
        while data := client.recv(_BLOCK):
            if kind in ("reset going up", "stall") and after < len(data):
                server.sendall(data[:after])
                if kind == "stall":
                    time.sleep(line.stall)
                _reset(client)
                _reset(server)
                return
            after -= len(data)
            with line.lock:
                line.up += len(data)
            server.sendall(data)
        with suppress(OSError):
            server.shutdown(socket.SHUT_WR)
    except OSError:
        _reset(server)


def _reset(end: socket.socket) -> None:
    """Close both ways at once: a close alone waits for a thread that still reads."""
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        end.close()


@contextmanager
def line_to(host: str, port: int, seed: int = 1, chance: float = 0.0) -> Iterator[Line]:
    listener = socket.create_server(("127.0.0.1", 0))
    line = Line(listener.getsockname()[1], (host, port), random.Random(seed), chance)

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_carry, args=(line, client), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield line
    finally:
        listener.close()
