"""WebDAV: what was sent is read back in its place, and nothing is believed that was not read."""

import hashlib
import io
from collections.abc import Callable

import httpx
import pytest

from jtai_submit.delivery.courier import Courier
from jtai_submit.delivery.http import Site
from jtai_submit.delivery.interface import Parcel, Tier
from jtai_submit.delivery.portals import webdav
from jtai_submit.delivery.portals.webdav import Webdav
from jtai_submit.delivery.trial import probe
from jtai_submit.errors import Temporary
from jtai_submit.inspection.journal import Journal

DATA = bytes(range(256)) * 40
PARCEL = Parcel("pack.age", len(DATA), hashlib.sha256(DATA).hexdigest(), lambda: io.BytesIO(DATA))
URL = "https://portal.example/in/"
Answer = Callable[[httpx.Request], httpx.Response | None]


class Server:
    """A WebDAV server that appends, in a few lines; `bend` is asked first."""

    def __init__(self, bend: Answer = lambda request: None) -> None:
        self.files, self.bend, self.read = dict[str, bytes](), bend, list[str]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        return self.bend(request) or self.answer(request)

    def answer(self, request: httpx.Request) -> httpx.Response:
        name, body = request.url.path, request.read()
        if request.method == "PUT":
            held = self.files.get(name, b"") if "Content-Range" in request.headers else b""
            self.files[name] = held + body
            return httpx.Response(201)
        if name not in self.files:
            return httpx.Response(404)
        if request.method == "MOVE":
            self.files[httpx.URL(request.headers["Destination"]).path] = self.files.pop(name)
            return httpx.Response(201)
        if request.method == "DELETE":
            del self.files[name]
            return httpx.Response(204)
        if request.method == "HEAD":
            return httpx.Response(200, headers={"Content-Length": str(len(self.files[name]))})
        self.read.append(name)
        return httpx.Response(200, content=self.files[name])


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webdav, "CHUNK", 4096)


def deliver(server: Server) -> Tier:
    portal = Webdav(Site(URL, transport=httpx.MockTransport(server)))
    courier = Courier(portal, Journal(None), sleep=lambda s: None, waiting=lambda why, s: None)
    return courier.deliver(PARCEL, lambda n: None)


def refused(server: Server) -> str:
    with pytest.raises(Temporary) as stopped:
        deliver(server)
    return stopped.value.problems[0].code


def test_it_is_read_back_once_and_in_its_place() -> None:
    server = Server()
    assert deliver(server) is Tier.READ_BACK and server.files == {"/in/pack.age": DATA}
    scratch, whole = server.read  # the first: whether it appends
    assert scratch.startswith("/in/jtai-submit-append-test") and whole == "/in/pack.age"


def test_another_file_in_its_place_is_not_taken_away() -> None:
    server = Server(lambda request: httpx.Response(412) if request.method == "MOVE" else None)
    server.files["/in/pack.age"] = DATA[::-1]
    assert refused(server) == "P008" and server.files["/in/pack.age"] == DATA[::-1]


def test_what_was_damaged_on_the_way_does_not_stay() -> None:
    server = Server()

    def damaged(request: httpx.Request) -> httpx.Response | None:
        if request.headers.get("Content-Range", "").startswith("bytes 4096-"):
            server.files[request.url.path] += bytes(4096)
            return httpx.Response(201)
        return None

    server.bend = damaged
    assert refused(server) == "P009" and not server.files


def test_what_was_damaged_and_could_not_be_read_at_once_does_not_stay() -> None:
    server, answers = Server(), [httpx.Response(503)]

    def damaged(request: httpx.Request) -> httpx.Response | None:
        if request.headers.get("Content-Range", "").startswith("bytes 4096-"):
            server.files[request.url.path] += bytes(4096)
            return httpx.Response(201)
        if request.method == "GET" and request.url.path == "/in/pack.age" and answers:
            return answers.pop()
        return None

    server.bend = damaged
    assert refused(server) == "P009" and not server.files


def test_a_file_that_grew_longer_than_it_is_does_not_stay() -> None:
    """A request that was answered 503 is carried out all the same, later, at the end."""
    server = Server()

    def longer(request: httpx.Request) -> httpx.Response | None:
        if request.headers.get("Content-Range", "").startswith("bytes 8192-"):
            server.files[request.url.path] += request.read() * 2
            return httpx.Response(201)
        return None

    server.bend = longer
    assert refused(server) == "P009" and not server.files


def test_what_was_read_is_not_believed_after_it_was_sent_again() -> None:
    server, moves = Server(), list[int]()

    def loses(request: httpx.Request) -> httpx.Response | None:
        path = request.url.path
        if request.method == "MOVE" and not moves:
            moves.append(1)
            server.files[path] = server.files[path][:1000]
            return httpx.Response(503)
        if request.headers.get("Content-Range", "").startswith("bytes 1000-"):
            server.files[path] += bytes(len(DATA) - 1000)
            return httpx.Response(503)
        return None

    server.bend = loses
    assert refused(server) == "P009" and not server.files


def test_a_move_that_moves_nothing_is_no_arrival() -> None:
    server = Server(lambda request: httpx.Response(201) if request.method == "MOVE" else None)
    assert refused(server) == "P001"


def test_what_cannot_be_taken_back_is_said() -> None:
    server = Server()
    deliver(server)
    server.bend = lambda request: httpx.Response(405) if request.method == "DELETE" else None
    portal = Webdav(Site(URL, transport=httpx.MockTransport(server)))
    with pytest.raises(Temporary) as stopped:
        portal.abandon(f"{URL}pack.age.{PARCEL.sha256[:12]}.part")
    assert stopped.value.problems[0].code == "P020"


@pytest.mark.parametrize(
    "change", [lambda d: d[::-1], lambda d: d[:-1], lambda d: d + b"x", lambda d: b""]
)
def test_a_site_that_changes_a_file_when_it_moves_it(change: Callable[[bytes], bytes]) -> None:
    server = Server()

    def moves(request: httpx.Request) -> httpx.Response | None:
        if request.method != "MOVE":
            return None
        target = httpx.URL(request.headers["Destination"]).path
        server.files[target] = change(server.files.pop(request.url.path))
        return httpx.Response(201)

    server.bend = moves
    assert refused(server) == "P009" and not server.files  # gone, so that the next try has room


@pytest.mark.parametrize("status", [400, 502])
def test_a_server_that_does_not_know_its_own_https(status: int) -> None:
    """Behind a proxy that ends TLS a Destination with https: is another host to it; a
    path is not.
    """
    server = Server()

    def behind(request: httpx.Request) -> httpx.Response | None:
        whole = request.headers.get("Destination", "").startswith("https:")
        return httpx.Response(status) if whole else None

    server.bend = behind
    assert deliver(server) is Tier.READ_BACK and server.files == {"/in/pack.age": DATA}


def test_a_firewall_that_knows_no_move_is_named() -> None:
    page = b"<html><title>Request blocked</title></html>"
    server = Server(lambda r: httpx.Response(403, content=page) if r.method == "MOVE" else None)
    assert refused(server) == "P022"


def test_trying_out_leaves_nothing() -> None:
    server = Server()
    steps = list(probe(Webdav(Site(URL, transport=httpx.MockTransport(server)))))
    assert [step.ok for step in steps] == [True] * 5 and not server.files


def test_trying_out_takes_the_part_back_where_it_cannot_be_moved() -> None:
    server = Server(lambda r: httpx.Response(403) if r.method == "MOVE" else None)
    steps = list(probe(Webdav(Site(URL, transport=httpx.MockTransport(server)))))
    assert [step.ok for step in steps] == [True, True, False, True] and not server.files


@pytest.mark.parametrize("status", [403, 405])
def test_a_site_that_takes_nothing_back_lets_the_work_go_on(status: int) -> None:
    server, said = Server(), list[str]()
    server.bend = lambda r: httpx.Response(status) if r.method == "DELETE" else None
    portal = Webdav(Site(URL, transport=httpx.MockTransport(server)), said.append)
    portal.abandon(portal.start(PARCEL))
    other = Parcel("new.age", len(DATA), PARCEL.sha256, PARCEL.open)
    courier = Courier(portal, Journal(None), sleep=lambda s: None, waiting=lambda why, s: None)
    assert courier.deliver(other, lambda n: None) is Tier.READ_BACK
    portal.close()
    assert len(said) == 1 and said[0].startswith("2 unfinished uploads may have stayed")  # a trial


def test_what_nobody_may_read_is_told_of() -> None:
    server, said = Server(), list[str]()
    portal = Webdav(Site(URL, transport=httpx.MockTransport(server)), said.append)
    session = portal.start(PARCEL)
    server.files["/in/pack.age"] = DATA
    server.bend = lambda r: httpx.Response(403) if r.method == "GET" else None
    portal.abandon(session)
    portal.close()
    assert said and "/in/pack.age" in server.files
