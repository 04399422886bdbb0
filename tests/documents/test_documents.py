"""Finding files, matching them to what is owed, and telling what they are."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from jtai_submit.documents.examination import Examination, Examined, Noticed
from jtai_submit.documents.kind import Kind, identify
from jtai_submit.documents.match import Matcher
from jtai_submit.documents.memory import Memory
from jtai_submit.documents.walk import LINK, SPECIAL, walk
from jtai_submit.inspection.slots.registry import slots
from tests.make import inspection, pdf
from tests.systems import needs_links


@pytest.fixture
def matcher(tmp_path: Path) -> Matcher:
    here = inspection(tmp_path / "x", children=("C1", "C1-2", "C10"))
    return Matcher(slots(here.manifest, here.submission))


@pytest.mark.parametrize(
    ("path", "slot"),
    [
        ("documents/3-police/3.4-child-protection-referral-document/x.pdf", "3.4"),
        ("documents/3-police/3.4 our own words/deep/er/x.pdf", "3.4"),
        ("documents/3/3.4/x.pdf", "3.4"),
        ("documents/3-police/x.pdf", None),
        ("documents/3-police/3.44-x/x.pdf", None),
        ("documents/2-safeguarding-board/3.4-x/x.pdf", None),
        ("documents/children/C1/chronology/x.pdf", "C1/chronology"),
        ("documents/children/C1 (old case)/chronology of events/x.pdf", "C1/chronology"),
        ("documents/children/C1-2/chronology/x.pdf", "C1-2/chronology"),
        ("documents/children/c10/CHRONOLOGY/x.pdf", "C10/chronology"),
        ("documents/children/C100/chronology/x.pdf", None),
        ("documents/x.pdf", None),
    ],
)
def test_folders_are_matched_by_their_leading_id(
    matcher: Matcher, path: str, slot: str | None
) -> None:
    assert matcher.match(path) == ((slot,) if slot else ())


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        (
            "documents/3-police/3.4 Referral.pdf",
            "documents/3-police/3.4-child-protection-referral-document",
        ),
        (
            "documents/item 6.2 v1.2.pdf",
            "documents/6-health/6.2-commissioned-and-provider-services",
        ),
        (
            "documents/2-safeguarding-board/Board minutes May.pdf",
            "documents/2-safeguarding-board/2.2-board-minutes",
        ),
        ("documents/children/C1 chronology.pdf", "documents/children/C1/chronology"),
        ("documents/photo.pdf", ""),
    ],
)
def test_strays_are_told_where_they_may_belong(matcher: Matcher, path: str, folder: str) -> None:
    assert matcher.suggest(path) == folder


def test_walk(tmp_path: Path) -> None:
    top = tmp_path / "documents" / "a"
    top.mkdir(parents=True)
    for name in (
        "[draft].pdf",
        "-x.pdf",
        "Thumbs.db",
        ".DS_Store",
        "~$lock.docx",
        ".~lock.x#",
        "desktop.ini",
        "é.txt",
    ):
        (top / name).write_bytes(b"x")
    (top / "empty").mkdir()
    assert [d.path for d in walk(tmp_path)] == [
        f"documents/a/{n}" for n in ("-x.pdf", "[draft].pdf", "é.txt")
    ]


@needs_links
def test_links_are_named_and_never_followed(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "x.pdf").write_bytes(b"x")
    (tmp_path / "documents" / "link.pdf").symlink_to(tmp_path / "secret" / "x.pdf")
    (tmp_path / "documents" / "folder").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "documents" / "pipe.pdf")
    assert {d.name: d.irregular for d in walk(tmp_path)} == {
        "link.pdf": LINK,
        "folder": LINK,
        "pipe.pdf": SPECIAL,
    }


def office(kind: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f"<Types><Override ContentType='application/vnd.ms-x.{kind}.main+xml'/></Types>",
        )
    return out.getvalue()


def odf(kind: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "ending", "kind"),
    [
        (pdf(), "docx", Kind.PDF),
        (b"junk\n" + pdf(), "pdf", Kind.PDF),
        (b"", "pdf", Kind.EMPTY),
        (b"plain words", "txt", Kind.TXT),
        (b"a,b\n1,2\n", "csv", Kind.CSV),
        (b"# Title\n", "md", Kind.MD),
        (b"plain words", "pdf", Kind.UNKNOWN),
        (b"\x00\x01\x02", "txt", Kind.UNKNOWN),
        ("wörds".encode("utf-16"), "txt", Kind.TXT),
        ("wörds".encode("cp1252"), "txt", Kind.TXT),
        (b"{\\rtf1 x}", "doc", Kind.RTF),
        (b"\xff\xd8\xff\xe0", "png", Kind.JPEG),
        (b"<!DOCTYPE html><p>x", "html", Kind.HTML),
        (b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nHello", "eml", Kind.EML),
        (office("wordprocessingml.document"), "zip", Kind.DOCX),
        (office("excel.sheet.binary.macroEnabled"), "xlsx", Kind.XLSB),
        (odf("spreadsheet"), "ods", Kind.ODS),
        (b"PK\x03\x04broken", "zip", Kind.UNKNOWN),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "docx",
            Kind.LOCKED,
        ),
    ],
)
def test_kinds(data: bytes, ending: str, kind: Kind) -> None:
    assert identify(data, ending) is kind


def test_memory_knows_only_unchanged_files(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "findings.json"
    noticed = (Noticed("H101", 2, "page 1"),)
    seen = Examination("pdf", "ab", "cd", 5, ("XMP",), noticed, "2017-05-09", True)
    memory, document = Memory(path, "1"), Examined("documents/a.pdf", 3, 4, examined=seen)
    memory.learn(document)
    memory.save([document.path])
    assert Memory(path, "1").recall(document, gated=True) == document.examined
    assert Memory(path, "1").recall(Examined(document.path, 3, 5), gated=True) is None
    assert Memory(path, "2").recall(document, gated=True) is None
    path.write_text("{broken")
    assert Memory(path, "1").recall(document, gated=True) is None
