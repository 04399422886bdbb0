"""What stands around the locked bytes of a zip: the same in both places, nothing before, between
or behind.
"""

import io
import random
import struct
from functools import partial
from typing import Any

import pytest
import pyzipper

from jtai_submit.packing.layout import is_whole
from jtai_submit.packing.pack import Member
from jtai_submit.packing.zipped import _named, seal_zip

FILES = {"data/a.txt": b"h" * 3000, "data/\u00e9.txt": b""}


def sealed() -> bytes:
    out = io.BytesIO()
    members = [Member(name, partial(io.BytesIO, data)) for name, data in FILES.items()]
    sink: Any = out
    seal_zip(members, sink, b"secret" * 3, info={"A": "b"}, tags=lambda e: {"index.html": b"x"})
    return out.getvalue()


def seekable() -> bytes:
    """As a disk takes it: sizes stand in the headers, nothing follows behind the bytes."""
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_STORED) as archive:
        archive.setpassword(b"secret")
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        for name, data in FILES.items():
            archive.writestr(_named(archive, name), data)
    return out.getvalue()


def opened(data: bytes) -> tuple[list[Any], int]:
    archive = pyzipper.AESZipFile(io.BytesIO(data))
    return archive.infolist(), archive.start_dir


def around(data: bytes) -> list[int]:
    """The places that no lock proves."""
    members, _ = opened(data)
    proven = set[int]()
    for info in members:
        name, extra = struct.unpack_from("<2H", data, info.header_offset + 26)
        begins = info.header_offset + 30 + name + extra
        proven.update(range(begins, begins + info.compress_size))
    return [place for place in range(len(data)) if place not in proven]


@pytest.mark.parametrize("make", [sealed, seekable])
def test_no_flipped_bit_goes_unseen(make: Any) -> None:
    data, chance = make(), random.Random(7)
    members, central = opened(data)
    assert is_whole(io.BytesIO(data), members, central)
    for place in around(data):
        flipped = bytearray(data)
        flipped[place] ^= 1 << chance.randrange(8)
        try:
            members, central = opened(bytes(flipped))
        except Exception:  # the library sees it first, in one of a dozen ways
            continue
        assert not is_whole(io.BytesIO(flipped), members, central), place


@pytest.mark.parametrize("limit", [500, 1000, 2000, 4000])
def test_packs_of_gigabytes(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    """Over 2 GiB sizes and places stand in the records of zip64."""
    monkeypatch.setattr(pyzipper.zipfile, "ZIP64_LIMIT", limit)
    data = sealed()
    members, central = opened(data)
    assert is_whole(io.BytesIO(data), members, central)
    flipped = bytearray(data)
    flipped[8] ^= 1
    assert not is_whole(io.BytesIO(flipped), members, central)
    assert not is_whole(io.BytesIO(data + b"more"), members, central)


def test_the_end_may_leave_it_to_zip64() -> None:
    """4.4.1.4: with as many members, or so far behind, the end says 0xFFFFFFFF alone."""
    data = bytearray(sealed())
    members, central = opened(bytes(data))
    data[-6:-2] = b"\xff" * 4
    assert is_whole(io.BytesIO(data), members, central)


@pytest.mark.parametrize("change", ["gap", "moved", "fewer"])
def test_members_that_lie_elsewhere(change: str) -> None:
    data = sealed()
    members, central = opened(data)
    if change == "gap":
        members[1].header_offset += 1
    elif change == "moved":
        central -= 1
    else:
        members = members[:-1]
    assert not is_whole(io.BytesIO(data), members, central)
