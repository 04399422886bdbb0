"""Frames: what goes in comes out, and whatever else comes is refused without taking memory for what
it promises.
"""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jtai_submit.workers.frames import LARGEST_FACTS, BadFrame, read, write

scalars = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text()
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)


@given(st.lists(st.tuples(st.dictionaries(st.text(), values), st.binary()), max_size=4))
def test_what_goes_in_comes_out(frames: list[tuple[dict[str, object], bytes]]) -> None:
    stream = io.BytesIO()
    for facts, data in frames:
        write(stream, facts, data)  # type: ignore[arg-type]
    stream.seek(0)
    assert [read(stream, 10_000) for _ in frames] == frames
    with pytest.raises(EOFError):
        read(stream, 10_000)


@given(st.binary(min_size=1))
def test_whatever_else_comes_is_refused(data: bytes) -> None:
    with pytest.raises((BadFrame, EOFError)):
        while True:
            read(io.BytesIO(data), 1000)


@given(st.dictionaries(st.text(), values), st.binary(), st.data())
def test_a_frame_that_ends_early_is_refused(
    facts: dict[str, object], body: bytes, data: st.DataObject
) -> None:
    stream = io.BytesIO()
    write(stream, facts, body)  # type: ignore[arg-type]
    whole = stream.getvalue()
    with pytest.raises(BadFrame):
        read(io.BytesIO(whole[: data.draw(st.integers(1, len(whole) - 1))]), 1000)


@pytest.mark.parametrize(
    ("facts", "body"), [(LARGEST_FACTS + 1, 0), (2, 1001), (2**32 - 1, 2**64 - 1)]
)
def test_a_length_above_what_was_agreed_is_refused_before_anything_is_read(
    facts: int, body: int
) -> None:
    stream = io.BytesIO(struct.pack(">IQ", facts, body) + b"{}" + bytes(5000))
    with pytest.raises(BadFrame):
        read(stream, 1000)
    assert stream.tell() == 12
