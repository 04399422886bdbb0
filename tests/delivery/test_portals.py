"""The contract that every portal keeps, for the folder and for a real tus server on loopback."""

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jtai_submit.delivery.courier import Courier
from jtai_submit.delivery.folder import Folder
from jtai_submit.delivery.http import Site
from jtai_submit.delivery.interface import Again, Parcel, Portal, Tier
from jtai_submit.delivery.journal import Journal
from jtai_submit.delivery.tus import CHUNK, Tus
from jtai_submit.errors import Stop, Temporary
from jtai_submit.rehearsal.portal import arrived, embedded

DATA = os.urandom(2 * CHUNK + 12345)


def parcel(name: str = "x_v1.zip.age", data: bytes = DATA) -> Parcel:
    return Parcel(name, len(data), hashlib.sha256(data).hexdigest(), lambda: io.BytesIO(data))


@dataclass
class Place:
    portal: Portal
    content: Callable[[str], bytes | None]
    tier: Tier


@pytest.fixture(params=["folder", "tus"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "folder":
        site = tmp_path / "site"
        yield Place(Folder(site), lambda n: (site / n).read_bytes() if (site / n).exists() else None, Tier.READ_BACK)
        return
    with embedded(tmp_path / "portal") as server:
        portal = Tus(Site(server.url))

        def content(name: str) -> bytes | None:
            found = server.arrived().get(name)
            return found.read_bytes() if found else None

        yield Place(portal, content, Tier.CHUNK_CHECKSUM)
        portal.close()


def courier(place: Place, journal: Journal | None = None) -> Courier:
    return Courier(
        place.portal, journal or Journal(None), sleep=lambda seconds: None, waiting=lambda why, seconds: None
    )


def test_create_and_verify(place: Place) -> None:
    told: list[int] = []
    assert courier(place).deliver(parcel(), told.append) is place.tier
    assert place.content("x_v1.zip.age") == DATA
    assert told == sorted(told) and told[-1] == len(DATA)


@pytest.mark.parametrize("data", [b"", b"x", bytes(CHUNK), bytes(CHUNK + 1)])
def test_sizes(place: Place, data: bytes) -> None:
    courier(place).deliver(parcel("n", data), lambda n: None)
    assert place.content("n") == data


def test_resume_from_where_the_portal_is(place: Place) -> None:
    journal = Journal(None)

    class Stops(io.BytesIO):
        """A line that breaks after the first chunk."""

        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > CHUNK + 1000:
                raise Again("the line broke")
            return super().read(size)

    sent: list[int] = []
    broken = Parcel(parcel().name, len(DATA), parcel().sha256, lambda: Stops(DATA))
    with pytest.raises(Temporary):
        courier(place, journal).deliver(broken, sent.append)
    assert place.content("x_v1.zip.age") is None
    began: list[int] = []
    courier(place, journal).deliver(parcel(), began.append)
    assert began[0] >= CHUNK and place.content("x_v1.zip.age") == DATA


def test_a_session_that_is_gone_begins_anew(place: Place) -> None:
    journal = Journal(None)
    session = place.portal.start(parcel())
    journal.remember_session(parcel().name, session)
    place.portal.abandon(session)
    assert place.portal.offset(session, parcel()) is None
    courier(place, journal).deliver(parcel(), lambda n: None)
    assert place.content("x_v1.zip.age") == DATA


def test_a_lost_last_reply_is_looked_for_before_sending_again(place: Place) -> None:
    journal = Journal(None)
    courier(place, journal).deliver(parcel(), lambda n: None)
    moved: list[int] = []
    courier(place, journal).deliver(parcel(), moved.append)
    assert moved == [len(DATA)] and place.content("x_v1.zip.age") == DATA


def test_limits_are_asked_for_and_nothing_is_created(place: Place, tmp_path: Path) -> None:
    place.portal.standing()
    assert place.content("x_v1.zip.age") is None and not (tmp_path / "site").exists()


def test_the_folder_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "x_v1.zip.age").write_bytes(b"somebody else's")
    with pytest.raises(Temporary) as stopped:
        courier(Place(Folder(tmp_path), lambda n: None, Tier.READ_BACK)).deliver(parcel(), lambda n: None)
    assert stopped.value.problems[0].code == "P008"
    assert (tmp_path / "x_v1.zip.age").read_bytes() == b"somebody else's"


def test_the_folder_reads_back_what_arrived(tmp_path: Path) -> None:
    wrong = Parcel("x", 3, hashlib.sha256(b"abc").hexdigest(), lambda: io.BytesIO(b"abd"))
    with pytest.raises(Temporary) as stopped:
        courier(Place(Folder(tmp_path), lambda n: None, Tier.READ_BACK)).deliver(wrong, lambda n: None)
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
        assert portal.standing().largest in (1000, None)
        with pytest.raises(Stop) as stopped:
            courier(Place(portal, lambda n: None, Tier.SIZE)).deliver(parcel(), lambda n: None)
        assert stopped.value.problems[0].code == "P004"
        portal.close()
    assert arrived(tmp_path / "portal") == {}
