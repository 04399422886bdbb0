"""What computers leave behind is passed over; a download that did not end is told."""

import stat
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from jtai_submit.checks.interface import Context
from jtai_submit.checks.registry import findings
from jtai_submit.documents.examination import Examined
from jtai_submit.documents.kind import Kind, identify
from jtai_submit.documents.unsendable import sort
from jtai_submit.documents.walk import LINK, ONLINE_ONLY, UNFINISHED, _irregular, ignored, walk


@pytest.mark.parametrize(
    "name",
    [
        "Thumbs.db",
        "Thumbs.db:encryptable",
        "base.pdf:Zone.Identifier",
        "base.pdf:Zone.Identifier:$DATA",
        "base.pdf\uf03aZone.Identifier",
        "~WRL0001.tmp",
        "~WRD0003.tmp",
        "~$plan.docx",
        ".~lock.plan.odt#",
        "._plan.docx",
        ".fuse_hidden0000000100000002",
        "Icon\r",
        ".DS_Store",
        "desktop.ini",
    ],
)
def test_leftovers(name: str) -> None:
    assert ignored(name)


@pytest.mark.parametrize(
    "name",
    [
        "plan.docx",
        "Zone.Identifier plan.docx",
        "WRL0001.tmp",
        "Icon",
        "icons.pdf",
        "a:b.pdf",
        "~draft.docx",
    ],
)
def test_documents_are_no_leftovers(name: str) -> None:
    assert not ignored(name)


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be files there")
@pytest.mark.parametrize("name", ["audit.docx.crdownload", "audit.pdf.part", "audit.pdf.partial"])
def test_a_download_that_did_not_end(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "documents" / "3-police" / "3.7-x"
    folder.mkdir(parents=True)
    (folder / name).write_bytes(b"PK\x03\x04")
    (folder / "base.pdf:Zone.Identifier").write_text(
        "[ZoneTransfer]\nZoneId=3\nHostUrl=https://example.org/\n"
    )
    (found,) = walk(tmp_path)
    document = Examined.of(replace(found, slots=("3.7",)))
    assert document.irregular == UNFINISHED
    (finding,) = findings(document, Context())
    assert (
        finding.code == "D003" and finding.blocks and "download that did not end" in finding.message
    )


FOLDER, FILE = stat.S_IFDIR | 0o755, stat.S_IFREG | 0o644


# [MS-FSCC] 2.6, file attributes; 2.1.2.1, reparse tags
@pytest.mark.parametrize(
    ("mode", "attributes", "tag", "said"),
    [
        (FILE, 0x20, 0, ""),
        (FILE, 0x1, 0, ""),  # READONLY
        (FILE, 0x2 | 0x4, 0, ""),  # HIDDEN, SYSTEM
        (FILE, 0x1000, 0, ONLINE_ONLY),  # OFFLINE: moved to tape, or a cloud
        (FILE, 0x40000, 0, ONLINE_ONLY),  # RECALL_ON_OPEN
        (FILE, 0x400000 | 0x400, 0x9000601A, ONLINE_ONLY),  # OneDrive: only in the cloud
        (FILE, 0x80000 | 0x400, 0x9000601A, ""),  # OneDrive: PINNED, it is here
        (FILE, 0x100000 | 0x400, 0x9000601A, ""),  # OneDrive: UNPINNED, and still here
        (FILE, 0x400, 0x80000013, ""),  # deduplicated by the server
        (FOLDER, 0x10 | 0x400, 0xA0000003, LINK),  # a junction
        (FOLDER, 0x10 | 0x400, 0xA000000C, LINK),  # a symbolic link to a folder
        (FILE, 0x400, 0xA000000C, LINK),
        (FOLDER, 0x10 | 0x400000, 0x9000601A, ONLINE_ONLY),  # a folder that OneDrive never filled
    ],
)
def test_what_windows_says_of_a_file(mode: int, attributes: int, tag: int, said: str) -> None:
    facts = SimpleNamespace(st_mode=mode, st_file_attributes=attributes, st_reparse_tag=tag)
    assert _irregular(facts, "a.pdf") == said  # type: ignore[arg-type]


@pytest.mark.skipif(sys.platform != "win32", reason="junctions are of Windows")
def test_a_junction_is_named_and_not_followed(tmp_path: Path) -> None:
    import _winapi

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.pdf").write_bytes(b"%PDF-")
    (tmp_path / "documents").mkdir()
    try:
        _winapi.CreateJunction(str(elsewhere), str(tmp_path / "documents/a"))  # type: ignore[attr-defined]
    except OSError as e:
        pytest.skip(f"Wine makes no junctions: {e}")
    assert [(d.path, d.irregular) for d in walk(tmp_path)] == [("documents/a", LINK)]


LINK_FILE = bytes.fromhex("4c0000000114020000000000c000000000000046") + bytes(56)


@pytest.mark.parametrize(
    ("ending", "data", "what"),
    [
        ("lnk", LINK_FILE, "shortcut"),
        ("url", b"[InternetShortcut]\r\nURL=https://example.org/\r\n", "shortcut"),
        ("url", "[InternetShortcut]\r\nURL=https://example.org/\r\n".encode("utf-16"), "shortcut"),
        (
            "webloc",
            b'<?xml version="1.0"?>\n<plist version="1.0"><dict><key>URL</key></dict></plist>',
            "shortcut",
        ),
        ("webloc", b"bplist00\xd1\x01\x02SURL_\x10\x14https://example.org/", "shortcut"),
        ("desktop", b"[Desktop Entry]\nType=Link\nURL=https://example.org/\n", "shortcut"),
        ("gdoc", b'{"url": "https://docs.google.com/open?id=x"}', "cloud"),
        ("dat", b"\x78\x9f\x3e\x22\0\0", "winmail"),
        ("ics", b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "calendar"),
        ("vcf", b"BEGIN:VCARD\r\nVERSION:3.0\r\n", "contact"),
        ("mp4", b"\0\0\0\x20ftypisom\0\0\2\0", "film"),
        ("mov", b"\0\0\0\x14ftypqt  \0\0\0\0", "film"),
        ("m4a", b"\0\0\0\x20ftypM4A \0\0\0\0", "sound"),
        ("avi", b"RIFF\0\0\0\0AVI LIST", "film"),
        ("wav", b"RIFF\0\0\0\0WAVEfmt ", "sound"),
        ("mp3", b"ID3\x03\0\0\0", "sound"),
        ("7z", b"7z\xbc\xaf\x27\x1c\0", "archive"),
        ("exe", b"MZ\x90\0", "program"),
    ],
)
def test_what_cannot_be_cleaned_is_known_for_what_it_is(
    ending: str, data: bytes, what: str
) -> None:
    assert sort(data) == what and identify(data, ending) is Kind.UNKNOWN


def test_a_text_about_shortcuts_is_a_text() -> None:
    assert identify(b"[InternetShortcut]\nis how they begin\n", "txt") is Kind.TXT
    assert identify(b"[Desktop Entry]\nis how they begin\n", "md") is Kind.MD
