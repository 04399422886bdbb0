"""ZIP: what is in it, what computers left in it, and what its second reader sees."""

import io
import zipfile
from pathlib import Path

import pytest

from jtai_submit.redaction import archive
from jtai_submit.redaction.archive import cleaner, reader
from jtai_submit.redaction.interface import Cleaned, Unreadable
from jtai_submit.redaction.shared import container
from tests.make import pdf
from tests.redaction.test_decisions import decided


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
    return out.getvalue()


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.namelist()


GOOD = ("01 Notes.txt", b"What was said.")


@pytest.mark.parametrize(
    ("members", "noticed"),
    [
        ([], [("D002", "", "zip")]),
        ([("folder/", b"")], [("D002", "", "zip")]),
        (
            [("Thumbs.db", b"x"), ("__MACOSX/._a", b"x"), ("~WRL0001.tmp", b"x")],
            [("D002", "", "zip")],
        ),
        ([GOOD, ("02 Notes.txt", b"")], [("D002", "02 Notes.txt", "")]),
        ([GOOD, ("in.zip", zipped())], [("D002", "in.zip", "zip")]),
        ([GOOD, ("in.zip", zipped(("b.txt", b"")))], [("D002", "in.zip, b.txt", "")]),
        (
            [GOOD, ("audit.pdf.crdownload", b"%PDF-")],
            [("D003", "audit.pdf.crdownload", "download")],
        ),
        ([GOOD, ("../out.txt", b"x")], [("D003", "", "a member's name")]),
    ],
)
def test_what_is_not_there_is_said_by_name(
    tmp_path: Path, members: list[tuple[str, bytes]], noticed: list[tuple[str, str, str]]
) -> None:
    seen, cleaned = decided(tmp_path, zipped(*members), "zip")
    assert cleaned is None and [(n.code, n.where, n.detail) for n in seen.noticed] == noticed


@pytest.mark.parametrize(
    "name",
    [
        "._a.txt",
        "in/._a.txt",
        ".~lock.a.odt#",
        "~$a.docx",
        "Thumbs.db",
        "a.pdf:Zone.Identifier",
        "Thumbs.db:encryptable",
        "~WRD0000.tmp",
        ".fuse_hidden000001",
        "Icon\r",
        ".DS_Store",
    ],
)
def test_leftovers_are_those_of_folders(tmp_path: Path, name: str) -> None:
    seen, cleaned = decided(tmp_path, zipped(GOOD, (name, b"\0\1\2")), "zip")
    assert cleaned is not None and names(cleaned) == [GOOD[0]], seen.noticed


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Café minutes.txt".encode(), "Café minutes.txt"),  # UTF-8 that nobody declared
        ("Café – £5.txt".encode("cp1252"), "Café – £5.txt"),
        ("Café.txt".encode("cp437"), "Café.txt"),
        (b"./plain.txt", "plain.txt"),
        (b"a\\b.txt", "a/b.txt"),
    ],
)
def test_names_are_read_as_they_were_meant(tmp_path: Path, raw: bytes, shown: str) -> None:
    stand_in = "x" * len(raw)
    data = zipped((stand_in, b"words")).replace(stand_in.encode(), raw)
    seen, cleaned = decided(tmp_path, data, "zip")
    assert cleaned is not None and names(cleaned) == [shown], seen.noticed


def test_two_that_become_one_name_are_both_there(tmp_path: Path) -> None:
    page = b"<html><body><p>One</p></body></html>"
    data = zipped(("a.html", page), ("a.txt.html", page), ("a", page))
    _, cleaned = decided(tmp_path, data, "zip")
    assert cleaned is not None and len(names(cleaned)) == 3 == len(set(names(cleaned)))


def test_the_second_reader_sees_a_member_that_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = zipped(GOOD, ("b.pdf", pdf("Words")))
    assert decided(tmp_path, data, "zip")[1] is not None
    whole = container.Container.names
    monkeypatch.setattr(container.Container, "names", lambda self: whole(self)[:1])
    seen, cleaned = decided(tmp_path, data, "zip")
    assert cleaned is None and [n.code for n in seen.noticed] == ["R202"]


def test_the_second_reader_sees_a_text_that_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = container.Container.read
    monkeypatch.setattr(container.Container, "read", lambda self, name: whole(self, name)[:-1])
    seen, cleaned = decided(tmp_path, zipped(GOOD), "zip")
    assert cleaned is None and [(n.code, n.where) for n in seen.noticed] == [
        ("R202", "a text in it")
    ]


def test_the_second_reader_sees_what_describes() -> None:
    data = zipped(GOOD)
    clean = archive.FORMAT.clean(data, {})
    assert reader.doubt(data, clean) == []
    assert [n.code for n in reader.doubt(data, Cleaned(data))] == ["R201"], "dates"
    for more in (b"x", b"PK\x03\x04"):
        told = Cleaned(clean.data[:-2] + b"\1\0" + more[:1])
        assert reader.doubt(data, told)[0].code == "R201", "a comment of the zip"
    with pytest.raises(Unreadable):
        cleaner.clean(b"PK\x05\x06")


def test_large_sizes_are_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file, file.open("a.txt", "w", force_zip64=True) as member:
        member.write(b"words")
    clean = cleaner.clean(out.getvalue())
    assert reader.doubt(out.getvalue(), clean) == []


def test_a_zip_behind_other_bytes_is_read() -> None:
    data = b"#!/bin/sh\n" + zipped(GOOD)
    assert reader.doubt(data, cleaner.clean(data)) == []
