"""Units of coded pictures: what draws stays byte for byte, what tells goes, what does not add up is
refused.
"""

import struct
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jtai_submit.redaction.image import coded
from jtai_submit.redaction.interface import Unreadable
from tests.redaction.plant import MARKER

TOLD = MARKER.encode()
SLICE, SEQUENCE, SEI, FREE = 20, 33, 39, 62
HVCC = bytes(21) + b"\3" + bytes(1)  # lengths of four bytes
AVCC = bytes(4) + b"\3" + bytes(2)


def hevc(*units: tuple[int, bytes]) -> bytes:
    each = (bytes([kind << 1, 1]) + body for kind, body in units)
    return b"".join(struct.pack(">L", len(unit)) + unit for unit in each)


def avc(*units: tuple[int, bytes]) -> bytes:
    each = (bytes([0x60 | kind]) + body for kind, body in units)
    return b"".join(struct.pack(">L", len(unit)) + unit for unit in each)


def av1(*units: tuple[int, bytes]) -> bytes:
    assert all(len(body) < 128 for _, body in units)
    return b"".join(bytes([kind << 3 | 2, len(body)]) + body for kind, body in units)


def test_messages_between_slices_go() -> None:
    data = hevc((SEI, TOLD), (SLICE, b"drawn"), (SEI + 1, TOLD), (FREE, TOLD), (SLICE, b"more"))
    assert coded.plain(b"hvc1", data, HVCC) == hevc((SLICE, b"drawn"), (SLICE, b"more"))
    data = avc((6, TOLD), (5, b"drawn"), (12, TOLD))
    assert coded.plain(b"avc1", data, AVCC) == avc((5, b"drawn"))


def test_metadata_and_padding_of_av1_go() -> None:
    data = av1((1, b"head"), (5, TOLD), (6, b"drawn"), (15, TOLD))
    assert coded.plain(b"av01", data, b"") == av1((1, b"head"), (6, b"drawn"))
    assert coded.configuration(b"av1C", b"\x81\0\0\0" + data) == b"\x81\0\0\0" + av1(
        (1, b"head"), (6, b"drawn")
    )
    without_size = av1((1, b"head")) + bytes([6 << 3]) + b"drawn"
    assert coded.plain(b"av01", without_size, b"") == without_size


def test_messages_that_prepare_the_decoder_go() -> None:
    def array(kind: int, *units: bytes) -> bytes:
        each = b"".join(struct.pack(">H", len(unit)) + unit for unit in units)
        return struct.pack(">BH", 0x80 | kind, len(units)) + each

    head = bytes(22)
    body = head + b"\3" + array(SEQUENCE, b"a", b"bc") + array(SEI, TOLD) + array(34, b"d")
    kept = head + b"\2" + array(SEQUENCE, b"a", b"bc") + array(34, b"d")
    assert coded.configuration(b"hvcC", body) == kept
    assert coded.configuration(b"hvcC", kept) == kept
    with pytest.raises(Unreadable):
        coded.configuration(b"hvcC", body + TOLD)


@pytest.mark.parametrize("kind", [b"hvc1", b"avc1", b"av01"])
def test_what_lies_between_units_is_refused(kind: bytes) -> None:
    make = {b"hvc1": hevc, b"avc1": avc, b"av01": av1}[kind]
    first, second = make((1, b"x" * 50)), make((1, b"y" * 50))
    prepared = HVCC if kind == b"hvc1" else AVCC
    assert coded.plain(kind, first + second, prepared) == first + second
    with pytest.raises(Unreadable):
        coded.plain(kind, first + TOLD + second, prepared)


@given(st.lists(st.tuples(st.integers(0, 63), st.binary(max_size=40)), max_size=20))
def test_what_draws_stays(units: Sequence[tuple[int, bytes]]) -> None:
    drawn = [unit for unit in units if unit[0] in {*range(35), 36, 37}]
    assert coded.plain(b"hvc1", hevc(*units), HVCC) == hevc(*drawn)
