"""Portals that behave badly: refused in words, retried where it passes, never trusted."""

import hashlib
import io
from base64 import b64encode
from collections.abc import Callable

import httpx
import pytest

from jtai_submit.delivery.courier import TRIES, Courier
from jtai_submit.delivery.http import Site
from jtai_submit.delivery.interface import Parcel
from jtai_submit.delivery.portals.tus import Tus
from jtai_submit.errors import Refused, Stop, Temporary, Unusable
from jtai_submit.inspection.journal import Journal

DATA = b"x" * 1000
PARCEL = Parcel("x", len(DATA), hashlib.sha256(DATA).hexdigest(), lambda: io.BytesIO(DATA))
URL = "https://portal.example/files/"
Answer = Callable[[httpx.Request], httpx.Response]


class Server:
    """A tus server in a few lines, whose answers can be bent: `bend[method]` is asked first."""

    def __init__(self, **bend: Answer) -> None:
        self.bend, self.held, self.created, self.seen = bend, b"", 0, list[httpx.Request]()
        self.looks = True

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        if request.method in self.bend and (reply := self.bend[request.method](request)):
            return reply
        if request.method == "OPTIONS":
            return httpx.Response(
                204,
                headers={
                    "Tus-Extension": "creation,checksum,termination",
                    "Tus-Checksum-Algorithm": "sha1,sha256",
                },
            )
        if request.method == "POST":
            self.created += 1
            return httpx.Response(201, headers={"Location": "abc"})
        if request.method == "HEAD":
            return httpx.Response(
                200, headers={"Upload-Offset": str(len(self.held)), "Upload-Length": str(len(DATA))}
            )
        body, said = request.read(), request.headers.get("Upload-Checksum", "")
        if (
            said
            and self.looks
            and said != f"sha256 {b64encode(hashlib.sha256(body).digest()).decode()}"
        ):
            return httpx.Response(460)
        self.held += body
        return httpx.Response(204, headers={"Upload-Offset": str(len(self.held))})


def deliver(server: Server, waits: list[float] | None = None) -> str:
    site = Site(URL, token="secret-token", transport=httpx.MockTransport(server))
    sleep = (waits if waits is not None else []).append
    return Courier(
        Tus(site), Journal(None), sleep=sleep, waiting=lambda why, seconds: None
    ).deliver(PARCEL, lambda n: None)


def test_the_good_one() -> None:
    server = Server()
    assert deliver(server) == "chunk-checksum" and server.held == DATA
    patch = next(r for r in server.seen if r.method == "PATCH")
    assert (
        patch.headers["Upload-Checksum"].startswith("sha256 ")
        and patch.headers["Authorization"] == "Bearer secret-token"
    )
    assert str(patch.url) == f"{URL}abc"


def always(status: int, **headers: str) -> Answer:
    return lambda request: httpx.Response(status, headers=headers)


def once(reply: httpx.Response) -> Answer:
    replies = [reply]
    return lambda request: replies.pop() if replies else None  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("bend", "code", "kind"),
    [
        ({"OPTIONS": always(401)}, "P002", Refused),
        ({"POST": always(403)}, "P002", Refused),
        ({"OPTIONS": always(200)}, "P005", Temporary),
        ({"POST": always(200)}, "P005", Temporary),
        ({"POST": always(201)}, "P005", Temporary),
        ({"POST": always(201, Location="https://elsewhere.example/abc")}, "P006", Temporary),
        ({"OPTIONS": always(301, Location="https://elsewhere.example/")}, "P006", Temporary),
        ({"PATCH": always(307, Location="https://elsewhere.example/")}, "P006", Temporary),
        ({"POST": always(413)}, "P004", Temporary),
        ({"PATCH": always(507)}, "P004", Temporary),
        ({"PATCH": always(204, **{"Upload-Offset": "5000"})}, "P005", Temporary),
        ({"PATCH": always(204, **{"Upload-Offset": "0"})}, "P005", Temporary),
        ({"PATCH": always(200)}, "P005", Temporary),
        ({"HEAD": always(200, **{"Upload-Offset": "99999"})}, "P005", Temporary),
        ({"HEAD": always(200, **{"Upload-Offset": "-1"})}, "P005", Temporary),
        ({"HEAD": always(200, **{"Upload-Offset": "0", "Upload-Length": "7"})}, "P005", Temporary),
        ({"PATCH": always(503)}, "P001", Temporary),
        ({"PATCH": always(460)}, "P001", Temporary),
    ],
)
def test_bad_answers(bend: dict[str, Answer], code: str, kind: type[Stop]) -> None:
    server = Server(**bend)
    with pytest.raises(kind) as stopped:
        deliver(server)
    assert stopped.value.problems[0].code == code
    assert all(r.url.host == "portal.example" for r in server.seen)
    assert "secret-token" not in str(stopped.value.problems)


def test_what_passes_is_tried_again() -> None:
    server = Server(PATCH=once(httpx.Response(503, headers={"Retry-After": "7"})))
    waits: list[float] = []
    assert deliver(server, waits) == "chunk-checksum" and waits == [7.0] and server.created == 1


def test_retry_after_a_date_counts_from_the_sites_own_clock() -> None:
    headers = {
        "Date": "Tue, 09 May 2017 09:00:00 GMT",
        "Retry-After": "Tue, 09 May 2017 09:01:30 GMT",
    }
    waits: list[float] = []
    deliver(Server(POST=once(httpx.Response(429, headers=headers))), waits)
    assert waits == [90.0]


def test_it_gives_up_in_the_end_and_not_at_once() -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    waits: list[float] = []
    with pytest.raises(Temporary):
        deliver(Server(OPTIONS=broken), waits)
    assert len(waits) == TRIES - 1 and max(waits) <= 60


def test_a_lost_reply_is_asked_about() -> None:
    server = Server()

    def lost(request: httpx.Request) -> httpx.Response | None:
        if not server.held:
            server.held += DATA[:10]
            raise httpx.ReadError("reset")
        return None

    server.bend["PATCH"] = lost  # type: ignore[assignment]
    assert deliver(server) == "chunk-checksum" and server.held == DATA and server.created == 1


def test_a_reply_without_end_is_cut_off() -> None:
    class Endless(httpx.SyncByteStream):
        def __iter__(self):  # type: ignore[no-untyped-def]
            while True:
                yield b"x" * 65536

    with pytest.raises(Temporary) as stopped:
        deliver(Server(OPTIONS=lambda r: httpx.Response(200, stream=Endless())))
    assert stopped.value.problems[0].code == "P005"


@pytest.mark.parametrize(
    ("url", "code"),
    [("http://portal.example/", "P007"), ("ftp://portal.example/", "P005"), ("portal", "P005")],
)
def test_addresses(url: str, code: str) -> None:
    with pytest.raises(Unusable) as stopped:
        Site(url)
    assert stopped.value.problems[0].code == code


def test_cleartext_to_loopback_only() -> None:
    Site("http://127.0.0.1:1/").close()
    Site("http://[::1]:1/").close()


def test_without_checksums_only_the_size_is_said_to_be_verified() -> None:
    server = Server(OPTIONS=always(204, **{"Tus-Extension": "creation"}))
    assert deliver(server) == "size"
    assert "Upload-Checksum" not in next(r for r in server.seen if r.method == "PATCH").headers


def test_a_site_that_takes_a_wrong_checksum_is_not_believed() -> None:
    server = Server()
    server.looks = False
    assert deliver(server) == "size" and server.held == DATA


def test_a_site_that_looks_at_checksums_is_tried_once() -> None:
    server = Server()
    assert deliver(server) == "chunk-checksum"
    assert [len(r.read()) for r in server.seen if r.method == "PATCH"] == [1, len(DATA)]


def test_a_site_that_forgets_what_is_complete_gets_it_once() -> None:
    server = Server()

    def forgets(request: httpx.Request) -> httpx.Response | None:
        return httpx.Response(404) if server.held == DATA else None

    server.bend["HEAD"] = forgets  # type: ignore[assignment]
    assert deliver(server) == "chunk-checksum" and server.created == 1


def test_a_site_that_takes_small_pieces_only() -> None:
    from jtai_submit.delivery.portals import tus

    def too_large(request: httpx.Request) -> httpx.Response:
        large = int(request.headers["Content-Length"]) > tus.CHUNK // 4
        return httpx.Response(413) if large else None  # type: ignore[return-value]

    server = Server(PATCH=too_large)
    assert deliver(server) == "chunk-checksum" and server.held == DATA


@pytest.mark.parametrize(
    "bend",
    [
        {"POST": always(201, Location="https://portal.example:99999/abc")},
        {"POST": always(201, Location="http://[::1/")},
        {"HEAD": always(200, **{"Upload-Offset": "9" * 5000})},
        {
            "OPTIONS": lambda r: httpx.Response(
                204, headers=[(b"Tus-Extension", b"creation"), (b"Tus-Max-Size", b"\xc2\xb2")]
            )
        },
        {"PATCH": always(503, **{"Retry-After": "9" * 5000})},
    ],
)
def test_odd_answers_are_no_bugs(bend: dict[str, Answer]) -> None:
    try:
        deliver(Server(**bend))
    except Stop as stopped:
        assert stopped.problems[0].code in ("P001", "P005", "P006")


def test_the_usual_port_said_aloud_is_the_same_site() -> None:
    server = Server(POST=always(201, Location="https://portal.example:443/files/abc"))
    assert deliver(server) == "chunk-checksum"


@pytest.mark.parametrize(
    "url", ["https://portal.example:99999/", "https://portal.example:abc/", "https://[::1/"]
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(Unusable) as stopped:
        Site(url)
    assert stopped.value.problems[0].code == "P005"


def test_what_is_secret_in_an_address_is_not_shown() -> None:
    site = Site(
        "https://pat:s3cret@portal.example/in/?sig=s3cret",
        transport=httpx.MockTransport(lambda r: httpx.Response(401)),
    )
    with pytest.raises(Refused) as stopped:
        Tus(site).limits()
    assert (
        "s3cret" not in str(stopped.value.problems)
        and stopped.value.problems[0].where == "https://portal.example/in/"
    )


def test_a_token_that_cannot_be_sent() -> None:
    with pytest.raises(Refused):
        Site(URL, token="t\u00f6ken")


@pytest.mark.parametrize("date", ["Tue, 09 May 2017 09:00:00", "Tue, 09 May 2017 09:00:00 -0000"])
def test_a_clock_without_a_zone_is_in_utc(date: str) -> None:
    site = Site(
        URL, transport=httpx.MockTransport(lambda r: httpx.Response(200, headers={"Date": date}))
    )
    site.ask("GET", URL)
    assert site.clock and site.clock.isoformat() == "2017-05-09T09:00:00+00:00"
