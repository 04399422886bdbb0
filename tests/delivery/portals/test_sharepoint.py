"""The rules of Microsoft Graph, one by one, at its own addresses: what we ask, and what we make of
each answer.
"""

import base64
import hashlib
import io
from collections.abc import Iterator

import httpx
import pytest
import respx

from jtai_submit.delivery.courier import Courier
from jtai_submit.delivery.graph import GRAPH, Bearer
from jtai_submit.delivery.http import Site
from jtai_submit.delivery.interface import Parcel, Tier
from jtai_submit.delivery.portals.sharepoint import FRAGMENT, SharePoint
from jtai_submit.delivery.quickxor import quickxor
from jtai_submit.errors import Temporary
from jtai_submit.inspection.journal import Journal

UNIT = 327_680
DATA = bytes(range(256)) * (2 * FRAGMENT // 256 + 100)  # two fragments and a little
PARCEL = Parcel("pack.age", len(DATA), hashlib.sha256(DATA).hexdigest(), lambda: io.BytesIO(DATA))
ITEM = f"{GRAPH}/drives/d/root:/in/pack.age"
FIRST, SECOND = "https://area.sharepoint.com/up/1", "https://area.sharepoint.com/up/2"
WHOLE = {
    "id": "i",
    "size": len(DATA),
    "file": {"hashes": {"quickXorHash": quickxor(io.BytesIO(DATA))}},
}
GONE = httpx.Response(404, json={"error": {"code": "itemNotFound"}})


def expects(*ranges: str, status: int = 202) -> httpx.Response:
    return httpx.Response(status, json={"nextExpectedRanges": list(ranges)})


@pytest.fixture
def graph() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        router.get(f"{GRAPH}/sites/area.sharepoint.com:/sites/inspection").respond(json={"id": "s"})
        router.get(f"{GRAPH}/sites/s/drives").respond(
            json={"value": [{"id": "d", "name": "Documents"}]}
        )
        router.get(ITEM, name="item").mock(side_effect=[GONE, httpx.Response(200, json=WHOLE)])
        router.post(f"{ITEM}:/createUploadSession", name="begin").respond(json={"uploadUrl": FIRST})
        router.get(FIRST, name="ask").mock(side_effect=[expects("0-", status=200)])
        router.put(FIRST, name="send").mock(
            side_effect=[
                expects(f"{FRAGMENT}-"),
                expects(f"{2 * FRAGMENT}-"),
                httpx.Response(201, json=WHOLE),
            ]
        )
        yield router


def deliver(token: str = "t") -> Tier:
    portal = SharePoint(
        Site(GRAPH, auth=Bearer(lambda fresh: token)),
        lambda origin: Site(origin),
        "area.sharepoint.com/sites/inspection",
        "Documents",
        "in",
    )
    try:
        courier = Courier(portal, Journal(None), sleep=lambda s: None, waiting=lambda why, s: None)
        return courier.deliver(PARCEL, lambda n: None)
    finally:
        portal.close()


def ranges(route: respx.Route) -> list[str]:
    return [call.request.headers["Content-Range"] for call in route.calls]


def test_fragments(graph: respx.MockRouter) -> None:
    """In order, of 320 KiB units, under 60 MiB; what they are is said, and to whom they belong is
    not.
    """
    assert deliver() is Tier.QUICKXOR
    ends = [0, FRAGMENT, 2 * FRAGMENT, len(DATA)]
    assert ranges(graph["send"]) == [
        f"bytes {a}-{b - 1}/{len(DATA)}" for a, b in zip(ends, ends[1:], strict=False)
    ]
    assert FRAGMENT % UNIT == 0 and FRAGMENT < 60 * 1024**2
    assert b"".join(call.request.read() for call in graph["send"].calls) == DATA
    assert not [call for call in graph["send"].calls if "Authorization" in call.request.headers]
    (begun,) = graph["begin"].calls
    assert (
        begun.request.headers["Authorization"] == "Bearer t" and b'"fail"' in begun.request.content
    )


def test_open_and_incomplete_ranges_are_understood(graph: respx.MockRouter) -> None:
    graph["ask"].mock(
        side_effect=[expects(f"{FRAGMENT}-{FRAGMENT + 5}", f"{2 * FRAGMENT}-", status=200)]
    )
    graph["send"].mock(side_effect=[expects(f"{2 * FRAGMENT}-"), httpx.Response(201, json=WHOLE)])
    deliver()
    assert ranges(graph["send"])[0].startswith(f"bytes {FRAGMENT}-")


def test_a_session_that_is_gone_begins_anew_at_its_new_address(graph: respx.MockRouter) -> None:
    graph["item"].mock(side_effect=[GONE, GONE, GONE, httpx.Response(200, json=WHOLE)])
    graph["send"].mock(side_effect=[expects(f"{FRAGMENT}-"), GONE])
    graph["ask"].mock(side_effect=[expects("0-", status=200), GONE])
    begin = [httpx.Response(200, json={"uploadUrl": url}) for url in (FIRST, SECOND)]
    graph["begin"].mock(side_effect=begin)
    graph.get(SECOND).mock(side_effect=[expects("0-", status=200)])
    again = graph.put(SECOND).mock(
        side_effect=[
            expects(f"{FRAGMENT}-"),
            expects(f"{2 * FRAGMENT}-"),
            httpx.Response(201, json=WHOLE),
        ]
    )
    assert deliver() is Tier.QUICKXOR
    assert again.call_count == 3 and graph["send"].call_count == 2


def test_another_place_than_we_thought_is_asked_for(graph: respx.MockRouter) -> None:
    graph["send"].mock(
        side_effect=[
            httpx.Response(416, json={}),
            expects(f"{2 * FRAGMENT}-"),
            httpx.Response(201, json=WHOLE),
        ]
    )
    graph["ask"].mock(side_effect=[expects("0-", status=200), expects(f"{FRAGMENT}-", status=200)])
    deliver()
    assert ranges(graph["send"])[1].startswith(f"bytes {FRAGMENT}-")


@pytest.mark.parametrize("ours", [True, False])
def test_a_conflict_on_the_last_fragment(graph: respx.MockRouter, ours: bool) -> None:
    """Ours where the answer before it was lost; somebody else's otherwise, and then it stays."""
    there = httpx.Response(200, json=WHOLE if ours else {"id": "x", "size": 5})
    graph["item"].mock(side_effect=[GONE, there, there])
    graph["send"].mock(
        side_effect=[
            expects(f"{FRAGMENT}-"),
            expects(f"{2 * FRAGMENT}-"),
            httpx.Response(409, json={}),
        ]
    )
    graph["ask"].mock(side_effect=[expects("0-", status=200), GONE])
    if ours:
        assert deliver() is Tier.QUICKXOR
        return
    with pytest.raises(Temporary) as stopped:
        deliver()
    assert stopped.value.problems[0].code == "P008"


def test_no_room(graph: respx.MockRouter) -> None:
    graph["send"].mock(
        side_effect=[httpx.Response(507, json={"error": {"code": "quotaLimitReached"}})]
    )
    with pytest.raises(Temporary) as stopped:
        deliver()
    assert stopped.value.problems[0].code == "P004"


def test_another_hash_is_another_file(graph: respx.MockRouter) -> None:
    other = WHOLE | {"file": {"hashes": {"quickXorHash": base64.b64encode(bytes(20)).decode()}}}
    graph["item"].mock(side_effect=[GONE, httpx.Response(200, json=other)])
    with pytest.raises(Temporary) as stopped:
        deliver()
    assert stopped.value.problems[0].code == "P009"


def test_where_no_hash_is_offered_it_is_read_back(graph: respx.MockRouter) -> None:
    bare = {
        "id": "i",
        "size": len(DATA),
        "@microsoft.graph.downloadUrl": "https://area.sharepoint.com/down/1",
    }
    graph["item"].mock(
        side_effect=[GONE, httpx.Response(200, json=bare), httpx.Response(200, json=bare)]
    )
    down = graph.get("https://area.sharepoint.com/down/1").respond(content=DATA)
    assert deliver() is Tier.READ_BACK
    assert "Authorization" not in down.calls.last.request.headers
