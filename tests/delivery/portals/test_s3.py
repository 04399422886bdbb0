"""Sites that speak the S3 of years ago: without checksums, without conditions, or without the list
of uploads.
"""

import re
from collections.abc import Callable
from urllib.parse import parse_qs

import httpx
import pytest

from jtai_submit.delivery.aws import Signature
from jtai_submit.delivery.courier import Courier
from jtai_submit.delivery.http import Site
from jtai_submit.delivery.interface import BEGINS, Tier
from jtai_submit.delivery.portals.s3 import S3
from jtai_submit.delivery.trial import probe
from jtai_submit.errors import Stop
from jtai_submit.inspection.journal import Journal
from tests.delivery.contract import parcel

DATA = b"x" * 1000
PARCEL = parcel("x", DATA)
Refuses = Callable[[httpx.Request], bool]
REFUSALS = {
    "501": (501, b"<Error><Code>NotImplemented</Code></Error>"),
    "400": (400, b"<Error><Code>InvalidArgument</Code></Error>"),
    "a page": (400, b"<html>Bad Request</html>"),
    "nothing": (400, b""),
    "in a 200": (200, b"<Error><Code>NotImplemented</Code></Error>"),
}


def sums(request: httpx.Request) -> bool:
    return any(name.startswith("x-amz-checksum") for name in request.headers)


def listed_sums(request: httpx.Request) -> bool:
    return b"ChecksumSHA256" in request.read()


def conditions(request: httpx.Request) -> bool:
    return "If-None-Match" in request.headers


class Server:
    """An S3 site in a few lines, that refuses some requests in one way."""

    def __init__(self, refuses: Refuses, how: str = "501") -> None:
        self.refuses, self.how = refuses, REFUSALS[how]
        self.objects, self.parts = dict[str, bytes](), dict[str, dict[int, bytes]]()
        self.seen = list[httpx.Request]()
        self.lists = True

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        if self.refuses(request):
            return httpx.Response(self.how[0], content=self.how[1])
        key, query = (
            request.url.path,
            parse_qs(str(request.url.query, "ascii"), keep_blank_values=True),
        )
        if "uploads" in query:
            return self.uploads(request.method, key)
        if "uploadId" in query:
            return self.upload(request, key, query)
        if request.method == "PUT":
            self.objects[key] = request.read()
            return httpx.Response(200)
        if key not in self.objects:
            return httpx.Response(404)
        if request.method == "DELETE":
            del self.objects[key]
            return httpx.Response(204)
        if request.method == "HEAD":
            return httpx.Response(200, headers={"Content-Length": str(len(self.objects[key]))})
        return httpx.Response(200, content=self.objects[key])

    def uploads(self, method: str, key: str) -> httpx.Response:
        if method == "GET":
            each = "".join(
                f"<Upload><Key>x</Key><UploadId>{name}</UploadId></Upload>" for name in self.parts
            )
            body = f"<ListMultipartUploadsResult>{each}</ListMultipartUploadsResult>"
            return httpx.Response(200, text=body) if self.lists else httpx.Response(501)
        name = f"u{len(self.parts) + 1}"
        self.parts[name] = {}
        return httpx.Response(200, text=f"<R><UploadId>{name}</UploadId></R>")

    def upload(
        self, request: httpx.Request, key: str, query: dict[str, list[str]]
    ) -> httpx.Response:
        name = query["uploadId"][0]
        if name not in self.parts:
            return httpx.Response(404)
        held = self.parts[name]
        if request.method == "PUT":
            held[int(query["partNumber"][0])] = request.read()
            return httpx.Response(200)
        if request.method == "GET":
            each = "".join(
                f"<Part><PartNumber>{n}</PartNumber><Size>{len(d)}</Size><ETag>e</ETag></Part>"
                for n, d in sorted(held.items())
            )
            return httpx.Response(200, text=f"<R>{each}</R>")
        if request.method == "POST":
            wanted = re.findall(rb"<PartNumber>(\d+)", request.read())
            self.objects[key] = b"".join(held[int(n)] for n in wanted)
        del self.parts[name]
        return httpx.Response(200, content=b"<R/>")


def portal(server: Server, said: list[str] | None = None) -> S3:
    auth = Signature("us-east-1", "key", "secret")
    site = Site("https://portal.example", auth=auth, transport=httpx.MockTransport(server))
    return S3(site, "b", "", (said if said is not None else []).append)


def deliver(s3: S3, journal: Journal | None = None, name: str = "x") -> Tier:
    courier = Courier(s3, journal or Journal(None), sleep=lambda s: None, waiting=lambda w, s: None)
    return courier.deliver(parcel(name, DATA), lambda n: None)


@pytest.mark.parametrize("how", REFUSALS)
@pytest.mark.parametrize("refuses", [sums, listed_sums, conditions])
def test_what_is_optional_is_left_out_once_it_was_refused(refuses: Refuses, how: str) -> None:
    server = Server(refuses, how)
    s3 = portal(server)
    assert deliver(s3) is Tier.READ_BACK and server.objects == {"/b/x": DATA}
    refused = len([r for r in server.seen if refuses(r)])
    assert deliver(s3, name="y") is Tier.READ_BACK and server.objects["/b/y"] == DATA
    assert len([r for r in server.seen if refuses(r)]) <= refused  # remembered for the run


def test_a_site_that_knows_neither() -> None:
    server = Server(lambda r: sums(r) or listed_sums(r) or conditions(r), "400")
    assert deliver(portal(server)) is Tier.READ_BACK and server.objects == {"/b/x": DATA}


def test_without_conditions_nothing_is_overwritten_all_the_same() -> None:
    server = Server(conditions)
    s3 = portal(server)
    session = s3.start(PARCEL)
    s3.send(session, PARCEL, 0, lambda n: None)
    server.objects["/b/x"] = b"somebody else's"
    with pytest.raises(Stop) as stopped:
        s3.finish(session, PARCEL)
    assert stopped.value.problems[0].code == "P008" and server.objects["/b/x"] == b"somebody else's"


@pytest.mark.parametrize("code", ["AccessDenied", "NoSuchBucket", "QuotaExceeded"])
def test_other_refusals_are_not_asked_again(code: str) -> None:
    server = Server(lambda r: r.method == "POST", "400")
    server.how = (
        400 if code != "AccessDenied" else 403,
        f"<Error><Code>{code}</Code></Error>".encode(),
    )
    with pytest.raises(Stop):
        deliver(portal(server))
    assert len([r for r in server.seen if r.method == "POST"]) == 1


@pytest.mark.parametrize("lists", [True, False])
def test_what_a_kill_left_is_taken_away_or_told_of(lists: bool) -> None:
    server, said, journal = Server(lambda r: False), list[str](), Journal(None)
    server.parts, server.lists = {"left": {}}, lists
    journal.remember_session("x", BEGINS, sha256=PARCEL.sha256)
    s3 = portal(server, said)
    deliver(s3, journal)
    s3.close()
    assert ("left" in server.parts) is not lists
    assert (
        bool([each for each in said if "1 unfinished upload may have stayed" in each]) is not lists
    )


@pytest.mark.parametrize("refuses", [sums, listed_sums, conditions, lambda request: False])
def test_trying_out_leaves_nothing(refuses: Refuses) -> None:
    server = Server(refuses)
    steps = list(probe(portal(server)))
    assert all(step.ok for step in steps) and not server.objects and not server.parts


@pytest.mark.parametrize(
    ("status", "code"),
    [(403, "AccessDenied"), (405, "MethodNotAllowed"), (403, "InvalidAccessKeyId")],
)
def test_a_site_that_takes_no_upload_back(status: int, code: str) -> None:
    server, said = Server(lambda r: r.method == "DELETE"), list[str]()
    server.how = (status, f"<Error><Code>{code}</Code></Error>".encode())
    s3 = portal(server, said)
    session = s3.start(PARCEL)
    if code == "InvalidAccessKeyId":  # that is about signing in, and no word about deleting
        with pytest.raises(Stop):
            s3.abandon(session)
        return
    s3.abandon(session)
    assert deliver(s3) is Tier.READ_BACK or server.objects
    s3.close()
    assert [each for each in said if each.startswith("1 unfinished upload may have stayed")]
