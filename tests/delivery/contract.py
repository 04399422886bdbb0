"""What every portal must do, whatever protocol it speaks. A new kind subclasses `PortalContract`
and gives a `place`.
"""

import hashlib
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from jtai_submit.delivery import trial
from jtai_submit.delivery.courier import Courier
from jtai_submit.delivery.interface import BEGINS, Again, Parcel, Portal, Tier
from jtai_submit.delivery.trial import probe, probed
from jtai_submit.errors import Refused, Temporary
from jtai_submit.inspection.journal import Journal

MIB = 1024 * 1024
DATA = random.Random(1).randbytes(33 * MIB + 12345)
NAME = "exampleshire_day-five_3-police_v1.zip.age"
SIZES = [b"", b"x", bytes(8 * MIB), bytes(16 * MIB + 1)]


@dataclass
class Place:
    """A portal, and what a person at the other end would see and do. `stranger` is a portal with
    wrong credentials.
    """

    portal: Portal
    content: Callable[[str], bytes | None]
    tiers: set[Tier]
    put: Callable[[str, bytes], None] | None = None
    stranger: Callable[[], Portal] | None = None
    resumes: bool = True
    confirms: set[Tier] = field(default_factory=lambda: {Tier.READ_BACK})
    room: bool = False


def parcel(name: str = NAME, data: bytes = DATA) -> Parcel:
    return Parcel(name, len(data), hashlib.sha256(data).hexdigest(), lambda: io.BytesIO(data))


def courier(place: Place, journal: Journal | None = None) -> Courier:
    return Courier(
        place.portal,
        journal or Journal(None),
        sleep=lambda seconds: None,
        waiting=lambda why, after: None,
    )


class Breaking(io.BytesIO):
    """A document whose line breaks after so many bytes."""

    def __init__(self, data: bytes, after: int) -> None:
        super().__init__(data)
        self.after = after

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= self.after:
            raise Again("the line broke")
        return super().read(size)


class PortalContract:
    def test_create_and_verify(self, place: Place) -> None:
        told: list[int] = []
        assert courier(place).deliver(parcel(), told.append) in place.tiers
        assert place.content(NAME) == DATA
        assert told == sorted(told) and told[-1] == len(DATA)

    @pytest.mark.parametrize("data", SIZES, ids=len)
    def test_sizes(self, place: Place, data: bytes) -> None:
        courier(place).deliver(parcel("n", data), lambda n: None)
        assert place.content("n") == data

    def test_names(self, place: Place) -> None:
        for name in (
            "exampleshire_v1/data/3-police/01 Référral #2 100%.pdf",
            "exampleshire_v1/data/3-police/02 a+b&c=d.pdf",
        ):
            courier(place).deliver(parcel(name, b"abc"), lambda n: None)
            assert place.content(name) == b"abc"

    def test_resume_from_where_the_portal_is(self, place: Place) -> None:
        journal = Journal(None)
        broken = Parcel(NAME, len(DATA), parcel().sha256, lambda: Breaking(DATA, 25 * MIB))
        with pytest.raises(Temporary):
            courier(place, journal).deliver(broken, lambda n: None)
        assert place.content(NAME) is None
        began: list[int] = []
        courier(place, journal).deliver(parcel(), began.append)
        assert (began[0] >= 8 * MIB or not place.resumes) and place.content(NAME) == DATA

    def test_a_session_that_is_gone_begins_anew(self, place: Place) -> None:
        journal = Journal(None)
        session = place.portal.start(parcel())
        journal.remember_session(NAME, session)
        place.portal.abandon(session)
        assert place.portal.offset(session, parcel()) is None
        courier(place, journal).deliver(parcel(), lambda n: None)
        assert place.content(NAME) == DATA

    def test_the_session_of_another_ciphertext_is_not_gone_on_with(self, place: Place) -> None:
        journal, other = Journal(None), parcel(NAME, DATA[::-1])
        broken = Parcel(NAME, other.bytes, other.sha256, lambda: Breaking(DATA[::-1], 25 * MIB))
        with pytest.raises(Temporary):
            courier(place, journal).deliver(broken, lambda n: None)
        courier(place, journal).deliver(parcel(), lambda n: None)
        assert place.content(NAME) == DATA

    def test_a_lost_last_reply_is_looked_for_before_sending_again(self, place: Place) -> None:
        journal = Journal(None)
        courier(place, journal).deliver(parcel(), lambda n: None)
        moved: list[int] = []
        courier(place, journal).deliver(parcel(), moved.append)
        assert moved == [len(DATA)] and place.content(NAME) == DATA

    def test_what_is_complete_can_be_taken_back(self, place: Place) -> None:
        if place.portal.forgets:
            pytest.skip("what is complete there belongs to the site")
        journal = Journal(None)
        courier(place, journal).deliver(parcel(), lambda n: None)
        place.portal.abandon(journal.sessions[NAME].address)
        assert place.content(NAME) is None

    def test_limits_are_asked_for_and_nothing_is_created(self, place: Place) -> None:
        standing = place.portal.limits()
        assert place.content(NAME) is None and (standing.room is not None) >= place.room

    def test_nothing_is_overwritten(self, place: Place) -> None:
        if not place.put:
            pytest.skip("two uploads of one name are two uploads there")
        place.put(NAME, b"somebody else's")
        with pytest.raises(Temporary) as stopped:
            courier(place).deliver(parcel(), lambda n: None)
        assert stopped.value.problems[0].code == "P008"
        assert place.content(NAME) == b"somebody else's"

    def test_nothing_is_overwritten_that_came_while_we_sent(self, place: Place) -> None:
        if not place.put:
            pytest.skip("two uploads of one name are two uploads there")
        session = place.portal.start(parcel())
        place.portal.send(session, parcel(), 0, lambda n: None)
        if place.content(NAME) == DATA:
            pytest.skip("complete with its last byte")
        place.put(NAME, b"somebody else's")
        with pytest.raises(Temporary) as stopped:
            place.portal.finish(session, parcel())
        assert stopped.value.problems[0].code in ("P008", "P009")
        assert place.content(NAME) == b"somebody else's"

    def test_later_it_can_be_asked_for_again(self, place: Place) -> None:
        journal = Journal(None)
        assert place.portal.confirm("", parcel("never")) is None
        courier(place, journal).deliver(parcel(), lambda n: None)
        known = journal.session(NAME)
        assert known and place.portal.confirm(known.address, parcel()) in place.confirms

    def test_a_session_that_has_no_address_yet_is_gone(self, place: Place) -> None:
        assert place.portal.offset(BEGINS, parcel()) is None
        place.portal.abandon(BEGINS)
        journal = Journal(None)
        journal.remember_session(NAME, BEGINS, sha256=parcel().sha256)
        courier(place, journal).deliver(parcel(), lambda n: None)
        assert place.content(NAME) == DATA

    def test_trying_it_out_takes_everything_back(self, place: Place) -> None:
        for tried in (probe(place.portal), probed(place.portal)):
            steps = list(tried)
            assert len(steps) >= 2 and all(step.ok and step.message for step in steps), steps
            assert place.content(trial.NAME) is None

    def test_wrong_credentials(self, place: Place) -> None:
        if not place.stranger:
            pytest.skip("anybody may write there")
        stranger = place.stranger()
        with pytest.raises(Refused) as refused:
            stranger.limits()
        assert refused.value.problems[0].code == "P002"
        with pytest.raises(Refused):
            stranger.start(parcel())
        stranger.close()
