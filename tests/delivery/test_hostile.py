"""WebDAV, S3 and SharePoint sites that mean harm or are broken: refused in words, state kept, never
believed.
"""

import gzip
import json
import tracemalloc
from collections.abc import Callable, Iterator

import httpx
import pytest

from jtai_submit.delivery.aws import Signature
from jtai_submit.delivery.courier import Courier
from jtai_submit.delivery.graph import Bearer
from jtai_submit.delivery.http import Site
from jtai_submit.delivery.interface import Portal, Tier
from jtai_submit.delivery.portals.s3 import S3
from jtai_submit.delivery.portals.sharepoint import SharePoint
from jtai_submit.delivery.portals.webdav import Webdav
from jtai_submit.delivery.replies import LARGEST_REPLY, bounded
from jtai_submit.errors import Refused, Stop, Temporary
from jtai_submit.inspection.journal import Journal
from tests.delivery.contract import parcel

URL = "https://portal.example/in/"
SMALL = parcel("x", b"x" * 1000)
Answer = Callable[[httpx.Request], httpx.Response]


def webdav(answer: Answer) -> Portal:
    return Webdav(Site(URL, user=("u", "secret-word"), transport=httpx.MockTransport(answer)))


def s3(answer: Answer) -> Portal:
    auth = Signature("us-east-1", "u", "secret-word")
    return S3(Site("https://portal.example", auth=auth, transport=httpx.MockTransport(answer)), "b")


def sharepoint(answer: Answer) -> Portal:
    def site(url: str) -> Site:
        return Site(url, transport=httpx.MockTransport(answer))

    graph = Site(
        "https://portal.example/v1.0",
        auth=Bearer(lambda fresh: "secret-word"),
        transport=httpx.MockTransport(answer),
    )
    return SharePoint(graph, site, "example.sharepoint.com/sites/a", "Documents", "")


ALL = {"webdav": webdav, "s3": s3, "sharepoint": sharepoint}


def deliver(portal: Portal) -> Tier:
    journal = Journal(None)
    return Courier(portal, journal, sleep=lambda s: None, waiting=lambda w, s: None).deliver(
        SMALL, lambda n: None
    )


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize(
    ("reply", "code", "stop"),
    [
        (
            lambda: httpx.Response(302, headers={"Location": "https://elsewhere.example/"}),
            "P006",
            Temporary,
        ),
        (lambda: httpx.Response(401), "P002", Refused),
        (lambda: httpx.Response(403), "P002", Refused),
        (lambda: httpx.Response(507), "P004", Temporary),
        (lambda: httpx.Response(200, content=bytes(LARGEST_REPLY + 1)), "P005", Temporary),
        (lambda: httpx.Response(418), "P005", Temporary),
        (lambda: httpx.Response(503), "P001", Temporary),
    ],
)
def test_bad_answers(
    kind: str, reply: Callable[[], httpx.Response], code: str, stop: type[Stop]
) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return reply()

    with pytest.raises(stop) as stopped:
        deliver(ALL[kind](answer))
    assert stopped.value.problems[0].code == code
    # Nothing followed a redirect.
    assert {request.url.host for request in seen} == {"portal.example"}
    assert "secret-word" not in str(stopped.value.problems)


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"<", b"{", b"[]", b"null", b"<Error><Code>Odd</Code></Error>", b"\xff" * 50],
)
def test_odd_bodies_are_no_bugs(kind: str, body: bytes) -> None:
    for status in (200, 201, 202, 204, 207, 404):
        portal = ALL[kind](lambda request, status=status: httpx.Response(status, content=body))  # type: ignore[misc]
        with pytest.raises(Stop):
            portal.limits()
            deliver(portal)
            # A site that answers everything with nothing can be believed by accident.
            raise Temporary


def test_a_part_that_is_longer_than_the_file_is_taken_away() -> None:
    lengths, gone = {"part": 5000}, list[str]()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "HEAD" and request.url.path.endswith(".part"):
            return (
                httpx.Response(200, headers={"Content-Length": str(lengths["part"])})
                if lengths
                else httpx.Response(404)
            )
        if request.method == "DELETE":
            gone.append(request.url.path)
            lengths.clear()
        return httpx.Response(404 if request.method == "HEAD" else 204)

    portal = webdav(answer)
    session = portal.start(SMALL)
    assert portal.offset(session, SMALL) is None and gone == [httpx.URL(session).path]


def test_s3_a_200_with_an_error_in_it_is_no_success() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        query = str(request.url.query)
        if request.method == "HEAD":
            return httpx.Response(404)
        if "uploads" in query:
            return httpx.Response(200, content=b"<R><UploadId>u</UploadId></R>")
        if request.method == "GET":
            return httpx.Response(
                200,
                content=b"<R><Part><PartNumber>1</PartNumber><Size>1000</Size><ETag>e</ETag></Part></R>",
            )
        return httpx.Response(200, content=b"<Error><Code>InternalError</Code></Error>")

    with pytest.raises(Temporary) as stopped:
        deliver(s3(answer))
    assert stopped.value.problems[0].code == "P001"


@pytest.mark.parametrize("looks", [True, False])
def test_s3_a_site_that_takes_wrong_checksums_is_not_believed(looks: bool) -> None:
    """It says every checksum back, and looks at none: then the object is read back."""
    read, put = list[str](), list[str]()

    def answer(request: httpx.Request) -> httpx.Response:
        query = str(request.url.query)
        if request.method == "HEAD":
            return httpx.Response(404)
        if request.method == "PUT":
            wrong = "partNumber=10000" in query and looks
            put.extend(["1"] if "partNumber=1&" in query else [])
            if wrong:
                return httpx.Response(400, content=b"<Error><Code>BadDigest</Code></Error>")
            return httpx.Response(
                200, headers={"x-amz-checksum-sha256": request.headers["x-amz-checksum-sha256"]}
            )
        if request.method == "POST":
            return httpx.Response(200, content=b"<R><UploadId>u</UploadId></R>")
        if "uploadId" in query:
            part = (
                b"<Part><PartNumber>1</PartNumber><Size>1000</Size><ETag>e</ETag></Part>"
                if put
                else b""
            )
            return httpx.Response(200, content=b"<R>" + part + b"</R>")
        read.append(request.url.path)
        return httpx.Response(200, content=b"x" * 1000)

    assert (
        deliver(s3(answer)) is (Tier.CHUNK_CHECKSUM if looks else Tier.READ_BACK)
        and bool(read) is not looks
    )


@pytest.mark.parametrize("ranges", [["2000-"], ["x"], "oops", None, [-5]])
def test_sharepoint_offsets_that_cannot_be(ranges: object) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path.endswith("/drives"):
            return httpx.Response(200, json={"value": [{"id": "d", "name": "Documents"}]})
        if "/sites/" in path:
            return httpx.Response(200, json={"id": "s"})
        if path.endswith("createUploadSession"):
            return httpx.Response(200, json={"uploadUrl": "https://example.sharepoint.com/up"})
        if path == "/up":
            return httpx.Response(200, content=json.dumps({"nextExpectedRanges": ranges}))
        return httpx.Response(404, json={})

    with pytest.raises(Temporary):
        deliver(sharepoint(answer))


def _packed(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = gzip.compress(data)
    return data


class _Sent(httpx.SyncByteStream):
    """As a line brings it, not whole."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __iter__(self) -> Iterator[bytes]:
        yield self.data


@pytest.mark.parametrize("times", [1, 2])
def test_replies_that_unpack_to_more_than_there_is_room_for(times: int) -> None:
    bomb = _packed(bytes(50_000_000), times)

    def answer(request: httpx.Request) -> httpx.Response:
        codings = {"Content-Encoding": ", ".join(["gzip"] * times)}
        return httpx.Response(207, headers=codings, stream=_Sent(bomb))

    tracemalloc.start()
    with pytest.raises(Temporary) as stop:
        deliver(webdav(answer))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert stop.value.problems[0].code == "P005"
    assert peak < 20_000_000


def test_a_small_packed_reply_is_read() -> None:
    response = httpx.Response(
        200, headers={"Content-Encoding": "gzip"}, stream=_Sent(_packed(b"words", 1))
    )
    assert b"".join(bounded(response)) == b"words"
