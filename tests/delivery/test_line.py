"""Lines without end: answers that drip, that never come to the point, or are only introductions."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from jtai_submit.delivery import line
from jtai_submit.delivery.http import Site
from jtai_submit.delivery.interface import Again
from jtai_submit.delivery.line import proxy_for
from jtai_submit.errors import Refused, Stop, Temporary

Serve = Callable[[socket.socket], None]


@contextmanager
def serving(serve: Serve) -> Iterator[str]:
    """A server that does this with each connection, after it has heard a request."""
    listener = socket.create_server(("127.0.0.1", 0))

    def each() -> None:
        while True:
            try:
                end, _ = listener.accept()
            except OSError:
                return
            with end, suppress(OSError):
                end.recv(65536)
                serve(end)

    threading.Thread(target=each, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        listener.close()


def asked(url: str) -> str:
    """The code of what a question comes to."""
    site = Site(url)
    try:
        with pytest.raises(Stop) as stopped:
            site.ask("GET", url)
        return stopped.value.problems[0].code
    finally:
        site.close()


def test_introductions_without_end() -> None:
    def floods(end: socket.socket) -> None:
        while True:
            end.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 50)

    with serving(floods) as url:
        assert asked(url) == "P005"


def test_a_few_introductions_are_fine() -> None:
    def answers(end: socket.socket) -> None:
        end.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 3 + b"HTTP/1.1 204 No Content\r\n\r\n")

    with serving(answers) as url:
        site = Site(url)
        assert site.ask("GET", url).status == 204
        site.close()


@pytest.mark.parametrize(
    "begins",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=",
        b"HTTP/1.1 103 Early Hints\r\n\r\n",
    ],
    ids=["status", "header", "body", "chunk", "introduction"],
)
def test_an_answer_that_drips(begins: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "LONGEST_HEAD", 0.3)
    monkeypatch.setattr(line, "LONGEST_REPLY", 0.3)

    def drips(end: socket.socket) -> None:
        end.sendall(begins)
        while True:
            end.sendall(b"H")
            time.sleep(0.02)

    with serving(drips) as url:
        assert asked(url) == "P005"


def test_a_line_that_breaks_may_have_done_what_was_asked() -> None:
    with serving(lambda end: None) as url:
        site = Site(url)
        with pytest.raises(Again) as again:
            site.ask("POST", url)
        site.close()
    assert again.value.unsure
    nobody = "http://127.0.0.1:9/"
    site = Site(nobody)
    with pytest.raises(Again) as again:
        site.ask("POST", nobody)
    site.close()
    assert not again.value.unsure


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (b"407 Proxy Authentication Required", Refused, "P022"),
        (b"403 Forbidden", Temporary, "P022"),
    ],
)
def test_a_proxy_that_lets_nothing_through(
    answer: bytes, kind: type[Stop], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(
        lambda end: end.sendall(b"HTTP/1.1 " + answer + b"\r\nContent-Length: 0\r\n\r\n")
    ) as url:
        monkeypatch.setenv("HTTPS_PROXY", url)
        monkeypatch.setenv("NO_PROXY", "other.example")
        site = Site("https://portal.example/")
        with pytest.raises(kind) as stopped:
            site.ask("GET", "https://portal.example/")
        site.close()
    assert stopped.value.problems[0].code == code


def test_a_proxy_that_cannot_just_now(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(
        lambda end: end.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
    ) as url:
        monkeypatch.setenv("HTTPS_PROXY", url)
        site = Site("https://portal.example/")
        with pytest.raises(Again, match="502"):
            site.ask("GET", "https://portal.example/")
        site.close()


def test_which_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "near.example")
    assert proxy_for("https", "portal.example", 443) == "http://proxy.example:3128"
    assert proxy_for("https", "near.example", 443) == ""
