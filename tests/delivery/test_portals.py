"""The contract that every portal keeps: the folder, the embedded tus server, an emulated Graph.
Real servers: tests/real.
"""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from jtai_submit.delivery.graph import Bearer
from jtai_submit.delivery.http import Site
from jtai_submit.delivery.interface import Parcel, Tier
from jtai_submit.delivery.portals.folder import Folder
from jtai_submit.delivery.portals.sharepoint import SharePoint
from jtai_submit.delivery.portals.tus import Tus
from jtai_submit.delivery.quickxor import quickxor
from jtai_submit.errors import Stop, Temporary
from jtai_submit.rehearsal.portal import arrived, embedded
from tests.delivery.contract import Place, PortalContract, courier, parcel
from tests.delivery.graph import Library, graph


class TestFolder(PortalContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Place:
        site = tmp_path / "site"

        def put(name: str, data: bytes) -> None:
            site.mkdir(exist_ok=True)
            (site / name).write_bytes(data)

        def content(name: str) -> bytes | None:
            return (site / name).read_bytes() if (site / name).exists() else None

        return Place(Folder(site), content, {Tier.READ_BACK}, put, room=True)


class TestTus(PortalContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Place]:
        with embedded(tmp_path / "portal") as server:
            portal = Tus(Site(server.url))

            def content(name: str) -> bytes | None:
                found = server.arrived().get(name)
                return found.read_bytes() if found else None

            yield Place(portal, content, {Tier.CHUNK_CHECKSUM}, confirms={Tier.SIZE})
            portal.close()


def sharepoint(library: Library, token: str = "good") -> SharePoint:
    site = Site(f"{library.url}/v1.0", auth=Bearer(lambda fresh: token))
    return SharePoint(
        site,
        lambda origin: Site(origin),
        "example.sharepoint.com/sites/inspection",
        "Documents",
        "in here",
    )


class TestSharePoint(PortalContract):
    @pytest.fixture(params=["quickXorHash", "no hash"])
    def place(self, request: pytest.FixtureRequest) -> Iterator[Place]:
        with graph() as library:
            library.hashes = request.param == "quickXorHash"
            portal = sharepoint(library)
            tier = Tier.QUICKXOR if library.hashes else Tier.READ_BACK

            def put(name: str, data: bytes) -> None:
                library.files[f"in here/{name}"] = data

            yield Place(
                portal,
                lambda n: library.files.get(f"in here/{n}"),
                {tier},
                put,
                lambda: sharepoint(library, "bad"),
                room=True,
            )
            portal.close()


def test_quickxor() -> None:
    """Known answers; and folding rows is the same as going round byte by byte."""
    assert quickxor(io.BytesIO(b"J")) == "SgAAAAAAAAAAAAAAAQAAAAAAAAA="
    assert quickxor(io.BytesIO(b"\xb5\xb4")) == "taAFAAAAAAAAAAAAAgAAAAAAAAA="


def test_a_token_that_has_expired_is_asked_for_anew_once() -> None:
    asked: list[bool] = []

    def token(fresh: bool) -> str:
        asked.append(fresh)
        return "good" if fresh else "old"

    with graph() as library:
        portal = SharePoint(
            Site(f"{library.url}/v1.0", auth=Bearer(token)),
            lambda origin: Site(origin),
            "example.sharepoint.com/sites/inspection",
            "Documents",
            "",
        )
        assert portal.limits().room == 10**12 and asked[:2] == [False, True]


def test_an_upload_on_a_strange_host_is_refused() -> None:
    with graph() as library:
        library_url, library.url = library.url, "https://elsewhere.example"
        portal = SharePoint(
            Site(f"{library_url}/v1.0", auth=Bearer(lambda fresh: "good")),
            lambda origin: Site(origin),
            "example.sharepoint.com/sites/inspection",
            "Documents",
            "",
        )
        with pytest.raises(Temporary) as stopped:
            portal.start(parcel())
        assert stopped.value.problems[0].code == "P006"


def test_the_folder_reads_back_what_arrived(tmp_path: Path) -> None:
    wrong = Parcel("x", 3, hashlib.sha256(b"abc").hexdigest(), lambda: io.BytesIO(b"abd"))
    with pytest.raises(Temporary) as stopped:
        courier(Place(Folder(tmp_path), lambda n: None, {Tier.READ_BACK})).deliver(
            wrong, lambda n: None
        )
    assert stopped.value.problems[0].code == "P009" and not (tmp_path / "x").exists()


def test_a_tus_portal_that_is_too_small(tmp_path: Path) -> None:
    from resumable_upload import TusHTTPRequestHandler

    with embedded(tmp_path / "portal") as server:
        handler = next(
            c
            for c in TusHTTPRequestHandler.__subclasses__()
            if c.tus_server and str(tmp_path) in c.tus_server.storage.db_path
        )
        handler.tus_server.max_size = 1000
        portal = Tus(Site(server.url))
        assert portal.limits().largest in (1000, None)
        with pytest.raises(Stop) as stopped:
            courier(Place(portal, lambda n: None, {Tier.SIZE})).deliver(parcel(), lambda n: None)
        assert stopped.value.problems[0].code == "P004"
        portal.close()
    assert arrived(tmp_path / "portal") == {}
