"""The wire under every request: patient with a site that thinks, not with one that only drips.

Each single read has a time-out of its own, which a byte a minute never meets; so what a reply takes
as a whole is bounded here. Before the answer proper there may be informational ones (RFC 9110,
15.2) without end: they are bounded too.
"""

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from .replies import LONGEST_REPLY, SLOWEST

LARGEST_HEAD = 512 * 1024  # bytes until the answer proper has begun
LONGEST_HEAD = 30.0  # seconds from its first byte on
_KEPT = 20  # idle connections


class Drips(httpx.ReadTimeout):
    """The site answers, but so slowly or at such length that it does not come to an end."""


class _Drips(httpcore.ReadTimeout):
    pass


class _Stream(httpcore.NetworkStream):
    """One connection. Whatever is written begins a new question."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self.stream = stream
        self.got, self.since, self.head = 0, 0.0, True

    def answered(self) -> None:
        """The head of the answer is there; what follows is its body."""
        self.got, self.since, self.head = 0, time.monotonic(), False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self.stream.read(max_bytes, timeout)
        now = time.monotonic()
        self.since = self.since or now
        self.got += len(data)
        lasted = now - self.since
        if self.head and (self.got > LARGEST_HEAD or lasted > LONGEST_HEAD):
            raise _Drips
        if not self.head and self.got < SLOWEST * (lasted - LONGEST_REPLY):
            raise _Drips
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.got, self.since, self.head = 0, 0.0, True
        # a view: what is left of a piece is not copied after each part that the system took
        self.stream.write(cast(bytes, memoryview(buffer)), timeout)

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self.stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


class _Wires(httpcore.SyncBackend):
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(super().connect_tcp(host, port, timeout, local_address, socket_options))


class Line(httpx.BaseTransport):
    """Connections to one site, by way of a proxy where one is given."""

    def __init__(self, context: ssl.SSLContext | None, proxy: str = "") -> None:
        facts: dict[str, Any] = {
            "ssl_context": context,
            "max_keepalive_connections": _KEPT,
            "keepalive_expiry": 5.0,
            "network_backend": _Wires(),
        }
        if proxy:
            parts = urlsplit(proxy)
            port = parts.port or (443 if parts.scheme == "https" else 80)
            address = httpcore.URL(
                scheme=parts.scheme, host=parts.hostname or "", port=port, target="/"
            )
            named = unquote(parts.username or ""), unquote(parts.password or "")
            self.pool: httpcore.ConnectionPool = httpcore.HTTPProxy(
                address, proxy_auth=named if named[0] else None, **facts
            )
        else:
            self.pool = httpcore.ConnectionPool(**facts)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        address = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        asked = httpcore.Request(
            method=request.method,
            url=address,
            headers=request.headers.raw,
            content=cast(Iterable[bytes], request.stream),
            extensions=request.extensions,
        )
        with _ours():
            reply = self.pool.handle_request(asked)
        if isinstance(stream := reply.extensions.get("network_stream"), _Stream):
            stream.answered()
        return httpx.Response(
            status_code=reply.status,
            headers=reply.headers,
            stream=_Body(cast(Iterable[bytes], reply.stream)),
            extensions=reply.extensions,
        )

    def close(self) -> None:
        self.pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self.stream = stream

    def __iter__(self) -> Iterator[bytes]:
        with _ours():
            yield from self.stream

    def close(self) -> None:
        if hasattr(self.stream, "close"):
            self.stream.close()


@contextmanager
def _ours() -> Iterator[None]:
    """httpcore's exceptions under the names that httpx gives them: they are the same."""
    try:
        yield
    except _Drips:
        raise Drips("the answer does not end") from None
    except (
        httpcore.TimeoutException,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.ProxyError,
        httpcore.UnsupportedProtocol,
    ) as e:
        raise getattr(httpx, type(e).__name__)(str(e)) from e


def proxy_for(scheme: str, host: str, port: int) -> str:
    """The proxy that this computer's settings name for a site; empty where there is none."""
    # Environment variables, then what the system's settings say (Windows, macOS). No proxy scripts
    # (PAC): those are programs.
    known = getproxies()
    proxy = known.get(scheme) or known.get("all") or ""
    if not proxy or proxy_bypass(f"{host}:{port}") or proxy_bypass(host):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"
