"""tus sites behind proxies and firewalls, and sites that say what cannot be."""

from collections.abc import Callable

import httpx
import pytest

from jtai_submit.delivery.courier import Courier
from jtai_submit.delivery.http import Site
from jtai_submit.delivery.interface import BEGINS, Tier
from jtai_submit.delivery.portals.tus import SMALLEST, Tus
from jtai_submit.delivery.trial import probe
from jtai_submit.errors import Refused, Stop, Temporary
from jtai_submit.inspection.journal import Journal
from tests.delivery.contract import parcel

URL = "https://portal.example/files/"
PARCEL = parcel("x", b"x" * 1000)
Answer = Callable[[httpx.Request], httpx.Response | None]
LIMIT = 300 * 1024  # bytes of one request


class Server:
    """A tus server in a few lines; `bend` is asked first, `location` is what a new upload is
    called.
    """

    def __init__(self, bend: Answer = lambda request: None, location: str = "abc") -> None:
        self.bend, self.location = bend, location
        self.uploads = dict[str, bytearray]()
        self.length = 0
        self.seen = list[httpx.Request]()
        self.extensions = "creation,termination"

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        return self.bend(request) or self.answer(request)

    def answer(self, request: httpx.Request) -> httpx.Response:
        method = request.headers.get("X-HTTP-Method-Override", request.method)
        held = self.uploads.setdefault(request.url.path, bytearray())
        if method == "OPTIONS":
            return httpx.Response(204, headers={"Tus-Extension": self.extensions})
        if method == "POST":
            self.length = int(request.headers["Upload-Length"])
            return httpx.Response(201, headers={"Location": self.location})
        if method == "HEAD":
            headers = {"Upload-Offset": str(len(held)), "Upload-Length": str(self.length)}
            return httpx.Response(200, headers=headers)
        if method == "DELETE":
            held.clear()
            return httpx.Response(204)
        held += request.read()
        return httpx.Response(204, headers={"Upload-Offset": str(len(held))})

    @property
    def bodies(self) -> int:
        return sum(len(r.read()) for r in self.seen)


def deliver(server: Server, said: list[str] | None = None, journal: Journal | None = None) -> Tier:
    words = said if said is not None else []
    portal = Tus(Site(URL, transport=httpx.MockTransport(server)), words.append)
    courier = Courier(
        portal, journal or Journal(None), sleep=lambda s: None, waiting=lambda why, s: None
    )
    try:
        return courier.deliver(PARCEL, lambda n: None)
    finally:
        portal.close()


def stopped(server: Server, journal: Journal | None = None) -> tuple[str, str]:
    with pytest.raises(Stop) as stop:
        deliver(server, journal=journal)
    return stop.value.problems[0].code, stop.value.problems[0].message


@pytest.mark.parametrize(
    "location",
    [
        "http://portal.example/files/abc",
        "http://portal.example:1080/files/abc",
        "https://portal.example:1080/files/abc",
        "https://PORTAL.example./files/abc",
        "http://localhost:1080/files/abc",
        "//127.0.0.1:1080/files/abc",
        "http://who:ever@portal.example/files/abc",
    ],
)
def test_a_site_that_does_not_know_its_own_address(location: str) -> None:
    server, said = Server(location=location), list[str]()
    assert deliver(server, said) is Tier.SIZE and bytes(server.uploads["/files/abc"]) == b"x" * 1000
    assert {(r.url.scheme, r.url.netloc) for r in server.seen} == {("https", b"portal.example")}
    if "PORTAL" not in location:
        assert len([each for each in said if "X-Forwarded-Proto" in each]) == 1
        assert "ever@" not in " ".join(said)


@pytest.mark.parametrize(
    "location",
    ["file:///files/abc", "https://elsewhere.example/files/abc", "ftp://portal.example/abc"],
)
def test_another_host_stays_refused(location: str) -> None:
    server = Server(location=location)
    assert stopped(server)[0] == "P006" and server.bodies == 0


@pytest.mark.parametrize("held", [1, 500, 1000])
def test_a_new_upload_that_holds_something_is_not_believed(held: int) -> None:
    server, journal = Server(), Journal(None)
    server.uploads["/files/abc"] = bytearray(held)
    assert stopped(server, journal)[0] == "P005"
    assert server.bodies == 0 and not journal.sessions


def test_nor_in_the_next_run() -> None:
    server, journal = Server(), Journal(None)
    server.uploads["/files/abc"] = bytearray(1000)
    for _ in range(3):
        assert stopped(server, journal)[0] == "P005"


@pytest.mark.parametrize("status", [403, 405, 501])
def test_a_firewall_without_patch(status: int) -> None:
    def firewall(request: httpx.Request) -> httpx.Response | None:
        known = request.method in ("OPTIONS", "POST", "HEAD")
        return None if known else httpx.Response(status, headers={"Via": "1.1 proxy"})

    server = Server(firewall)
    assert deliver(server) is Tier.SIZE and bytes(server.uploads["/files/abc"]) == b"x" * 1000
    assert len([r for r in server.seen if r.method == "PATCH"]) == 1  # remembered


def test_a_firewall_in_the_middle_is_told_as_one() -> None:
    page = b"<html><title>Blocked by Example Gateway</title></html>"

    def firewall(request: httpx.Request) -> httpx.Response | None:
        if request.method == "PATCH" or "X-HTTP-Method-Override" in request.headers:
            return httpx.Response(
                403, content=page, headers={"Via": "1.1 gate.example", "Server": "Gate"}
            )
        return None

    code, message = stopped(Server(firewall))
    assert code == "P022" and "Blocked by Example Gateway" in message
    assert "gate.example" in message and "token" not in message


@pytest.mark.parametrize(("status", "kind"), [(407, Refused), (511, Temporary), (451, Temporary)])
def test_what_stands_in_between(status: int, kind: type[Stop]) -> None:
    with pytest.raises(kind) as stop:
        deliver(
            Server(lambda request: httpx.Response(status) if request.method == "POST" else None)
        )
    assert stop.value.problems[0].code == "P022"


def test_a_lost_answer_to_the_beginning_is_told_of() -> None:
    lost = [httpx.ReadError("reset"), httpx.ReadError("reset")]

    def loses(request: httpx.Request) -> httpx.Response | None:
        if request.method == "POST" and lost:
            raise lost.pop()
        return None

    said = list[str]()
    assert deliver(Server(loses), said) is Tier.SIZE
    assert [each for each in said if each.startswith("2 empty uploads may have stayed")]


def test_a_site_that_is_not_reached_was_not_begun_at() -> None:
    refused = [httpx.ConnectError("no"), httpx.ConnectError("no")]

    def away(request: httpx.Request) -> httpx.Response | None:
        if request.method == "POST" and refused:
            raise refused.pop()
        return None

    said = list[str]()
    assert deliver(Server(away), said) is Tier.SIZE and not said


def test_a_kill_before_the_answer_was_kept_is_told_of_in_the_next_run() -> None:
    journal, said = Journal(None), list[str]()
    journal.remember_session("x", BEGINS, sha256=PARCEL.sha256)
    assert deliver(Server(), said, journal) is Tier.SIZE
    assert said and said[0].startswith("1 empty upload may have stayed")


def test_trying_out_completes_nothing_and_leaves_nothing() -> None:
    server = Server()
    portal = Tus(Site(URL, transport=httpx.MockTransport(server)))
    steps = list(probe(portal))
    assert all(step.ok for step in steps) and len(steps) == 5
    assert not server.uploads["/files/abc"] and server.bodies < server.length


def test_trying_out_takes_back_what_was_begun_before_a_step_failed() -> None:
    server = Server(lambda r: httpx.Response(503) if r.method == "PATCH" else None)
    portal = Tus(Site(URL, transport=httpx.MockTransport(server)))
    steps = list(probe(portal))
    assert [step.ok for step in steps] == [True, True, False, True]
    assert server.seen[-1].method == "DELETE"


@pytest.mark.parametrize(
    "title", [b"\x1b[31mred", b"x" * 5000, b"\xff\xfe", b'a "quoted" \n title']
)
def test_words_of_others_are_short_and_plain(title: bytes) -> None:
    page = b"<html><title>" + title + b"</title></html>"
    server = Server(lambda r: httpx.Response(200, content=page) if r.method == "OPTIONS" else None)
    code, message = stopped(server)
    assert code == "P005" and len(message) < 300 and message.isprintable()


def test_a_proxy_that_takes_small_bodies_before_a_site_without_checksums() -> None:
    def limit(request: httpx.Request) -> httpx.Response | None:
        too_large = request.method == "PATCH" and len(request.read()) > LIMIT
        return httpx.Response(413) if too_large else None

    server, data = Server(limit), bytes(3 * SMALLEST)
    large = parcel("pack.age", data)
    portal = Tus(Site(URL, transport=httpx.MockTransport(server)))
    session = portal.start(large)
    portal.send(session, large, 0, lambda n: None)
    assert portal.finish(session, large) is Tier.SIZE
    assert sum(map(len, server.uploads.values())) == len(data)


def test_a_proxy_that_takes_next_to_nothing_is_named() -> None:
    server = Server(lambda r: httpx.Response(413) if r.method == "PATCH" else None)
    portal = Tus(Site(URL, transport=httpx.MockTransport(server)))
    large = parcel("pack.age", bytes(3 * SMALLEST))
    session = portal.start(large)
    with pytest.raises(Temporary) as stop:
        portal.send(session, large, 0, lambda n: None)
    assert stop.value.problems[0].code == "P022"
