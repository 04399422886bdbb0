"""Packs: a bag in a zip in an age file, the same plaintext every time, and opened only when it is
whole.
"""

import io
import os
import zipfile
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jtai_submit.errors import Unusable
from jtai_submit.packing import bag, names
from jtai_submit.packing.age import Reader
from jtai_submit.packing.index import Listed, Section, how_to_open, index_html
from jtai_submit.packing.opening import open_pack
from jtai_submit.packing.pack import Member, Sealed, seal
from jtai_submit.packing.recipients import generate

KEY = generate()


class Buffer:
    def __init__(self, room: int = 1 << 40) -> None:
        self.data, self.room = bytearray(), room

    def write(self, piece: memoryview) -> int:
        self.data += piece
        if len(self.data) > self.room:
            raise OSError(28, "No space left on device")
        return len(piece)


def packed(files: dict[str, bytes], sink: Buffer | None = None) -> tuple[bytes, Sealed]:
    sink = sink or Buffer()
    members = [Member(name, partial(io.BytesIO, data)) for name, data in files.items()]
    sealed = seal(
        members,
        sink,
        [KEY.recipient()],
        info={"JTAI-Group": "3-police"},
        tags=lambda entries: {"index.html": b"<p>index"},
    )
    return bytes(sink.data), sealed


FILES = {
    "data/3-police/01 a.pdf": b"a" * 1000,
    "data/3-police/02 100% b.txt": b"",
    "data/C1/01-chronology.pdf": os.urandom(3_000_000),
}


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    data, sealed = packed(FILES)
    assert sealed.bytes == len(data) and {e.name for e in sealed.entries} == set(FILES)
    (tmp_path / "x.zip.age").write_bytes(data)
    unpacked = open_pack(tmp_path / "x.zip.age", tmp_path / "out", [KEY])
    folder, entries = unpacked.folder, unpacked.entries
    assert {e.name: (folder / e.name).read_bytes() for e in entries} == FILES
    assert folder.name == "x" and sorted(p.name for p in (tmp_path / "out").iterdir()) == ["x"]


def test_the_plaintext_is_the_same_every_time() -> None:
    def plain() -> bytes:
        return Reader(io.BytesIO(packed(FILES)[0]), [KEY]).read()

    assert plain() == plain()


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.text("abcé%~ -", min_size=1, max_size=12).map(lambda s: f"data/{s}x"),
        st.binary(max_size=5000),
        min_size=1,
        max_size=8,
    )
)
def test_any_files(files: dict[str, bytes]) -> None:
    archive = zipfile.ZipFile(Reader(io.BytesIO(packed(files)[0]), [KEY]))
    assert {e.name for e in bag.check(archive)} == set(files)
    assert archive.testzip() is None


@pytest.mark.parametrize("change", ["cut", "flip", "add", "half"])
def test_a_broken_pack_leaves_nothing(tmp_path: Path, change: str) -> None:
    data = bytearray(packed(FILES)[0])
    if change == "cut":
        del data[-1:]
    elif change == "half":
        del data[len(data) // 2 :]
    elif change == "flip":
        data[len(data) // 2] ^= 1
    else:
        data += b"x"
    (tmp_path / "x.zip.age").write_bytes(data)
    with pytest.raises(Unusable) as stopped:
        open_pack(tmp_path / "x.zip.age", tmp_path / "out", [KEY])
    assert stopped.value.problems[0].code == "S001"
    assert not list((tmp_path / "out").iterdir())


def test_another_key_and_no_pack(tmp_path: Path) -> None:
    (tmp_path / "x.zip.age").write_bytes(packed(FILES)[0])
    for raw, key, code in ((None, generate(), "S002"), (b"words", KEY, "S003")):
        path = tmp_path / "x.zip.age" if raw is None else tmp_path / "y"
        if raw:
            path.write_bytes(raw)
        with pytest.raises(Unusable) as stopped:
            open_pack(path, tmp_path / "out", [key])
        assert stopped.value.problems[0].code == code


@pytest.mark.parametrize(
    "name",
    [
        "data/../../evil",
        "/etc/evil",
        "data/con.txt",
        "data/a\\b",
        "data/x. ",
        "data/\x1b[31m",
        "data//x",
    ],
)
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.zip.age").write_bytes(packed({name: b"x"})[0])
    with pytest.raises(Unusable) as stopped:
        open_pack(tmp_path / "x.zip.age", tmp_path / "out", [KEY])
    assert stopped.value.problems[0].code in ("S005", "S001")
    assert list(tmp_path.rglob("*evil*")) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "x.zip.age").write_bytes(packed(FILES)[0])
    (tmp_path / "out" / "x").mkdir(parents=True)
    with pytest.raises(Unusable) as stopped:
        open_pack(tmp_path / "x.zip.age", tmp_path / "out", [KEY])
    assert stopped.value.problems[0].code == "S004"


def test_a_full_disk_and_a_failing_member_are_raised_at_once() -> None:
    with pytest.raises(OSError, match="No space"):
        packed(FILES, Buffer(room=1_000_000))

    def broken() -> io.BytesIO:
        raise ValueError("gone")

    with pytest.raises(ValueError, match="gone"):
        seal([Member("data/a", broken)], Buffer(), [KEY.recipient()], info={}, tags=lambda e: {})


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("[draft].pdf", "[draft]"),
        ("a\x1b[31m.pdf", "a [31m"),
        ("-x.pdf", "x"),
        ("CON.pdf", "CON-"),
        ("a:b?.pdf", "a-b-"),
        ("x . .pdf", "x"),
        ("\u202efdp.exe.pdf", "fdp.exe"),
        ("Cafe\u0301.pdf", "Café"),
        ("é" * 200 + ".pdf", "é" * 50),
        ("...", "document"),
        ("Jane Smith report.pdf", "report"),
    ],
)
def test_names_are_safe(name: str, stem: str) -> None:
    made = names.safe_stem(name, ["Jane Smith"])
    assert made.rstrip("-") == stem.rstrip("-")
    assert names.safe_member(
        names.member_name(
            "3-police/3.4-x", 1, "pdf", child=False, name=name, watched=["Jane Smith"]
        )
    )


@given(st.text(min_size=1, max_size=250))
def test_any_name_becomes_a_safe_one(name: str) -> None:
    assert names.safe_member(names.member_name("3-police/3.4-x", 7, "pdf", child=False, name=name))


def test_areas() -> None:
    assert (
        names.pack_name("Cheshire West & Chester", "day-five", "C2", 1)
        == "cheshire-west-chester_day-five_C2_v1"
    )


def test_pages_escape_what_people_typed() -> None:
    page = index_html(
        "<b>Area", "x", [Section("3.4", "T", "text", (Listed("data/a #1.pdf", "<i>[draft]", 9),))]
    ).decode()
    assert (
        "<b>" not in page
        and "<i>" not in page
        and "&lt;i&gt;[draft]" in page
        and 'href="data/a%20%231.pdf"' in page
    )
    assert "age -d -i" in how_to_open("Exampleshire").decode()
