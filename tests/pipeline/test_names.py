"""Names that people and programs give to files: every one is checked, sent once, and safe to unpack
anywhere.
"""

import sys
import unicodedata
from pathlib import Path

import pytest

from jtai_submit.storage import long
from tests.make import jtai, pdf, ready

Capsys = pytest.CaptureFixture[str]
NAMES = [
    "[draft].pdf",
    "[bold]x.pdf",
    "-rf.pdf",
    "--help.pdf",
    "minutes\u202efdp.pdf",
    "caf\u00e9.pdf",
    "Zo\u00eb's £5 & more.pdf",
    "n" * 200 + ".pdf",
    "CONtract.pdf",
    "100%.pdf",
    "{x}.pdf",
    "$HOME.pdf",
    "a;b.pdf",
    "\u5bb6\u65cf.pdf",
    "\U0001f476.pdf",
]
ELSEWHERE = [  # names that Windows does not have
    "cafe\u0301.pdf",
    "a\x1b[31m.pdf",
    "line\nbreak.pdf",
    "CON.pdf",
    "aux.PDF",
    "ends with a dot..pdf",
    "case.pdf",
    "Case.pdf",
    "CASE.PDF",
    'quote".pdf',
    "back\\slash.pdf",
    "tab\t.pdf",
    "colon:x.pdf",
    "star*?.pdf",
    "x.pdf ",
]


def test_every_name_is_checked_sent_once_and_safe_anywhere(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=("1.1",), children=("C1",))
    folder = next(
        p for p in (area.folder / "documents" / "3-police").iterdir() if p.name.startswith("3.4")
    )
    names = NAMES + (ELSEWHERE if sys.platform != "win32" else [])
    for number, name in enumerate(names):
        (folder / name).write_bytes(pdf(f"Document number {number} of many"))
    text = jtai(capsys, "check", area.folder)
    assert "\x1b[31m" not in text.out and "\u202e" not in text.out and "[draft].pdf" not in text.err
    done = jtai(capsys, "push", area.folder, "--incomplete", "--because", "a test", "--json")
    assert done.code == 0, done.err
    for pack in area.site.glob("*.age"):
        opened = jtai(
            capsys,
            "open",
            pack,
            "--identity",
            _identity(tmp_path, area.identity),
            "--to",
            tmp_path / "out" / pack.stem,
        )
        assert opened.code == 0, opened.err
    arrived = [
        p for p in (tmp_path / "out").rglob("data/**/*") if p.is_file() and p.suffix == ".pdf"
    ]
    assert len(arrived) == len(names) + 1
    texts = {p.read_bytes() for p in arrived}
    assert len(texts) == len(arrived), "each document once"
    flat = [unicodedata.normalize("NFC", p.name).casefold() for p in arrived]
    assert len(set(flat)) == len(flat), "no two that Windows or a Mac would take for one"
    for path in arrived:
        assert not set(path.name) & set('<>:"/\\|?*\x1b\n\t\u202e') and len(path.name) <= 120
        assert not path.stem.endswith((".", " ")) and not path.name.startswith("-")


def _identity(tmp_path: Path, identity: object) -> Path:
    file = tmp_path / "id.txt"
    file.write_text(f"{identity}\n", "utf-8")
    return file


def test_what_programs_leave_beside_documents_is_no_document(
    tmp_path: Path, capsys: Capsys
) -> None:
    area = ready(tmp_path, only=("1.1",), children=("C1",))
    folder = next(
        p for p in (area.folder / "documents" / "3-police").iterdir() if p.name.startswith("3.4")
    )
    for name in (
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
        "~$minutes.docx",
        "._minutes.pdf",
        ".~lock.minutes.odt#",
    ):
        (folder / name).write_bytes(b"x")
    data = jtai(capsys, "check", area.folder, "--json").data
    assert (
        not [f for s in data["slots"] for f in s["files"] if "3.4" in f["path"]]
        and data["strays"] == []
    )


def test_deep_folders(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=("1.1",), children=("C1",))
    folder = next(
        p for p in (area.folder / "documents" / "3-police").iterdir() if p.name.startswith("3.4")
    )
    deep = long(folder.joinpath(*["a folder inside a folder"] * 8))
    deep.mkdir(parents=True)
    (deep / ("long name " * 9 + ".pdf")).write_bytes(pdf("Deep down"))
    done = jtai(capsys, "push", area.folder, "--incomplete", "--because", "a test", "--json")
    assert done.code == 0 and sum(p["files"] for p in done.data["packs"]) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are no text")
def test_a_name_that_is_no_text_is_said_and_not_sent(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=("1.1",), children=("C1",))
    folder = next(
        p for p in (area.folder / "documents" / "3-police").iterdir() if p.name.startswith("3.4")
    )
    (folder / "broken\udcff.pdf").write_bytes(pdf("Words"))
    for arguments in (
        ("check",),
        ("check", "--json"),
        ("push", "--incomplete", "--because", "x"),
        ("report",),
    ):
        result = jtai(capsys, arguments[0], area.folder, *arguments[1:])
        assert result.code in (0, 1), result.err
    data = jtai(capsys, "check", area.folder, "--json").data
    assert len([f for s in data["slots"] for f in s["files"]]) == 2
